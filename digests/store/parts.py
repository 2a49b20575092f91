"""What hangs on an article, as rows: entities mentioned, quotations, roles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from digests.model import Kind
from digests.store.base import Arrival
from digests.store.columns import plain
from digests.store.packing import pack_reading
from digests.store.rows import insert_many
from digests.store.schema import article_entity, article_features, article_text, quote, role
from digests.text import fold

_PLACE_KINDS = (Kind.ORGANISATION, Kind.CRAFT, Kind.PLACE, Kind.OTHER)
_QUOTE = ("article_row", "place", "entity_id", "start", "end", "copy", "cue", "text", "folded")
_ROLE = ("article_row", "place", "entity_id", "role", "organisation", "organisation_id", "tenure", "start",
         "end", "text")


@dataclass(frozen=True, slots=True)
class Placed:
    """An arrival and the numbers it is stored under."""

    row: int
    arrival: Arrival
    entities: frozenset[int]
    outlet_id: int
    sequence: int

    @property
    def copy(self) -> bool:
        """Whether the article is a copy of another."""
        return self.arrival.article.duplicate_of is not None


def entities_in(arrival: Arrival) -> frozenset[int]:
    """Give the ids of the entities that the article mentions, by name or otherwise."""
    reading = arrival.reading
    names: set[tuple[Kind, str]] = {(mention.kind, mention.name) for mention in reading.mentions}
    names.update((reference.kind, reference.name) for reference in reading.references)
    names.update((one.speaker_kind or Kind.PERSON, one.speaker) for one in reading.quotes if one.speaker)
    for held in reading.roles:
        names.add((Kind.PERSON, held.person))
        if held.organisation is not None:
            names.add((Kind.ORGANISATION, held.organisation))
    found = map(arrival.entities.get, names)
    return frozenset(number for number in found if number is not None)


def insert_parts(connection: sa.Connection, placed: Sequence[Placed]) -> None:
    """Write what hangs on the articles, which are in order of their keys."""
    insert_many(connection, article_text, ("article_row", "text", "reading"), [
        (one.row, plain(one.arrival.article.text), pack_reading(one.arrival.reading, one.arrival.entities))
        for one in placed
    ])
    insert_many(connection, article_features, ("article_row", "features"), [
        (one.row, one.arrival.features) for one in placed])
    insert_many(connection, article_entity, ("entity_id", "article_row", "copy"), sorted(
        (number, one.row, one.copy) for one in placed for number in one.entities))
    insert_many(connection, quote, _QUOTE, [values for one in placed for values in _quotes(one)])
    insert_many(connection, role, _ROLE, [values for one in placed for values in _roles(one)])


def _quotes(placed: Placed) -> Iterator[tuple[Any, ...]]:
    """Make rows of the quotations whose speaker has an entity."""
    article, entities = placed.arrival.article, placed.arrival.entities
    title = ""
    for place, spoken in enumerate(placed.arrival.reading.quotes):
        number = spoken.speaker and entities.get((spoken.speaker_kind or Kind.PERSON, spoken.speaker))
        if number:
            title = title or fold(article.title)
            text = article.text[spoken.start:spoken.end]
            cue = None if spoken.cue is None else plain(spoken.cue)
            yield (placed.row, place, number, spoken.start, spoken.end, placed.copy, cue, plain(text),
                   f" {fold(plain(text))}  {title} ")


def _roles(placed: Placed) -> Iterator[tuple[Any, ...]]:
    """Make rows of the roles whose person has an entity."""
    text, entities = placed.arrival.article.text, placed.arrival.entities
    for place, held in enumerate(placed.arrival.reading.roles):
        number = entities.get((Kind.PERSON, held.person))
        if number is None:
            continue
        where = held.organisation
        numbers = [entities.get((kind, where)) for kind in _PLACE_KINDS] if where is not None else []
        yield (placed.row, place, number, plain(held.role), None if where is None else plain(where),
               next((one for one in numbers if one is not None), None), held.tenure.value, held.start, held.end,
               plain(text[held.start:held.end]))
