"""Copy a database while it is in use."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import Engine

from digests.errors import StoreError
from digests.store.engine import snapshot
from digests.store.faults import sentence_for

_PAGES_AT_ONCE = 4_000  # 16 MB; a writer may come in between two steps


def backup(engine: Engine, target: Path) -> None:
    """See ``Store.backup``; the copy gets its name only when it is whole, and never takes another file's place."""
    if engine.dialect.name != "sqlite":
        address = engine.url.set(drivername="postgresql")._replace(password=None).render_as_string()
        raise StoreError(
            "PostgreSQL has its own tool; run: "
            f"pg_dump --format=custom --file={shlex.quote(str(target))} {shlex.quote(address)}"
        )
    if target.exists():
        raise StoreError(f"{target} exists already; name a new file.")
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        _copy(engine, partial)
        partial.rename(target)
    except OSError as error:
        raise StoreError(f"{target} can't be written: {error.strerror}.") from error
    except sqlite3.Error as error:
        raise sentence_for(error, str(target)) from error
    finally:
        _discard(partial)


def _copy(engine: Engine, partial: Path) -> None:
    with snapshot(engine) as connection, closing(sqlite3.connect(partial)) as copy:
        source = connection.connection.dbapi_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(copy, pages=_PAGES_AT_ONCE)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it


def _discard(partial: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        partial.with_name(partial.name + end).unlink(missing_ok=True)
