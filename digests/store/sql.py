"""The store on SQLite or PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import Engine

from digests.errors import StoreError, StoreLocked
from digests.store.backup import backup
from digests.store.base import Queries, Writes
from digests.store.checking import check
from digests.store.engine import describe, make_engine, parse, snapshot, transaction
from digests.store.migrations import MIGRATIONS
from digests.store.outlets import Counted
from digests.store.questions import SqlQueries
from digests.store.schema import REVISION
from digests.store.vocabulary import Vocabulary
from digests.store.writes import SqlWrites


class SqlStore:
    """``base.Store`` over SQL."""

    def __init__(self, engine: Engine, busy_timeout: float) -> None:
        self._engine = engine
        self._busy_timeout = busy_timeout
        self._vocabulary = Vocabulary()
        self._writer = threading.Lock()
        self._counted = Counted()
        self._state = threading.Condition()
        self._open_blocks = 0
        self._closed = False

    @contextmanager
    def _block(self) -> Iterator[None]:
        with self._state:
            if self._closed:
                raise StoreError("The database is closed.")
            self._open_blocks += 1
        try:
            yield
        finally:
            with self._state:
                self._open_blocks -= 1
                self._state.notify_all()

    @contextmanager
    def reading(self) -> Iterator[Queries]:
        """Open a snapshot."""
        with self._block(), snapshot(self._engine) as connection:
            yield SqlQueries(connection, self._counted)

    @contextmanager
    def writing(self) -> Iterator[Writes]:
        """Open the transaction of the one writer."""
        with self._block():
            if not self._writer.acquire(timeout=self._busy_timeout):
                raise StoreLocked(f"Another task is writing to {describe(self._engine.url)}; try again in a moment.")
            try:
                with transaction(self._engine) as connection:
                    writes = SqlWrites(connection, self._vocabulary)
                    yield writes
                    writes.settle()
                self._vocabulary.commit()
            finally:
                self._vocabulary.forget()
                self._writer.release()

    def check(self) -> Sequence[str]:
        """Say what is wrong; reads everything."""
        with self._block(), snapshot(self._engine) as connection:
            return check(connection)

    def backup(self, target: Path) -> None:
        """Copy the database to a new file while it is in use."""
        with self._block():
            backup(self._engine, target)

    def close(self) -> None:
        """Wait for open blocks, then let go of the database."""
        with self._state:
            self._closed = True
            self._state.wait_for(lambda: self._open_blocks == 0)
        self._engine.dispose()


def open_store(url: str, *, busy_timeout: float = 5.0) -> SqlStore:
    """Open a database, made or brought up to date first.

    `url` is ``sqlite:///file`` or ``postgresql://…``; `busy_timeout` in seconds. Raises a StoreError: StoreTooNew,
    StoreDamaged, StoreLocked, StoreUnreachable, …
    """
    engine = make_engine(parse(url), busy_timeout)
    try:
        MIGRATIONS.upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine, busy_timeout)


def upgrade(url: str, *, busy_timeout: float = 5.0) -> list[str]:
    """Bring a database up to date; gives the revisions that were applied, oldest first."""
    engine = make_engine(parse(url), busy_timeout)
    try:
        return MIGRATIONS.upgrade(engine)
    finally:
        engine.dispose()


def outdated(url: str, *, busy_timeout: float = 5.0) -> str | None:
    """Say in a sentence which revision a database is at, if not at this program's; changes nothing."""
    engine = make_engine(parse(url), busy_timeout)
    try:
        with snapshot(engine) as connection:
            found = MIGRATIONS.current(connection)
    finally:
        engine.dispose()
    if found == REVISION:
        return None
    return f"The database is at revision {found or 'none'}, this program needs {REVISION}: run “downlink db upgrade”."
