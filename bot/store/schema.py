"""The bot's tables. ``migrations`` makes exactly these; a test compares the two on both engines."""

from __future__ import annotations

from sqlalchemy import Column, Identity, Index, Integer, LargeBinary, MetaData, Table
from sqlalchemy.types import TypeEngine

from digests.store.columns import Instant, Key, Plain

#: The revision that this program reads and writes; the last one in ``migrations/versions``.
REVISION = "0001"
VERSION_TABLE = "alembic_version_bot"  # the newsroom's is in the same database

metadata = MetaData(naming_convention={"ix": "ix_%(column_0_N_label)s", "pk": "pk_%(table_name)s"})


def _key(name: str, type_: type[TypeEngine[str]] = Plain) -> Column[str]:
    return Column(name, type_, primary_key=True)


def _place() -> list[Column[str]]:
    return [Column("platform", Plain, nullable=False), Column("installation", Plain, nullable=False)]


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
    Index("ix_subscription_platform_installation_channel", "platform", "installation", "channel"),
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
