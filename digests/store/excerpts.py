"""The stretch of an article's text that shows best why it was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from digests.model import ArticleCard, Cited, Span
from digests.store.cards import chunks
from digests.store.packing import unpack_sentences
from digests.store.schema import article_text
from digests.store.search_words import Phrase, words_in

LONGEST = 400  # characters
_BEFORE = 120  # of a long stretch, characters kept before the first word found


def excerpts(connection: sa.Connection, cards: Mapping[int, ArticleCard],
             phrases: Sequence[Phrase]) -> dict[int, Cited]:
    """Cite a stretch of each article (by key); those found by their title alone are left out."""
    found: dict[int, Cited] = {}
    question = sa.select(article_text.c.article_row, article_text.c.text, article_text.c.reading)
    for part in chunks(cards):
        for row, text, reading in connection.execute(question.where(article_text.c.article_row.in_(part))):
            span = best_stretch(text, unpack_sentences(reading) or [Span(0, len(text))], phrases)
            if span is not None:
                found[row] = Cited(text[span.start:span.end], cards[row], span.start, span.end)
    return found


def best_stretch(text: str, sentences: Iterable[Span], phrases: Sequence[Phrase]) -> Span | None:
    """Choose the first sentence that holds most of the phrases, cut to ``LONGEST`` if it is long."""
    wanted = [" ".join(phrase) for phrase in phrases]
    best: Span | None = None
    most = 0
    for span in sentences:
        inside = " " + " ".join(words_in(text[span.start:span.end])) + " "
        count = sum(f" {phrase} " in inside for phrase in wanted)
        if count > most:
            best, most = span, count
            if count == len(wanted):
                break
    return None if best is None else _cut(text, best, wanted)


def _cut(text: str, span: Span, wanted: Sequence[str]) -> Span:
    """Cut a long sentence at spaces, around the first phrase in it."""
    if span.end - span.start <= LONGEST:
        return span
    lower = text[span.start:span.end].lower()
    if len(lower) != span.end - span.start:  # a letter whose lower case is two: places would not agree
        lower = ""
    first = min((at for at in (lower.find(phrase) for phrase in wanted) if at >= 0), default=0)
    start = span.start
    if first > _BEFORE:
        space = text.find(" ", span.start + first - _BEFORE, span.start + first)
        start = space + 1 if space >= 0 else span.start + first
    end = min(start + LONGEST, span.end)
    if end < span.end:
        space = text.rfind(" ", start, end)
        end = space if space > start else end
    return Span(start, end)
