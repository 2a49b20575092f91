"""Articles of a story for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digests.model import Article, Cited, Reading
from digests.store.base import StoredReading
from digests.text import split_sentences

NOON = datetime(2022, 7, 15, 12, tzinfo=UTC)


def stored(identity: str, text: str, title: str = "", hours: float = 0, reading: Reading | None = None,
           duplicate_of: str | None = None) -> StoredReading:
    """An article with its sentences, as the store gives it."""
    article = Article(identity, title, text, "Outlet " + identity, NOON + timedelta(hours=hours),
                      duplicate_of=duplicate_of)
    return StoredReading(article, reading or Reading(sentences=tuple(split_sentences(text))), {})


def cited(text: str) -> Cited:
    """A sentence that is an article of its own."""
    return Cited(text, stored("x", text).article.card, 0, len(text))
