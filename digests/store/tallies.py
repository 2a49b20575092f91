"""Counts over many articles at once: who is in the news, who with whom.

Each article keeps its entities in one packed column, so that a window of articles is one range of
rows, counted here with numpy: a month of 28,000 articles in a tenth of the time that SQL would take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digests.model import Entity, Kind, Window
from digests.store.articles import published_within
from digests.store.cards import chunks
from digests.store.entities import ENTITY, MOST_FIRST, entities, made
from digests.store.packing import KIND_BITS, KIND_CODES, KIND_MASK, packed_kinds
from digests.store.schema import article, article_entity, entity


def mention_counts(connection: sa.Connection, window: Window, kinds: Sequence[Kind],
                   limit: int) -> Mapping[int, tuple[int, int]]:
    """See ``Queries.mention_counts``; most articles first."""
    question = sa.select(article.c.outlet_id, article.c.entities).where(
        *published_within(window.start, window.end), article.c.duplicate_of.is_(None))
    counted = _tally(connection.execute(question).all(), kinds)
    return dict(counted[:limit])


def _tally(rows: Sequence[Sequence[Any]], kinds: Sequence[Kind]) -> list[tuple[int, tuple[int, int]]]:
    """Count rows of (group, packed entities): (id, (rows, distinct groups)) of each entity of these kinds.

    Most rows first. The pairs are counted by sorting them all at once.
    """
    import numpy as np

    packed = np.frombuffer(b"".join(row[1] for row in rows), dtype="<u4").astype(np.uint64)
    groups = np.repeat(np.fromiter((row[0] for row in rows), np.uint64, len(rows)),
                       np.fromiter((len(row[1]) // 4 for row in rows), np.int64, len(rows)))
    wanted = np.isin(packed & np.uint64(KIND_MASK), sorted(packed_kinds(kinds or tuple(Kind))))
    pairs, counts = np.unique(packed[wanted] << np.uint64(32) | groups[wanted], return_counts=True)
    if not len(pairs):
        return []
    entities_of_pairs = pairs >> np.uint64(32)
    starts = np.flatnonzero(np.r_[True, entities_of_pairs[1:] != entities_of_pairs[:-1]])
    numbers = entities_of_pairs[starts] >> np.uint64(KIND_BITS)
    articles = np.add.reduceat(counts, starts)
    distinct = np.diff(np.r_[starts, len(pairs)])
    order = np.lexsort((numbers, -articles))
    return [
        (number, (count, groups_met))
        for number, count, groups_met in zip(
            numbers[order].tolist(), articles[order].tolist(), distinct[order].tolist(), strict=True)
    ]


def people(connection: sa.Connection, since: datetime | None, limit: int, offset: int) -> Sequence[Entity]:
    """See ``Queries.people``."""
    if since is None:
        question = (
            sa.select(*ENTITY)
            .where(entity.c.kind == KIND_CODES[Kind.PERSON], entity.c.articles > 0)
            .order_by(*MOST_FIRST).limit(limit).offset(offset)
        )
        return made(connection, connection.execute(question).all())
    mentioned = sa.select(article.c.outlet_id, article.c.entities).where(*published_within(since, None))
    counted = _tally(connection.execute(mentioned).all(), [Kind.PERSON])[offset:offset + limit]
    found = entities(connection, (number for number, _ in counted))
    return [found[number] for number, _ in counted if number in found]


def companions_of(connection: sa.Connection, number: int, kinds: Sequence[Kind], limit: int,
                  among: int) -> Sequence[tuple[Entity, int]]:
    """See ``Queries.companions_of``."""
    newest = (
        sa.select(article_entity.c.article_row)
        .where(article_entity.c.entity_id == number)
        .order_by(article_entity.c.article_row.desc())
        .limit(among)
    )
    stories = connection.execute(
        sa.select(article.c.story_id).where(article.c.row.in_(newest)).distinct()).scalars().all()
    rows = [
        row
        for part in chunks(stories)
        for row in connection.execute(
            sa.select(article.c.story_id, article.c.entities).where(article.c.story_id.in_(part))).all()
    ]
    shared = [(one, count) for one, (_, count) in _tally(rows, kinds) if one != number]
    shared.sort(key=lambda one: (-one[1], one[0]))
    found = entities(connection, (one for one, _ in shared[:limit]))
    return [(found[one], count) for one, count in shared[:limit] if one in found]
