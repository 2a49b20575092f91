"""What every part of the SQL memory stands on: a connection to read on and one to write on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.store.values import Place
from digests.store.engine import snapshot, transaction

WAYS = ("seqscan", "bitmapscan", "hashjoin", "mergejoin")  # of PostgreSQL, beside going by an index
LOCK = 0x646F776F  # PostgreSQL's advisory lock of the bot's writers: not the newsroom's, whose batches take seconds


class Connected:
    """Gives connections; ``Joined`` says whether each has a transaction of its own."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a snapshot, or use the transaction that is open."""
        raise AssertionError("said by the subclass")

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction, or use the one that is open."""
        raise AssertionError("said by the subclass")


class Joined(Connected):
    """Opens connections on an engine; with a ``joined`` one every call is part of its transaction.

    ``LOCK``: PostgreSQL's advisory lock of its writers; None: many write at once, and lock rows.
    """

    LOCK: int | None = LOCK

    def __init__(self, engine: Engine, joined: Connection | None, clock: Callable[[], datetime]) -> None:
        self._engine, self._joined, self._clock = engine, joined, clock

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a snapshot, or use the transaction that is open."""
        return snapshot(self._engine) if self._joined is None else nullcontext(self._joined)

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction, or use the one that is open."""
        return transaction(self._engine, self.LOCK) if self._joined is None else nullcontext(self._joined)


def by_any_way(connection: Connection) -> None:
    """Let PostgreSQL read whole tables in this transaction, which the connections of the bot otherwise avoid."""
    if connection.dialect.name != "sqlite":
        for way in WAYS:
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = on")


def at(table: sa.Table, place: Place) -> sa.ColumnElement[bool]:
    """Give the condition that a row is of an installation."""
    return sa.and_(table.c.platform == place.platform, table.c.installation == place.installation)


def placed(place: Place) -> dict[str, Any]:
    """Give an installation's columns."""
    return {"platform": place.platform, "installation": place.installation}
