"""When subscriptions run next, and the ledger of deliveries with what it decides by.

The tables as they were when this revision was made: it doesn't import ``schema``, which moves on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT, NUMBER, SMALL, INSTANT = sa.Text(), sa.Integer(), sa.SmallInteger(), sa.BigInteger()
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns, then make every table."""
    _subscriptions()
    _editions()
    _deliveries()
    _limits()


def _must(name: str, type_: sa.types.TypeEngine[Any] = TEXT) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=False)


def _may(name: str, type_: sa.types.TypeEngine[Any] = TEXT) -> sa.Column[Any]:
    return sa.Column(name, type_)


def _partial(name: str, table: str, given: str, *columns: str) -> None:
    where = sa.text(f"{given} IS NOT NULL")
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _subscriptions() -> None:
    for name in ("changed_at", "next_run_at", "covered_until"):
        op.add_column("subscription", _may(name, INSTANT))
    op.execute("UPDATE subscription SET next_run_at = 0 WHERE state = 'active'")
    _partial("ix_subscription_next_run_at_id", "subscription", "next_run_at", "next_run_at", "id")


def _editions() -> None:
    op.create_table(
        "edition",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        _must("key"),
        _must("title"),
        _may("window_start", INSTANT),
        _may("window_end", INSTANT),
        _must("messages"),
        _must("told"),
        _may("composed_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_edition"),
        sa.UniqueConstraint("key", name="uq_edition_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "edition_story",
        _must("edition", KEY),
        _must("story", NUMBER),
        sa.ForeignKeyConstraint(["edition"], ["edition.id"], name="fk_edition_story_edition", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("edition", "story", name="pk_edition_story"),
    )
    op.create_index("ix_edition_story_story_edition", "edition_story", ["story", "edition"])


def _deliveries() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        *(_must(name) for name in ("what", "owner", "slot")),
        _must("part", SMALL),
        _must("parts", SMALL),
        *(_must(name) for name in ("platform", "installation", "channel")),
        _may("thread"),
        _must("stage"),
        _may("queue"),
        _may("ready_at", INSTANT),
        _must("marker"),
        _may("due_at", INSTANT),
        _may("subscription", KEY),
        _may("story", NUMBER),
        _may("window_start", INSTANT),
        _may("window_end", INSTANT),
        _may("edition", KEY),
        _may("first", KEY),
        _must("message", SMALL),
        _must("piece", SMALL),
        _must("fence", NUMBER),
        _may("lease_until", INSTANT),
        _may("worker"),
        _must("attempts", NUMBER),
        _must("refusals", NUMBER),
        _may("first_try_at", INSTANT),
        _may("tried_at", INSTANT),
        _may("message_id"),
        _may("below"),
        _must("error"),
        _must("asked_by"),
        _must("created_at", INSTANT),
        _may("finished_at", INSTANT),
        _may("untold_since", INSTANT),
        sa.ForeignKeyConstraint(["edition"], ["edition.id"], name="fk_delivery_edition"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        sa.UniqueConstraint("owner", "slot", "part", name="uq_delivery_owner_slot_part"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_edition", "delivery", ["edition"])
    op.create_index("ix_delivery_platform_installation_id", "delivery", ["platform", "installation", "id"])
    _partial("ix_delivery_queue_ready_at_id", "delivery", "queue", "queue", "ready_at", "id")
    _partial("ix_delivery_subscription_id", "delivery", "subscription", "subscription", "id")
    _partial("ix_delivery_first_part", "delivery", "first", "first", "part")
    _partial("ix_delivery_finished_at_id", "delivery", "finished_at", "finished_at", "id")
    _partial("ix_delivery_untold_since_id", "delivery", "untold_since", "untold_since", "id")


def _limits() -> None:
    op.create_table(
        "progress", _must("key"), _must("value"), sa.PrimaryKeyConstraint("key", name="pk_progress")
    )
    op.create_table(
        "halt",
        *(_must(name) for name in ("platform", "installation", "channel", "reason")),
        _must("since", INSTANT),
        sa.PrimaryKeyConstraint("platform", "installation", "channel", name="pk_halt"),
    )
    op.create_table(
        "pace",
        _must("key"),
        _must("next_at", INSTANT),
        _must("blocked_until", INSTANT),
        sa.PrimaryKeyConstraint("key", name="pk_pace"),
    )
    op.create_index("ix_pace_blocked_until", "pace", ["blocked_until"])
    op.create_table(
        "invalid_answer",
        _must("key"),
        _must("at", INSTANT),
        _must("count", NUMBER),
        sa.PrimaryKeyConstraint("key", "at", name="pk_invalid_answer"),
    )
    op.create_table(
        "sharer",
        _must("key"),
        _must("worker"),
        _must("joined_at", INSTANT),
        _must("until", INSTANT),
        sa.PrimaryKeyConstraint("key", "worker", name="pk_sharer"),
    )
