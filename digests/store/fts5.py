"""The full-text index on SQLite: FTS5 over the view ``article_words``, keyed (so ordered) by date.

https://www.sqlite.org/fts5.html
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from digests.store.columns import plain
from digests.store.search_words import Phrase, Wanted


def index(connection: sa.Connection, rows: Sequence[tuple[int, str, str, int]]) -> None:
    """Add articles (key, title, text, outlet's id), in order of their keys: FTS5 likes that best."""
    connection.exec_driver_sql(
        "INSERT INTO article_fts (rowid, title, text, mark) VALUES (?, ?, ?, ?)",
        [(key, plain(title), plain(text), f"outlet{number}") for key, title, text, number in rows],
    )


def unindex(connection: sa.Connection, rows: Sequence[int]) -> None:
    """Take articles out; they must still be stored, for FTS5 reads their words again."""
    connection.exec_driver_sql("DELETE FROM article_fts WHERE rowid = ?", [(row,) for row in sorted(rows)])


def newest(connection: sa.Connection, wanted: Wanted, first: int, end: int, limit: int, offset: int) -> list[int]:
    """Find the articles from key `first` to before `end` that have what is wanted, newest first."""
    found = connection.exec_driver_sql(
        "SELECT rowid FROM article_fts WHERE article_fts MATCH ? AND rowid >= ? AND rowid < ? "
        "ORDER BY rowid DESC LIMIT ? OFFSET ?",
        (_expression(wanted), first, end, limit, offset),
    )
    return [row for row, in found.all()]


def _expression(wanted: Wanted) -> str:
    """Write a question in FTS5's language; every word is quoted, so that none is an operator."""
    text = "{title text} : (" + " AND ".join(map(_quoted, wanted.phrases)) + ")"
    if wanted.outlets:
        marks = " OR ".join(f'"outlet{number}"' for number in wanted.outlets)
        text = f"{text} AND (mark : ({marks}))"
    if wanted.without:
        text = f"({text}) NOT ({{title text}} : (" + " OR ".join(map(_quoted, wanted.without)) + "))"
    return text


def _quoted(phrase: Phrase) -> str:
    return '"' + " ".join(phrase) + '"'
