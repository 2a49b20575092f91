"""Order search matches: words in the title, how much of the text is about them, how new.

bm25() of FTS5 and ts_rank() would each order in their own way, and bm25 reads every match of a word to
weigh it (p99 1.4 s at a million articles); this reads the newest few thousand texts alone, on both engines.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from digests.store.cards import chunks
from digests.store.columns import COUNTER_BITS, SECONDS_A_DAY
from digests.store.schema import article, article_text
from digests.store.search_words import Phrase

_TITLE = 2.0
_RECENCY = 1.5
_HALF_LIFE = 30.0  # days, counted from the newest match
_TYPICAL_LENGTH = 2_400  # characters
_SATURATION = 1.2  # k1 and b of BM25 (Robertson and Zaragoza 2009)
_BY_LENGTH = 0.6


def best_first(connection: sa.Connection, rows: Sequence[int], phrases: Sequence[Phrase]) -> list[int]:
    """Order matches (keys, newest first) by score, then by date."""
    if len(rows) < 2:
        return list(rows)
    needles = [" ".join(phrase) for phrase in phrases]
    question = sa.select(article.c.row, article.c.title, article_text.c.text).join_from(
        article, article_text, article_text.c.article_row == article.c.row)
    scores: dict[int, float] = {}
    for part in chunks(rows):
        for row, title, text in connection.execute(question.where(article.c.row.in_(part))):
            scores[row] = _score(title.lower(), text.lower(), needles) + _recency(rows[0], row)
    return sorted((row for row in rows if row in scores), key=lambda row: (-scores[row], -row))


def _score(title: str, text: str, needles: Sequence[str]) -> float:
    length = _SATURATION * (1 - _BY_LENGTH + _BY_LENGTH * len(text) / _TYPICAL_LENGTH)
    score = 0.0
    for needle in needles:
        count = text.count(needle)
        score += count / (count + length)
        if needle in title:
            score += _TITLE
    return score / len(needles)


def _recency(newest: int, row: int) -> float:
    days = ((newest - row) >> COUNTER_BITS) / SECONDS_A_DAY
    return _RECENCY / (1 + days / _HALF_LIFE)
