"""Drivers' exceptions → the sentences of ``digests.errors``. Nothing of a driver leaves the store."""

from __future__ import annotations

import sqlite3

from digests.errors import (
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreUnreachable,
)

# SQLite's primary result codes: https://www.sqlite.org/rescode.html
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FORBIDDEN = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH}


def sentence_for(error: BaseException, where: str) -> StoreError:
    """Say in one sentence what happened to the database `where` (never a secret in it)."""
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, where)
    if type(error).__module__.split(".")[0] != "psycopg":
        return StoreError(f"The database can't hold this value ({type(error).__name__}).")
    return _of_postgres(error, getattr(error, "sqlstate", None), where)


def _of_sqlite(error: sqlite3.Error, where: str) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _LOCKED:
        return StoreLocked(f"Another process is writing to {where}; try again in a moment.")
    if code == sqlite3.SQLITE_FULL:
        return StoreFull(f"There is no room left on the disk of {where}; nothing was changed.")
    if code in _DAMAGED:
        return StoreDamaged(f"{where} is damaged or is no database; restore a backup or choose another file.")
    if code in _FORBIDDEN:
        return StoreError(f"{where} can't be opened for writing; check the folder and its permissions.")
    if code == sqlite3.SQLITE_IOERR:
        return StoreFull(f"{where} can't be written: the disk is full or fails; nothing was changed.")
    return StoreError(f"The database refused: {error}.")


def _of_postgres(error: BaseException, state: str | None, where: str) -> StoreError:
    if state is None or state.startswith(("08", "57P")):
        return StoreUnreachable(f"No connection to {where}; check that the server runs and the address is right.")
    if state in {"55P03", "57014", "40P01"}:
        return StoreLocked(f"Another process is writing to {where}; try again in a moment.")
    if state in {"53100", "53200"}:
        return StoreFull(f"There is no room left on {where}; nothing was changed.")
    if state.startswith("XX"):
        return StoreDamaged(f"{where} is damaged; restore a backup.")
    if state.startswith("28"):
        return StoreUnreachable(f"{where} refused the user or password; check the database address.")
    if state in {"42501", "25006"}:
        return StoreError(f"The user of {where} may not write to it.")
    first_line = (str(error).splitlines() or [""])[0]
    return StoreError(f"The database refused: {first_line}.")
