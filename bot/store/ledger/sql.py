"""The ledger over SQL, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime

from sqlalchemy.engine import Connection, Engine

from bot.store.connected import Joined, by_any_way
from bot.store.ledger.checking import check
from bot.store.ledger.claiming import Claiming
from bot.store.ledger.clearing import Clearing
from bot.store.ledger.composing import Composing
from bot.store.ledger.deciding import Deciding
from bot.store.ledger.editions import Editions, Shelf
from bot.store.ledger.halting import Halting
from bot.store.ledger.looking import Looking
from bot.store.ledger.pacing import Pacing
from bot.store.ledger.planning import Planning
from bot.store.ledger.promising import Promising
from bot.store.ledger.recording import Recording
from bot.store.ledger.telling import Telling


def utc_now() -> datetime:
    """Read the system's clock."""
    return datetime.now(UTC)


class SqlLedger(
    Joined, Planning, Composing, Claiming, Promising, Recording, Editions, Telling, Halting, Pacing, Deciding, Looking,
    Clearing,
):  # fmt: skip
    """``bot.delivery.base.Ledger`` over SQL; with a ``joined`` connection every call is part of its transaction."""

    LOCK = None

    def __init__(
        self, engine: Engine, joined: Connection | None = None, clock: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__(engine, joined, clock)
        self.shelf = Shelf()

    def glancing(self) -> AbstractContextManager[Connection]:
        """Open a connection without a transaction of its own."""
        return self._engine.connect() if self._joined is None else nullcontext(self._joined)

    def clock(self) -> datetime:
        """Tell the time of this process."""
        return self._clock()

    def check(self) -> Sequence[str]:
        """Say in sentences which promises are broken."""
        with self.reading() as connection:
            by_any_way(connection)
            return check(connection)
