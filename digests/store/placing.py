"""Storing articles with all that was read in them, many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digests.model import Article, Kind, Role
from digests.store.articles import url_key
from digests.store.base import Arrival
from digests.store.cards import chunks
from digests.store.columns import COUNTER_BITS, first_row, short_key
from digests.store.packing import pack_entities, pack_reading
from digests.store.removing import Removed, recount, remove
from digests.store.rows import next_number
from digests.store.schema import (
    article,
    article_entity,
    article_features,
    article_text,
    outlet,
    quote,
    role,
    story,
)
from digests.store.search_index import index
from digests.store.vocabulary import Vocabulary
from digests.text import fold

_PLACE_KINDS = (Kind.ORGANISATION, Kind.CRAFT, Kind.PLACE, Kind.OTHER)


def names_in(arrival: Arrival) -> Iterator[tuple[Kind, str]]:
    """Give each (kind, name) that the reading mentions."""
    reading = arrival.reading
    for mention in reading.mentions:
        yield mention.kind, mention.name
    for reference in reading.references:
        yield reference.kind, reference.name
    for spoken in reading.quotes:
        if spoken.speaker is not None:
            yield spoken.speaker_kind or Kind.PERSON, spoken.speaker
    for held in reading.roles:
        yield Kind.PERSON, held.person
        if held.organisation is not None:
            yield Kind.ORGANISATION, held.organisation


def entities_in(arrival: Arrival) -> dict[int, Kind]:
    """Give the ids of the entities that the article mentions, with their kinds."""
    found = {}
    for kind, name in dict.fromkeys(names_in(arrival)):
        number = arrival.entities.get((kind, name))
        if number is not None:
            found[number] = kind
    return found


class Placing:
    """Storing within one transaction: the keys, sequences and outlets it has given out."""

    def __init__(self, connection: sa.Connection, vocabulary: Vocabulary) -> None:
        self._connection = connection
        self._vocabulary = vocabulary
        self._sequence = 0
        self._last_keys: dict[int, int] = {}
        self._outlets: dict[str, int] = {}

    def put(self, arrivals: Sequence[Arrival]) -> None:
        """Store or replace these articles; ids are distinct."""
        connection = self._connection
        removed = remove(connection, [one.article.id for one in arrivals])
        self._meet_outlets([one.article for one in arrivals])
        rows = self._keys(arrivals, removed)
        ordered = sorted(zip(rows, arrivals, strict=True), key=lambda pair: pair[0])
        self._sequence = self._sequence or next_number(connection, article.c.sequence)
        sequences = {row: self._sequence + place for place, row in enumerate(rows)}
        self._sequence += len(rows)
        _insert(connection, article, [
            _article_row(row, one, sequences[row], self._outlets[short_key(one.article.outlet)])
            for row, one in ordered
        ])
        _insert_parts(connection, ordered)
        index(connection, [
            (row, one.article.title, one.article.text, self._outlets[short_key(one.article.outlet)])
            for row, one in ordered
        ])
        self._vocabulary.add(connection, (
            text for one in arrivals for text in (one.article.title, one.article.text)))
        self._count(ordered)
        if removed.rows:
            _keep_leads(connection, removed, ordered)
            recount(connection, removed)

    def _keys(self, arrivals: Sequence[Arrival], removed: Removed) -> list[int]:
        """Give each article the next free key of its second; one stored before keeps its key if it may."""
        bases = [first_row(one.article.published_at) for one in arrivals]
        for part in chunks(base for base in bases if base not in self._last_keys):
            taken = set(self._connection.execute(
                sa.select(article.c.row).where(article.c.row.in_(part))).scalars())
            for base in part:
                self._last_keys[base] = self._last_in(base) if base in taken else base - 1
        keys = []
        for base, one in zip(bases, arrivals, strict=True):
            former = removed.rows.get(one.article.id)
            if former is not None and former >> COUNTER_BITS == base >> COUNTER_BITS:
                keys.append(former)
            else:
                self._last_keys[base] += 1
                keys.append(self._last_keys[base])
        return keys

    def _last_in(self, base: int) -> int:
        """Find the last key in use in this second (and what follows without a gap, when it is full)."""
        end = base + (1 << COUNTER_BITS)
        last: int = self._connection.execute(
            sa.select(sa.func.max(article.c.row)).where(article.c.row >= base, article.c.row < end)
        ).scalar_one()
        return last

    def _meet_outlets(self, articles: Sequence[Article]) -> None:
        """Find or make the outlets of these articles."""
        names = {short_key(one.outlet): one.outlet for one in articles}
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

    def _count(self, ordered: Sequence[tuple[int, Arrival]]) -> None:
        """Count the articles at their outlets; date their stories, the first one leads."""
        outlets: dict[int, list[int]] = {}
        for _, one in ordered:
            counts = outlets.setdefault(self._outlets[short_key(one.article.outlet)], [0, 0])
            counts[0] += 1
            counts[1] += one.article.duplicate_of is not None
        more = sa.update(outlet).where(outlet.c.id == sa.bindparam("o")).values(
            articles=outlet.c.articles + sa.bindparam("n"), copies=outlet.c.copies + sa.bindparam("c"))
        self._connection.execute(more, [{"o": o, "n": n, "c": c} for o, (n, c) in sorted(outlets.items())])
        at: sa.BindParameter[datetime] = sa.bindparam("at")
        dated = sa.update(story).where(story.c.id == sa.bindparam("s")).values(
            first_seen=sa.case((story.c.first_seen < at, story.c.first_seen), else_=at),
            last_seen=sa.case((story.c.last_seen > at, story.c.last_seen), else_=at),
            headline=sa.case((story.c.lead.is_(None), sa.bindparam("title")), else_=story.c.headline),
            lead=sa.func.coalesce(story.c.lead, sa.bindparam("key")),
        )
        self._connection.execute(dated, [
            {"s": one.story_id, "at": one.article.published_at, "key": row, "title": one.article.title}
            for row, one in ordered
        ])


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(sa.insert(table), rows)


def _article_row(row: int, arrival: Arrival, sequence: int, outlet_id: int) -> dict[str, Any]:
    one = arrival.article
    return {
        "row": row, "id": one.id, "sequence": sequence, "title": one.title, "outlet_id": outlet_id,
        "story_id": arrival.story_id, "published_at": one.published_at, "received_at": one.received_at,
        "url": one.url, "url_key": None if one.url is None else url_key(one.url), "author": one.author,
        "language": one.language, "date_basis": one.date_basis.value, "state_owned": one.state_owned,
        "content_digest": one.content_digest, "duplicate_of": one.duplicate_of,
        "entities": pack_entities((kind, number) for number, kind in entities_in(arrival).items()),
    }


def _insert_parts(connection: sa.Connection, ordered: Sequence[tuple[int, Arrival]]) -> None:
    """Write what hangs on the articles."""
    _insert(connection, article_text, [
        {"article_row": row, "text": one.article.text, "reading": pack_reading(one.reading, one.entities)}
        for row, one in ordered
    ])
    _insert(connection, article_features, [
        {"article_row": row, "features": one.features} for row, one in ordered])
    _insert(connection, article_entity, [
        {"entity_id": number, "article_row": row, "copy": one.article.duplicate_of is not None}
        for row, one in ordered
        for number in entities_in(one)
    ])
    _insert(connection, quote, [values for row, one in ordered for values in _quotes(row, one)])
    _insert(connection, role, [
        values
        for row, one in ordered
        for place, held in enumerate(one.reading.roles)
        for values in _role(row, one, place, held)
    ])


def _quotes(row: int, arrival: Arrival) -> Iterator[dict[str, Any]]:
    """Make rows of the quotations whose speaker has an entity; spans are met once."""
    title = fold(arrival.article.title)
    met = set()
    for spoken in arrival.reading.quotes:
        if spoken.speaker is None:
            continue
        number = arrival.entities.get((spoken.speaker_kind or Kind.PERSON, spoken.speaker))
        if number is None or (number, spoken.start) in met:
            continue
        met.add((number, spoken.start))
        text = arrival.article.text[spoken.start:spoken.end]
        yield {
            "entity_id": number, "article_row": row, "start": spoken.start, "end": spoken.end,
            "copy": arrival.article.duplicate_of is not None, "cue": spoken.cue, "text": text,
            "folded": f" {fold(text)}  {title} ",
        }


def _role(row: int, arrival: Arrival, place: int, held: Role) -> Iterator[dict[str, Any]]:
    """Make the row of a role whose person has an entity."""
    number = arrival.entities.get((Kind.PERSON, held.person))
    if number is None:
        return
    where = held.organisation
    numbers = (arrival.entities.get((kind, where)) for kind in _PLACE_KINDS) if where is not None else ()
    yield {
        "entity_id": number, "article_row": row, "place": place, "role": held.role, "organisation": where,
        "organisation_id": next((one for one in numbers if one is not None), None),
        "tenure": held.tenure.value, "start": held.start, "end": held.end,
        "text": arrival.article.text[held.start:held.end],
    }


def _keep_leads(connection: sa.Connection, removed: Removed, ordered: Sequence[tuple[int, Arrival]]) -> None:
    """Let an article that led its story before it was replaced lead it still."""
    led = sa.update(story).where(story.c.id == sa.bindparam("s"), story.c.lead == sa.bindparam("former"))
    moved = [
        {"s": one.story_id, "former": removed.rows[one.article.id], "key": row, "title": one.article.title}
        for row, one in ordered
        if removed.stories.get(one.article.id) == one.story_id
    ]
    if moved:
        connection.execute(led.values(lead=sa.bindparam("key"), headline=sa.bindparam("title")), moved)
