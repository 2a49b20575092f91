"""Installations, settings, subscriptions, rights, follows, feeds, the audit log, and native state.

The tables as they were when this revision was made: it doesn't import ``schema``, which moves on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT, NUMBER, BLOB, INSTANT = sa.Text(), sa.Integer(), sa.LargeBinary(), sa.BigInteger()
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table."""
    _native()
    _installations()
    _subscriptions()
    _rights()
    _feeds_and_changes()


def _must(name: str, type_: sa.types.TypeEngine[Any] = TEXT) -> sa.Column[Any]:
    return sa.Column(name, type_, nullable=False)


def _native() -> None:
    op.create_table("action", _must("key"), _must("command"), sa.PrimaryKeyConstraint("key", name="pk_action"))
    op.create_table("event", _must("key"), _must("until", INSTANT), sa.PrimaryKeyConstraint("key", name="pk_event"))
    op.create_index("ix_event_until", "event", ["until"])


def _installations() -> None:
    op.create_table(
        "installation",
        _must("platform"),
        _must("installation"),
        _must("name"),
        _must("secret", BLOB),
        _must("scopes"),
        sa.Column("installed_by", TEXT),
        sa.Column("installed_at", INSTANT),
        sa.Column("removed_at", INSTANT),
        sa.PrimaryKeyConstraint("platform", "installation", name="pk_installation"),
    )
    op.create_table(
        "setting",
        _must("platform"),
        _must("installation"),
        _must("value"),
        sa.PrimaryKeyConstraint("platform", "installation", name="pk_setting"),
    )


def _subscriptions() -> None:
    op.create_table(
        "subscription",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        _must("platform"),
        _must("installation"),
        _must("channel"),
        _must("when"),
        _must("zone"),
        _must("scope"),
        _must("length"),
        _must("stories", NUMBER),
        _must("missed"),
        _must("state"),
        _must("created_by"),
        sa.Column("created_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_subscription_platform_installation_channel", "subscription", ["platform", "installation", "channel"]
    )


def _rights() -> None:
    op.create_table(
        "granted",
        _must("platform"),
        _must("installation"),
        _must("user"),
        _must("channel"),
        _must("role"),
        sa.PrimaryKeyConstraint("platform", "installation", "user", "channel", name="pk_granted"),
    )
    op.create_table(
        "follow",
        _must("platform"),
        _must("installation"),
        _must("user"),
        _must("key"),
        _must("subject"),
        sa.Column("entity_id", NUMBER),
        sa.Column("muted_until", INSTANT),
        sa.Column("since", INSTANT),
        sa.PrimaryKeyConstraint("platform", "installation", "user", "key", name="pk_follow"),
    )
    op.create_index("ix_follow_entity_id", "follow", ["entity_id"])


def _feeds_and_changes() -> None:
    op.create_table(
        "watched_feed",
        _must("platform"),
        _must("installation"),
        _must("key"),
        _must("url"),
        _must("added_by"),
        _must("added_at", INSTANT),
        sa.PrimaryKeyConstraint("platform", "installation", "key", name="pk_watched_feed"),
    )
    op.create_table(
        "change",
        sa.Column("id", KEY, sa.Identity(), nullable=False),
        _must("platform"),
        _must("installation"),
        _must("actor"),
        _must("verb"),
        _must("subject"),
        sa.Column("before", TEXT),
        sa.Column("after", TEXT),
        _must("at", INSTANT),
        sa.Column("undone_by", KEY),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_change_platform_installation_id", "change", ["platform", "installation", "id"])
