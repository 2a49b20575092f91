"""Order search matches: words in the title, how much of the text is about them, how new.

bm25() of FTS5 and ts_rank() would each order in their own way, and bm25 reads every match of a word to
weigh it (p99 1.4 s at a million articles); this reads the newest few thousand texts alone, on both engines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from digests.store.cards import chunks
from digests.store.columns import COUNTER_BITS, SECONDS_A_DAY
from digests.store.schema import article, article_text
from digests.store.search_words import Phrase

_READ = 400  # texts
_TITLE = 2.0
_RECENCY = 1.5
_HALF_LIFE = 30.0  # days, counted from the newest match
_TYPICAL_LENGTH = 2_400  # characters
_SATURATION = 1.2  # k1 and b of BM25 (Robertson and Zaragoza 2009)
_BY_LENGTH = 0.6


def best_first(connection: sa.Connection, rows: Sequence[int], phrases: Sequence[Phrase]) -> list[int]:
    """Order matches (keys, newest first) by score, then by date; texts are read of the most promising alone."""
    if len(rows) < 2:
        return list(rows)
    needles = [" ".join(phrase) for phrase in phrases]
    scores = {
        row: _TITLE * _share(title.lower(), needles) + _recency(rows[0], row)
        for row, title in _fetched(connection, rows, article.c.row, article.c.title)
    }
    promising = _ordered(scores)
    read = promising[:_READ]
    for row, text in _fetched(connection, read, article_text.c.article_row, article_text.c.text):
        scores[row] += _density(text.lower(), needles)
    return _ordered({row: scores[row] for row in read}) + promising[_READ:]


def _ordered(scores: Mapping[int, float]) -> list[int]:
    return sorted(scores, key=lambda row: (-scores[row], -row))


def _fetched(connection: sa.Connection, rows: Sequence[int], key: sa.Column[int],
             column: sa.Column[str]) -> list[tuple[int, str]]:
    return [
        (row, text)
        for part in chunks(rows)
        for row, text in connection.execute(sa.select(key, column).where(key.in_(part))).all()
    ]


def _share(title: str, needles: Sequence[str]) -> float:
    return sum(needle in title for needle in needles) / len(needles)


def _density(text: str, needles: Sequence[str]) -> float:
    """Give how much of the text is about the words, 0 to 1: the term frequency part of BM25."""
    length = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * len(text) / _TYPICAL_LENGTH)
    counts = [text.count(needle) for needle in needles]
    return sum(count / (count + length) for count in counts) / len(needles)


def _recency(newest: int, row: int) -> float:
    days = ((newest - row) >> COUNTER_BITS) / SECONDS_A_DAY
    return _RECENCY / (1 + days / _HALF_LIFE)
