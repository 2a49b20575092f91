"""The words of all articles, once each, for correcting typing mistakes by trigrams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from digests.store.cards import chunks
from digests.store.lookalikes import lookalikes
from digests.store.packing import trigrams
from digests.store.rows import insert_many, next_number
from digests.store.schema import word, word_trigram
from digests.store.search_words import words_in

_SHORTEST, _LONGEST = 3, 30
_NEAREST = 100
_REMEMBERED = 200_000


def correctable(text: str) -> bool:
    """Tell whether a folded word is one that can be mistyped: letters alone, not too short or long."""
    return _SHORTEST <= len(text) <= _LONGEST and text.isalpha()


class Vocabulary:
    """Adds new words; remembers, between transactions, many pieces of text whose words are there already."""

    def __init__(self) -> None:
        self._there: set[str] = set()
        self._added: set[str] = set()

    def add(self, connection: sa.Connection, texts: Iterable[str]) -> None:
        """Add the words of these texts."""
        # Cut at spaces first and drop what was met before, punctuation and all: a tenth of the time.
        pieces = {piece for text in texts for piece in set(text.split()) - self._there} - self._added
        words = sorted(set(filter(correctable, words_in(" ".join(pieces)))))
        missing = dict.fromkeys(words)
        for part in chunks(words):
            for found in connection.execute(sa.select(word.c.word).where(word.c.word.in_(part))).scalars():
                del missing[found]
        if missing:
            first = next_number(connection, word.c.id)
            numbered = list(enumerate(missing, first))
            insert_many(connection, word, ("id", "word"), numbered)
            insert_many(connection, word_trigram, ("trigram", "word_id"), sorted(
                (trigram, number) for number, one in numbered for trigram in trigrams(one)))
        self._added |= pieces

    def commit(self) -> None:
        """Remember what was added, now that it is stored."""
        if len(self._there) + len(self._added) > _REMEMBERED:
            self._there = set()
        self._there |= self._added
        self._added = set()

    def forget(self) -> None:
        """Drop what was added, for the transaction was undone."""
        self._added = set()


def corrections(connection: sa.Connection, words: Iterable[str]) -> Mapping[str, str]:
    """Give the nearest word in the articles for each one that occurs nowhere; none near: left out."""
    asked = {one for one in words if correctable(one)}
    for part in chunks(asked):
        asked -= set(connection.execute(sa.select(word.c.word).where(word.c.word.in_(part))).scalars())
    nearest = {one: _nearest(connection, one) for one in sorted(asked)}
    return {typed: meant for typed, meant in nearest.items() if meant is not None}


def _nearest(connection: sa.Connection, typed: str) -> str | None:
    from rapidfuzz.distance import OSA

    near = lookalikes(connection, word_trigram, word_trigram.c.word_id, sorted(trigrams(typed)), _NEAREST)
    most = 1 if len(typed) < 5 else 2 if len(typed) < 9 else 3
    candidates = connection.execute(sa.select(word.c.id, word.c.word).where(word.c.id.in_(near))).all()
    distances = sorted(
        (OSA.distance(typed, one, score_cutoff=most), number, one) for number, one in candidates)
    return distances[0][2] if distances and distances[0][0] <= most else None
