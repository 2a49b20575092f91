"""Keeping the full-text index: FTS5 on SQLite."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from digests.store.search_words import Wanted


def index(connection: sa.Connection, rows: Sequence[tuple[int, str, str, int]]) -> None:
    """Add articles (key, title, text, outlet's id), in order of their keys."""
    connection.exec_driver_sql(
        "INSERT INTO article_fts (rowid, title, text, mark) VALUES (?, ?, ?, ?)",
        [(key, title, text, f"outlet{number}") for key, title, text, number in rows],
    )


def unindex(connection: sa.Connection, rows: Sequence[int]) -> None:
    """Take articles out; they must still be stored, for FTS5 reads their words again."""
    connection.exec_driver_sql("DELETE FROM article_fts WHERE rowid = ?", [(row,) for row in sorted(rows)])


def match(wanted: Wanted) -> str:
    """Write a question in FTS5's language; every word is quoted, so that none is an operator."""
    text = " AND ".join(_phrase(phrase) for phrase in wanted.phrases)
    for phrase in wanted.without:
        text = f"({text}) NOT {_phrase(phrase)}"
    return f"{{title text}} : ({text})"


def _phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'


def rows_with(connection: sa.Connection, wanted: Wanted, first: int, end: int) -> list[int]:
    """Find the articles between two keys (end exclusive) that have what is wanted."""
    if not wanted.phrases:
        return []
    return list(connection.exec_driver_sql(
        "SELECT rowid FROM article_fts WHERE article_fts MATCH ? AND rowid >= ? AND rowid < ?",
        (match(wanted), first, end),
    ).scalars())
