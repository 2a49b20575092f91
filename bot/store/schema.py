"""The bot's tables. ``migrations`` makes exactly these; a test compares the two on both engines."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

from digests.store.columns import Instant, Key, Plain

#: The revision that this program reads and writes; the last one in ``migrations/versions``.
REVISION = "0002"
VERSION_TABLE = "alembic_version_bot"  # the newsroom's is in the same database

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def _key(name: str, type_: type[TypeEngine[str]] = Plain) -> Column[str]:
    return Column(name, type_, primary_key=True)


def _place() -> list[Column[str]]:
    return [Column("platform", Plain, nullable=False), Column("installation", Plain, nullable=False)]


def _partial(name: str, given: str, *columns: str) -> Index:
    """Index only rows where this column is given: the few among many."""
    where = text(f"{given} IS NOT NULL")
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


#: Commands too long for a button.
action = Table("action", metadata, _key("key"), Column("command", Plain, nullable=False))

#: Events of platforms, by their ids, so that one that is delivered twice is done once.
event = Table("event", metadata, _key("key"), Column("until", Instant, nullable=False, index=True))

installation = Table(
    "installation",
    metadata,
    _key("platform"),
    _key("installation"),
    Column("name", Plain, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("scopes", Plain, nullable=False),  # JSON
    Column("installed_by", Plain),
    Column("installed_at", Instant),
    Column("removed_at", Instant),
)

setting = Table(
    "setting", metadata, _key("platform"), _key("installation"), Column("value", Plain, nullable=False)
)  # value: JSON of all of them

subscription = Table(
    "subscription",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    *_place(),
    Column("channel", Plain, nullable=False),
    Column("when", Plain, nullable=False),
    Column("zone", Plain, nullable=False),
    Column("scope", Plain, nullable=False),  # JSON
    Column("length", Plain, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("missed", Plain, nullable=False),
    Column("state", Plain, nullable=False),
    Column("created_by", Plain, nullable=False),
    Column("created_at", Instant),
    Column("changed_at", Instant),
    Column("next_run_at", Instant),  # 0: yet to be found; NULL: none, it is paused or never fires
    Column("covered_until", Instant),
    Index("ix_subscription_platform_installation_channel", "platform", "installation", "channel"),
    _partial("ix_subscription_next_run_at_id", "next_run_at", "next_run_at", "id"),
    sqlite_autoincrement=True,  # a number is never given twice: an undone removal gets its own back
)

granted = Table(  # not "grant", which SQL keeps for itself
    "granted",
    metadata,
    _key("platform"),
    _key("installation"),
    _key("user"),
    _key("channel"),  # "": the whole installation
    Column("role", Plain, nullable=False),
)

follow = Table(
    "follow",
    metadata,
    _key("platform"),
    _key("installation"),
    _key("user"),
    _key("key"),  # of the subject; see columns.short_key
    Column("subject", Plain, nullable=False),
    Column("entity_id", Integer, index=True),
    Column("muted_until", Instant),
    Column("since", Instant),
)

watched_feed = Table(
    "watched_feed",
    metadata,
    _key("platform"),
    _key("installation"),
    _key("key"),  # of the address
    Column("url", Plain, nullable=False),
    Column("added_by", Plain, nullable=False),
    Column("added_at", Instant, nullable=False),
)

#: The audit log.
change = Table(
    "change",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    *_place(),
    Column("actor", Plain, nullable=False),
    Column("verb", Plain, nullable=False),
    Column("subject", Plain, nullable=False),
    Column("before", Plain),  # JSON
    Column("after", Plain),  # JSON
    Column("at", Instant, nullable=False),
    Column("undone_by", Key),
    Index("ix_change_platform_installation_id", "platform", "installation", "id"),
    sqlite_autoincrement=True,
)

#: A composed digest, shared by its deliveries; never changed.
edition = Table(
    "edition",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("key", Plain, nullable=False, unique=True),
    Column("title", Plain, nullable=False),
    Column("window_start", Instant),
    Column("window_end", Instant),
    Column("messages", Plain, nullable=False),  # JSON
    Column("told", Plain, nullable=False),  # JSON
    Column("composed_at", Instant),
    sqlite_autoincrement=True,
)

edition_story = Table(
    "edition_story",
    metadata,
    Column("edition", Key, ForeignKey("edition.id", ondelete="CASCADE"), primary_key=True),
    Column("story", Integer, primary_key=True, autoincrement=False),
    Index("ix_edition_story_story_edition", "story", "edition"),
)

#: The ledger. ``bot.store.ledger`` says what its columns promise.
delivery = Table(
    "delivery",
    metadata,
    Column("id", Key, Identity(), primary_key=True),
    Column("what", Plain, nullable=False),
    Column("owner", Plain, nullable=False),
    Column("slot", Plain, nullable=False),
    Column("part", SmallInteger, nullable=False),
    Column("parts", SmallInteger, nullable=False),  # how many there are; 1 while it is not composed
    *_place(),
    Column("channel", Plain, nullable=False),
    Column("thread", Plain),
    Column("stage", Plain, nullable=False),
    Column("queue", Plain),  # who is to act on it, at ``ready_at``; NULL: nobody
    Column("ready_at", Instant),
    Column("marker", Plain, nullable=False),
    Column("due_at", Instant),
    Column("subscription", Key),
    Column("story", Integer),
    Column("window_start", Instant),
    Column("window_end", Instant),
    Column("edition", Key, ForeignKey("edition.id"), index=True),
    Column("first", Key),  # the first part's id; NULL: this is the first
    Column("message", SmallInteger, nullable=False),
    Column("piece", SmallInteger, nullable=False),
    Column("fence", Integer, nullable=False),
    Column("lease_until", Instant),
    Column("worker", Plain),
    Column("attempts", Integer, nullable=False),
    Column("refusals", Integer, nullable=False),
    Column("first_try_at", Instant),
    Column("tried_at", Instant),
    Column("message_id", Plain),
    Column("below", Plain),  # the thread that its receipt named
    Column("error", Plain, nullable=False),
    Column("asked_by", Plain, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    Column("untold_since", Instant),
    UniqueConstraint("owner", "slot", "part"),
    Index("ix_delivery_platform_installation_id", "platform", "installation", "id"),
    _partial("ix_delivery_queue_ready_at_id", "queue", "queue", "ready_at", "id"),
    _partial("ix_delivery_subscription_id", "subscription", "subscription", "id"),
    _partial("ix_delivery_first_part", "first", "first", "part"),
    _partial("ix_delivery_finished_at_id", "finished_at", "finished_at", "id"),
    _partial("ix_delivery_untold_since_id", "untold_since", "untold_since", "id"),
    sqlite_autoincrement=True,
)

#: Where nothing is posted, and why.
halt = Table(
    "halt",
    metadata,
    _key("platform"),
    _key("installation"),
    _key("channel"),  # "": the whole installation
    Column("reason", Plain, nullable=False),
    Column("since", Instant, nullable=False),
)

#: How far something has come.
progress = Table("progress", metadata, _key("key"), Column("value", Plain, nullable=False))

#: How far ahead sends are reserved, and until when none may go.
pace = Table(
    "pace",
    metadata,
    _key("key"),
    Column("next_at", Instant, nullable=False),
    Column("blocked_until", Instant, nullable=False, index=True),
)

#: Answers that platforms count against the bot, by the second.
invalid_answer = Table(
    "invalid_answer", metadata, _key("key"), Column("at", Instant, primary_key=True),
    Column("count", Integer, nullable=False),
)  # fmt: skip

#: Who shares a limit, each until then.
sharer = Table(
    "sharer", metadata, _key("key"), _key("worker"), Column("joined_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)  # fmt: skip
