"""One story in full: what happened, how it developed, who said what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

from digests.answers import Development, Found, SpokenLine, StoryChoices, StoryPage
from digests.editions.compose import Material
from digests.editions.numbering import Numbering
from digests.model import Entity, Kind, Scope, SearchQuery, Window
from digests.people.names import fold
from digests.people.quotations import gather
from digests.questions.material import materials
from digests.questions.who import find_name, numbered
from digests.store.base import Queries, StoredReading, StoryBrief
from digests.summaries.extractive import summarise

EVER = Window(datetime(1957, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))
_SEARCHED = 60  # hits looked at for their stories
_CHOICES = 8
_SAID = 6
_PEOPLE = 8


def story(queries: Queries, asked: str) -> StoryPage | StoryChoices:
    """Find the one story that fits (``#12``: by id), or the choices."""
    if (number := numbered(asked)) is not None:
        return _page(queries, number) or StoryChoices(asked, (), queries.totals())
    ids = fitting(queries, asked)
    if not ids:
        finding = find_name(queries, asked)
        ids = (
            [brief.id for brief in queries.stories_of(finding.entity.id, limit=_CHOICES)]
            if isinstance(finding, Found)
            else []
        )
    if len(ids) == 1:
        return _page(queries, ids[0]) or StoryChoices(asked, (), queries.totals())
    return StoryChoices(asked, tuple(_brief(queries, ids[:_CHOICES])), queries.totals())


def fitting(queries: Queries, asked: str) -> list[int]:
    """List the stories whose articles match the words, most matching articles first."""
    words = tuple(fold(asked).split())
    if not words:
        return []
    hits = queries.search(SearchQuery(words=words), limit=_SEARCHED).hits
    counts: dict[int, int] = defaultdict(int)
    for hit in hits:
        key = queries.story_of(hit.article.id)
        if key is not None:
            counts[key] += 1 + 2 * (set(words) <= set(fold(hit.article.title).split()))
    return sorted(counts, key=lambda key: (-counts[key], key))


def _brief(queries: Queries, ids: Sequence[int]) -> list[StoryBrief]:
    known = queries.stories(ids)
    return [
        StoryBrief(
            s.id,
            s.headline,
            s.first_seen,
            s.last_seen,
            len(s.articles),
            len({c.outlet for c in s.articles if c.duplicate_of is None}),
            s.last_seen,
        )
        for s in (known[key] for key in ids if key in known)
    ]


def _page(queries: Queries, story_id: int) -> StoryPage | None:
    material = next(iter(materials(queries, [story_id], Scope(), EVER, with_quotes=True)), None)
    if material is None:
        return None
    numbers = Numbering()
    lines = tuple(map(numbers.line, summarise(material.readings, sentences=3)))
    told = [line.cited.text for line in lines]
    developments = _developments(material.readings, told, numbers)
    said = _said(material, numbers)
    return StoryPage(material.story, lines, developments, said, numbers.citations, _people(queries, material.readings))


def _developments(readings: Sequence[StoredReading], told: list[str], numbers: Numbering) -> tuple[Development, ...]:
    """Say for each UTC day what its articles tell that was not told before."""
    days: dict[datetime, list[StoredReading]] = defaultdict(list)
    for stored in sorted(readings, key=lambda s: s.article.published_at):
        days[stored.article.published_at.replace(hour=0, minute=0, second=0, microsecond=0)].append(stored)
    found = []
    for day, mine in sorted(days.items()):
        fresh = summarise(mine, sentences=1, avoid=told) if len(days) > 1 else []
        told += [cited.text for cited in fresh]
        found.append(Development(day, tuple(map(numbers.line, fresh)), tuple(s.article.card for s in mine)))
    return tuple(found)


def _said(material: Material, numbers: Numbering) -> tuple[SpokenLine, ...]:
    """List who said what, each quotation once, oldest first."""
    names = material.speakers or {}
    kept = [q.quote for q in gather(material.quotes) if q.quote.entity_id in names][:_SAID]
    kept.sort(key=lambda q: (q.cited.article.published_at, q.cited.start))
    return tuple(numbers.spoken(q.cited, names[q.entity_id], q.cue) for q in kept)


def _people(queries: Queries, readings: Sequence[StoredReading]) -> tuple[tuple[Entity, int], ...]:
    """Count the people of a story by the articles that name them."""
    counts: dict[int, int] = defaultdict(int)
    for stored in readings:
        for key in {key for (kind, _), key in stored.entities.items() if kind is Kind.PERSON}:
            counts[key] += 1
    known = queries.entities(counts)
    ordered = sorted(known.values(), key=lambda e: (-counts[e.id], e.name))
    return tuple((entity, counts[entity.id]) for entity in ordered[:_PEOPLE])
