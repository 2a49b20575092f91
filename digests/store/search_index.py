"""The full-text index: which engine's, and the words it holds, kept for correcting typing mistakes."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import sqlalchemy as sa

from digests.store import fts5, tsvector
from digests.store.search_words import Wanted

_EVERYTHING = 1 << 31


def _of(connection: sa.Connection) -> ModuleType:
    return fts5 if connection.dialect.name == "sqlite" else tsvector


def index(connection: sa.Connection, rows: Sequence[tuple[int, str, str, int]]) -> None:
    """Add articles (key, title, text, outlet's id), in order of their keys."""
    _of(connection).index(connection, rows)


def unindex(connection: sa.Connection, rows: Sequence[int]) -> None:
    """Take articles out, while they are still stored."""
    _of(connection).unindex(connection, rows)


def newest(connection: sa.Connection, wanted: Wanted, first: int, end: int, limit: int = _EVERYTHING,
           offset: int = 0) -> list[int]:
    """Find the articles from key `first` to before `end` that have what is wanted, newest first."""
    if not wanted.phrases:
        return []
    found: list[int] = _of(connection).newest(connection, wanted, first, end, limit, offset)
    return found
