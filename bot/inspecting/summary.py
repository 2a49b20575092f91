"""``inspect summary``: verbatim sentences of each group of articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.inspecting.article import article_of
from bot.inspecting.records import BadRecord, Record, Unreadable, optional, sentence
from digests.model import Article


def grouped(records: Iterable[Record | Unreadable], *, now: datetime) -> Iterator[Record | Unreadable]:
    """Gather records into ``{"id", "group", "articles"}``, in order of first appearance.

    A record that can't be read keeps its own place, as an error; the rest of its group goes on.
    """
    groups: dict[str, list[Article]] = {}
    places: list[str | Unreadable | Record] = []
    for record in records:
        if isinstance(record, Unreadable):
            places.append(record)
            continue
        try:
            article = article_of(record, now)
            group = optional(record, "group") or article.id
        except BadRecord as problem:
            places.append({"id": record.get("id"), "error": sentence(problem)})
            continue
        if group not in groups:
            places.append(group)
        groups.setdefault(group, []).append(article)
    for place in places:
        yield {"id": place, "group": place, "articles": groups[place]} if isinstance(place, str) else place


@dataclass(frozen=True, slots=True)
class Summary:
    """From a group to its summary; picklable, so that it crosses to workers."""

    sentences: int | None = None
    words: int | None = None

    def __call__(self, record: Record) -> Record:
        """Summarise one group; an error record passes through."""
        if "error" in record:
            return record
        from digests.reading.read import read
        from digests.store.base import StoredReading
        from digests.summaries.extractive import summarise

        read_ones = [StoredReading(article, read(article.text, article.title), {}) for article in record["articles"]]
        chosen = summarise(read_ones, sentences=self.sentences, words=self.words)
        return {
            "group": record["group"],
            "sentences": [{"text": c.text, "article": c.article.id, "start": c.start, "end": c.end} for c in chosen],
        }
