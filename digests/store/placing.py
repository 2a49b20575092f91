"""Storing articles with all that was read in them, many at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digests.store.articles import url_key
from digests.store.base import Arrival
from digests.store.cards import chunks
from digests.store.columns import COUNTER_BITS, first_row, microseconds, plain, short_key
from digests.store.packing import pack_entities
from digests.store.parts import Placed, insert_parts
from digests.store.removing import Removed, recount, remove
from digests.store.rows import insert_many, next_number
from digests.store.schema import article, entity, outlet, story
from digests.store.search_index import index
from digests.store.vocabulary import Vocabulary

Found = tuple[Arrival, frozenset[int]]  # with the entities in it


class Placing:
    """Storing within one transaction: the keys, sequences and outlets it has given out."""

    def __init__(self, connection: sa.Connection, vocabulary: Vocabulary) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._sequence = 0
        self._last: dict[int, int] = {}  # the first key of a second → the last one in use
        self._outlets: dict[str, int] = {}

    def put(self, found: Sequence[Found]) -> None:
        """Store or replace these articles; ids are distinct."""
        connection = self._connection
        removed = remove(connection, [arrival.article.id for arrival, _ in found])
        self._meet_outlets([arrival.article.outlet for arrival, _ in found])
        placed = self._placed(found, removed)
        kinds = self._kinds({number for one in placed for number in one.entities})
        insert_many(connection, article, article.c.keys(), [_article_row(one, kinds) for one in placed])
        insert_parts(connection, placed)
        index(connection, [
            (one.row, one.arrival.article.title, one.arrival.article.text, one.outlet_id) for one in placed])
        self._vocabulary.add(connection, (
            text for arrival, _ in found for text in (arrival.article.title, arrival.article.text)))
        _count_outlets(connection, placed)
        _date_stories(connection, placed)
        if removed.rows:
            _keep_leads(connection, removed, placed)
            recount(connection, removed)

    def _placed(self, found: Sequence[Found], removed: Removed) -> list[Placed]:
        """Number the articles; in order of their keys, which all tables and indexes like best."""
        rows = self._keys([arrival for arrival, _ in found], removed)
        self._sequence = self._sequence or next_number(self._connection, article.c.sequence)
        placed = []
        for row, (arrival, entities) in zip(rows, found, strict=True):
            outlet_id = self._outlets[short_key(arrival.article.outlet)]
            placed.append(Placed(row, arrival, entities, outlet_id, self._sequence))
            self._sequence += 1
        return sorted(placed, key=lambda one: one.row)

    def _keys(self, arrivals: Sequence[Arrival], removed: Removed) -> list[int]:
        """Give each article the next free key of its second; one stored before keeps its key if it may."""
        bases = [first_row(one.article.published_at) for one in arrivals]
        kept: dict[str, int] = {}
        for base, one in zip(bases, arrivals, strict=True):
            former = removed.rows.get(one.article.id)
            if former is not None and former >> COUNTER_BITS == base >> COUNTER_BITS:
                kept[one.article.id] = former
        self._look_up(bases)
        for former in kept.values():
            base = former >> COUNTER_BITS << COUNTER_BITS
            self._last[base] = max(self._last[base], former)
        return [
            kept[one.article.id] if one.article.id in kept else self._next_key(base)
            for base, one in zip(bases, arrivals, strict=True)
        ]

    def _look_up(self, bases: Sequence[int]) -> None:
        """Find the last key in use of each second; most have none, so the first keys are looked for at once."""
        for part in chunks(base for base in bases if base not in self._last):
            taken = set(self._connection.execute(
                sa.select(article.c.row).where(article.c.row.in_(part))).scalars())
            for base in part:
                self._last[base] = self._last_in(base) if base in taken else base - 1

    def _last_in(self, base: int) -> int:
        question = sa.select(sa.func.max(article.c.row)).where(
            article.c.row >= base, article.c.row < base + (1 << COUNTER_BITS))
        last: int | None = self._connection.execute(question).scalar()
        return base - 1 if last is None else last

    def _next_key(self, base: int) -> int:
        """Give the next key of a second; a second with a million articles goes on in the next."""
        while True:
            if base not in self._last:
                self._last[base] = self._last_in(base)
            key = self._last[base] + 1
            if key < base + (1 << COUNTER_BITS):
                self._last[base] = key
                return key
            base += 1 << COUNTER_BITS

    def _meet_outlets(self, named: Sequence[str]) -> None:
        """Find or make these outlets."""
        names = {short_key(name): name for name in named}
        for part in chunks(key for key in names if key not in self._outlets):
            found = self._connection.execute(
                sa.select(outlet.c.key, outlet.c.id).where(outlet.c.key.in_(part)))
            self._outlets.update((key, number) for key, number in found)
        missing = [key for key in names if key not in self._outlets]
        if missing:
            start = next_number(self._connection, outlet.c.id)
            self._outlets.update((key, start + place) for place, key in enumerate(missing))
            self._connection.execute(sa.insert(outlet), [
                {"id": self._outlets[key], "key": key, "name": names[key], "folded": names[key].casefold(),
                 "articles": 0, "copies": 0}
                for key in missing
            ])

    def _kinds(self, numbers: set[int]) -> Mapping[int, int]:
        """Look up what kind each entity is."""
        return {
            number: kind
            for part in chunks(numbers)
            for number, kind in self._connection.execute(
                sa.select(entity.c.id, entity.c.kind).where(entity.c.id.in_(part)))
        }


def _article_row(placed: Placed, kinds: Mapping[int, int]) -> tuple[Any, ...]:
    """Give the values of the columns of ``article``, in their order."""
    one = placed.arrival.article
    entities = pack_entities((kinds[number], number) for number in placed.entities if number in kinds)
    return (
        placed.row, plain(one.id), placed.sequence, plain(one.title), placed.outlet_id, placed.arrival.story_id,
        microseconds(one.published_at), None if one.received_at is None else microseconds(one.received_at),
        _plain(one.url), None if one.url is None else url_key(one.url), _plain(one.author), _plain(one.language),
        one.date_basis.value, one.state_owned, plain(one.content_digest), _plain(one.duplicate_of), entities,
    )


def _plain(text: str | None) -> str | None:
    return None if text is None else plain(text)


def _count_outlets(connection: sa.Connection, placed: Sequence[Placed]) -> None:
    counts: dict[int, list[int]] = {}
    for one in placed:
        count = counts.setdefault(one.outlet_id, [0, 0])
        count[0] += 1
        count[1] += one.copy
    more = sa.update(outlet).where(outlet.c.id == sa.bindparam("o")).values(
        articles=outlet.c.articles + sa.bindparam("n"), copies=outlet.c.copies + sa.bindparam("c"))
    connection.execute(more, [{"o": o, "n": n, "c": c} for o, (n, c) in sorted(counts.items())])


def _date_stories(connection: sa.Connection, placed: Sequence[Placed]) -> None:
    """Widen the dates of the stories; the first article put into one leads it."""
    at: sa.BindParameter[datetime] = sa.bindparam("at")
    dated = sa.update(story).where(story.c.id == sa.bindparam("s")).values(
        first_seen=sa.case((story.c.first_seen < at, story.c.first_seen), else_=at),
        last_seen=sa.case((story.c.last_seen > at, story.c.last_seen), else_=at),
        headline=sa.case((story.c.lead.is_(None), sa.bindparam("title")), else_=story.c.headline),
        lead=sa.func.coalesce(story.c.lead, sa.bindparam("key")),
    )
    connection.execute(dated, [
        {"s": one.arrival.story_id, "at": one.arrival.article.published_at, "key": one.row,
         "title": one.arrival.article.title}
        for one in sorted(placed, key=lambda one: one.sequence)
    ])


def _keep_leads(connection: sa.Connection, removed: Removed, placed: Sequence[Placed]) -> None:
    """Let an article that led its story before it was replaced lead it still."""
    led = sa.update(story).where(story.c.id == sa.bindparam("s"), story.c.lead == sa.bindparam("former"))
    moved = [
        {"s": one.arrival.story_id, "former": removed.rows[one.arrival.article.id], "key": one.row,
         "title": one.arrival.article.title}
        for one in placed
        if removed.stories.get(one.arrival.article.id) == one.arrival.story_id
    ]
    if moved:
        connection.execute(led.values(lead=sa.bindparam("key"), headline=sa.bindparam("title")), moved)
