"""The full-text index on PostgreSQL: words cut here, with their places, in a tsvector under a GIN index.

The server's parsers know addresses, paths and hyphens, which FTS5 does not; so that both engines find the
same, words come from ``search_words``. https://www.postgresql.org/docs/current/datatype-textsearch.html
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from digests.store.search_words import Phrase, Wanted, words_in

_LAST_PLACE = 16_383  # a tsvector knows no later one
_BETWEEN = 8  # places between title and text, for no phrase runs across
_MOST_BYTES = 600_000  # of words and places: a tsvector holds less than a megabyte
_BYTES_A_WORD = 8


def index(connection: sa.Connection, rows: Sequence[tuple[int, str, str, int]]) -> None:
    """Add articles (key, title, text, outlet's id)."""
    vectors = [_vector(title, text, outlet) for _, title, text, outlet in rows]
    connection.exec_driver_sql(
        "INSERT INTO article_fts (article_row, words) "
        "SELECT key, words::tsvector FROM unnest(%s::bigint[], %s::text[]) AS given (key, words)",
        ([row[0] for row in rows], vectors),
    )


def unindex(connection: sa.Connection, rows: Sequence[int]) -> None:
    """Take articles out."""
    connection.execute(sa.text("DELETE FROM article_fts WHERE article_row = :key"),
                       [{"key": row} for row in rows])


def newest(connection: sa.Connection, wanted: Wanted, first: int, end: int, limit: int, offset: int) -> list[int]:
    """Find the articles from key `first` to before `end` that have what is wanted, newest first."""
    # By the index on words alone: the planner does not know that looking into a row's words takes long.
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    question = sa.text(
        "WITH found AS MATERIALIZED (SELECT article_row FROM article_fts WHERE words @@ CAST(:wanted AS tsquery) "
        "AND article_row >= :first AND article_row < :end) "
        "SELECT article_row FROM found ORDER BY article_row DESC LIMIT :limit OFFSET :offset"
    )
    found = connection.execute(question, {
        "wanted": _expression(wanted), "first": first, "end": end, "limit": limit, "offset": offset,
    })
    return [row for row, in found.all()]


def _vector(title: str, text: str, outlet: int) -> str:
    """Write title and text as a tsvector; the outlet's mark is a lexeme that no text can have."""
    places: dict[str, list[int]] = {}
    room = _MOST_BYTES
    above = words_in(title)
    for start, words in ((1, above), (1 + len(above) + _BETWEEN, words_in(text))):
        for place, word in enumerate(words, start):
            if word not in places:
                room -= _BYTES_A_WORD + len(word.encode())
            room -= 2
            if room < 0:
                break
            places.setdefault(word, []).append(min(place, _LAST_PLACE))
    lexemes = [f"'{word}':{','.join(map(str, at))}" for word, at in places.items()]
    return " ".join([f"'={outlet}'", *lexemes])


def _expression(wanted: Wanted) -> str:
    """Write a question as a tsquery; words hold letters and digits alone, so nothing needs escaping."""
    parts = [_quoted(phrase) for phrase in wanted.phrases]
    if wanted.outlets:
        parts.append("(" + " | ".join(f"'={number}'" for number in wanted.outlets) + ")")
    parts += [f"!{_quoted(phrase)}" for phrase in wanted.without]
    return " & ".join(parts)


def _quoted(phrase: Phrase) -> str:
    return "(" + " <-> ".join(f"'{word}'" for word in phrase) + ")"
