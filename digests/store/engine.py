"""Engines and connections: URLs, settings of each engine, transactions, and the translation of faults."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from digests.errors import DigestsError, StoreError
from digests.store.faults import sentence_for

_CACHE_KIB = 64 * 1024
_MMAP_BYTES = 1 << 30
_CHECKPOINT_PAGES = 16_000  # 64 MB: a batch of articles touches some 20 MB of pages, many of them again and again
_LOCK = 0x646F776E  # "down": PostgreSQL's advisory lock of the newsroom's writer


def parse(url: str) -> URL:
    """Understand a database address; StoreError says what would be right."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(
            "The database address is not understood; "
            "write sqlite:///path/to/file.db or postgresql://user@host/name."
        ) from None
    name = parsed.drivername.split("+")[0]
    if name in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    if name == "sqlite":
        return parsed.set(drivername="sqlite")
    raise StoreError(
        f"Databases of kind “{name}” are not supported; "
        "write sqlite:///path/to/file.db or postgresql://user@host/name."
    )


def describe(url: URL) -> str:
    """Name the database without its secrets."""
    if url.drivername == "sqlite":
        return str(url.database)
    return f"the database “{url.database}” at {url.host or 'the local server'}"


def make_engine(url: URL, busy_timeout: float) -> Engine:
    """Make an engine whose every driver exception comes out as a StoreError."""
    engine = _sqlite(url, busy_timeout) if url.drivername == "sqlite" else _postgres(url, busy_timeout)
    where = describe(url)

    @event.listens_for(engine, "handle_error")
    def translate(context: Any) -> None:
        original = context.original_exception
        if context.is_pre_ping:  # the pool makes another connection
            return
        if not isinstance(original, DigestsError):
            raise sentence_for(original, where) from original

    return engine


def _sqlite(url: URL, busy_timeout: float) -> Engine:
    path = Path(str(url.database))
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file in it.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {path.parent} can't be made: {error.strerror}.") from error
    engine = sa.create_engine(
        url,
        connect_args={"timeout": busy_timeout, "check_same_thread": False},
        poolclass=sa.pool.QueuePool,
        pool_size=8,
        max_overflow=-1,
    )

    @event.listens_for(engine, "connect")
    def settle(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun by `reading` and `writing` alone
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        # NORMAL: a power cut may undo the last commits but never harms the file, and articles can be
        # fetched again. What must not be lost once said done (a ledger of deliveries) needs FULL.
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA secure_delete = OFF")
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        cursor.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
        cursor.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT_PAGES}")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()

    return engine


def _postgres(url: URL, busy_timeout: float) -> Engine:
    milliseconds = max(1, round(busy_timeout * 1000))
    engine = sa.create_engine(
        url,
        pool_size=8,
        max_overflow=16,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5},
    )

    @event.listens_for(engine, "connect")
    def settle(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {milliseconds}")
            cursor.execute("SET timezone = 'UTC'")
            cursor.execute("SET jit = off")  # compiling takes longer than any question here
        connection.commit()

    return engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """Open a read-only transaction that sees one state of the database throughout."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            try:
                connection.exec_driver_sql("SELECT 1 FROM sqlite_schema LIMIT 1").close()  # the snapshot is now
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")
        return
    with engine.connect() as connection:
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with connection.execution_options(**options).begin():
            connection.exec_driver_sql("SELECT 1").close()
            yield connection


@contextmanager
def transaction(engine: Engine, lock: int | None = _LOCK) -> Iterator[Connection]:
    """Open the one writer's transaction; commit on leaving, roll back on any exception.

    `lock`: which writer, on PostgreSQL, None: one of many, who lock rows; SQLite has one for the whole file.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
        return
    with engine.begin() as connection:
        if lock is not None:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({lock:d})")
        yield connection


def _roll_back(connection: Connection) -> None:
    """Undo, unless SQLite has done so by itself (as it does on a full disk)."""
    driver: Any = connection.connection.dbapi_connection
    if driver is not None and driver.in_transaction:
        try:
            connection.exec_driver_sql("ROLLBACK")
        except (SQLAlchemyError, DigestsError):
            connection.invalidate()
