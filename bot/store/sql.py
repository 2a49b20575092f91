"""The bot's memory on SQLite or PostgreSQL, in the newsroom's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from bot.store.auditing import Auditing
from bot.store.checking import check
from bot.store.connected import WAYS, Joined
from bot.store.feeds import Feeds
from bot.store.ledger.records import exported_deliveries
from bot.store.ledger.sql import SqlLedger, utc_now
from bot.store.migrations import MIGRATIONS
from bot.store.native import Native
from bot.store.places import Places
from bot.store.records import exported
from bot.store.rights import Rights
from bot.store.schema import REVISION
from bot.store.subscribing import Subscribing
from bot.store.values import Place
from digests.store.engine import make_engine, parse, snapshot

_CACHE_KIB = 2 * 1024


class SqlMemory(Joined, Native, Places, Subscribing, Rights, Feeds, Auditing):
    """``base.Memory`` over SQL; with a ``joined`` connection every call is part of its transaction."""

    def __init__(
        self, engine: Engine, joined: Connection | None = None, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__(engine, joined, clock)
        self._ledger = SqlLedger(engine, joined, clock)

    @property
    def ledger(self) -> SqlLedger:
        """Give the ledger in the same database; inside of ``changing()``, in the same transaction."""
        return self._ledger

    @contextmanager
    def changing(self) -> Iterator[SqlMemory]:
        """Join several calls into one transaction."""
        with self.writing() as connection:
            yield SqlMemory(self._engine, connection, self._clock)

    def export(self, place: Place) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Lay everything out, of one moment."""
        with self.reading() as connection:
            joined = SqlMemory(self._engine, connection, self._clock)
            return exported(joined, place) | {"deliveries": exported_deliveries(joined.ledger, place)}

    def check(self) -> list[str]:
        """Say in sentences what is wrong; empty when whole."""
        with self.reading() as connection:
            return check(connection)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def open_memory(url: str, *, busy_timeout: float = 5.0, clock: Callable[[], datetime] = utc_now) -> SqlMemory:
    """Open the bot's tables, made or brought up to date first.

    `url` and errors are as of ``digests.store.sql.open_store``; `clock` is the ledger's.
    """
    engine = _engine(url, busy_timeout)
    try:
        MIGRATIONS.upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlMemory(engine, clock=clock)


def upgrade(url: str, *, busy_timeout: float = 5.0) -> list[str]:
    """Bring the bot's tables up to date; gives the revisions that were applied, oldest first."""
    engine = _engine(url, busy_timeout)
    try:
        return MIGRATIONS.upgrade(engine)
    finally:
        engine.dispose()


def outdated(url: str, *, busy_timeout: float = 5.0) -> str | None:
    """Say in a sentence which revision the bot's tables are at, if not at this program's; changes nothing."""
    engine = _engine(url, busy_timeout)
    try:
        with snapshot(engine) as connection:
            found = MIGRATIONS.current(connection)
    finally:
        engine.dispose()
    if found == REVISION:
        return None
    return f"The bot's tables are at revision {found or 'none'}, this needs {REVISION}: run “downlink db upgrade”."


def _engine(url: str, busy_timeout: float) -> Engine:
    engine = make_engine(parse(url), busy_timeout)
    settle = _settle_sqlite if engine.dialect.name == "sqlite" else _settle_postgres
    event.listen(engine, "connect", settle)
    return engine


def _settle_sqlite(connection: Any, _record: Any) -> None:
    # Articles can be fetched again; a subscription that was said to be stored can't.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def _settle_postgres(connection: Any, _record: Any) -> None:
    # Queues fill and empty faster than statistics are taken, by which the planner then reads and sorts whole tables
    # for a few rows. Every question here is meant to go by an index.
    with connection.cursor() as cursor:
        for way in WAYS:
            cursor.execute(f"SET enable_{way} = off")
    connection.commit()
