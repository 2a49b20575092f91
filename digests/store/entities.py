"""Questions about entities: by id, by key, and listed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from digests.model import Entity, Kind
from digests.store.cards import chunks
from digests.store.naming import KEY_LENGTH
from digests.store.packing import KIND_CODES, KINDS
from digests.store.schema import entity, entity_key, spelling

_AT_MOST = 200

ENTITY = (
    entity.c.id,
    entity.c.kind,
    entity.c.name,
    entity.c.articles,
    entity.c.first_seen,
    entity.c.last_seen,
)
MOST_FIRST = (entity.c.articles.desc(), entity.c.id)


def of_kinds(kinds: Iterable[Kind]) -> list[sa.ColumnElement[bool]]:
    """Give the condition that an entity is of one of these kinds; none given: any."""
    codes = [KIND_CODES[kind] for kind in kinds]
    return [entity.c.kind.in_(codes)] if codes else []


def made(connection: sa.Connection, rows: Iterable[Sequence[Any]]) -> list[Entity]:
    """Make entities of rows of ``ENTITY``, their spellings fetched, in the same order."""
    rows = list(rows)
    spellings: dict[int, list[str]] = defaultdict(list)
    for part in chunks(row[0] for row in rows):
        question = sa.select(spelling.c.entity_id, spelling.c.spelling).where(spelling.c.entity_id.in_(part))
        for number, text in connection.execute(question).all():
            spellings[number].append(text)
    return [
        Entity(number, KINDS[kind], name, _others(spellings.get(number, ()), name), articles, first, last)
        for number, kind, name, articles, first, last in rows
    ]


def _others(spellings: Iterable[str], name: str) -> tuple[str, ...]:
    return tuple(sorted(text for text in spellings if text != name))


def entities(connection: sa.Connection, ids: Iterable[int]) -> Mapping[int, Entity]:
    """See ``Queries.entities``."""
    rows = [
        row
        for part in chunks(ids)
        for row in connection.execute(sa.select(*ENTITY).where(entity.c.id.in_(part)))
    ]
    return {one.id: one for one in made(connection, rows)}


def by_key(connection: sa.Connection, keys: Iterable[str], kinds: Sequence[Kind]) -> Sequence[Entity]:
    """See ``Queries.entities_by_key``."""
    rows: dict[int, Sequence[Any]] = {}
    for part in chunks(key[:KEY_LENGTH] for key in keys):
        question = (
            sa.select(*ENTITY)
            .where(
                entity.c.id.in_(sa.select(entity_key.c.entity_id).where(entity_key.c.key.in_(part))),
                *of_kinds(kinds),
            )
            .order_by(*MOST_FIRST)
            .limit(_AT_MOST)
        )
        rows.update((row[0], row) for row in connection.execute(question).all())
    best = sorted(rows.values(), key=lambda row: (-row[3], row[0]))[:_AT_MOST]
    return made(connection, best)


def bearers(connection: sa.Connection, keys: Iterable[str]) -> Mapping[str, Sequence[Entity]]:
    """See ``Queries.bearers``."""
    ids: dict[str, list[int]] = defaultdict(list)
    for part in chunks(sorted({key[:KEY_LENGTH] for key in keys})):
        question = sa.select(entity_key.c.key, entity_key.c.entity_id).where(entity_key.c.key.in_(part))
        for key, number in connection.execute(question):
            ids[key].append(number)
    known = entities(connection, {number for found in ids.values() for number in found})
    return {key: [known[number] for number in found if number in known] for key, found in ids.items()}
