"""Counts over many articles at once: who is in the news, who with whom.

Each article keeps its entities in one packed column, so that a window of articles is one range of
rows, counted here; counting 420,000 mentions in SQL takes ten times as long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from digests.model import Entity, Kind, Window
from digests.store.articles import published_within
from digests.store.cards import chunks
from digests.store.entities import ENTITY, MOST_FIRST, entities, made
from digests.store.packing import KIND_CODES, entity_id, kind_bits, packed_kinds, unpack_entities
from digests.store.schema import article, article_entity, entity


def mention_counts(connection: sa.Connection, window: Window, kinds: Sequence[Kind],
                   limit: int) -> Mapping[int, tuple[int, int]]:
    """See ``Queries.mention_counts``; most articles first."""
    articles, pairs = _mentions(connection, window.start, window.end, copies=False)
    wanted = packed_kinds(kinds or tuple(Kind))
    outlets = Counter(packed for packed, _ in pairs)
    best = sorted(
        ((packed, count) for packed, count in articles.items() if kind_bits(packed) in wanted),
        key=lambda one: (-one[1], one[0]),
    )[:limit]
    return {entity_id(packed): (count, outlets[packed]) for packed, count in best}


def _mentions(connection: sa.Connection, since: datetime | None, until: datetime | None, *,
              copies: bool) -> tuple[Counter[int], set[tuple[int, int]]]:
    """Count articles for each packed entity, and collect (packed entity, outlet)."""
    question = sa.select(article.c.outlet_id, article.c.entities).where(*published_within(since, until))
    if not copies:
        question = question.where(article.c.duplicate_of.is_(None))
    counts: Counter[int] = Counter()
    pairs: set[tuple[int, int]] = set()
    for outlet_id, packed in connection.execute(question):
        inside = unpack_entities(packed)
        counts.update(inside)
        pairs.update((one, outlet_id) for one in inside)
    return counts, pairs


def people(connection: sa.Connection, since: datetime | None, limit: int, offset: int) -> Sequence[Entity]:
    """See ``Queries.people``."""
    if since is None:
        question = (
            sa.select(*ENTITY)
            .where(entity.c.kind == KIND_CODES[Kind.PERSON], entity.c.articles > 0)
            .order_by(*MOST_FIRST).limit(limit).offset(offset)
        )
        return made(connection, connection.execute(question))
    counts, _ = _mentions(connection, since, None, copies=True)
    person = packed_kinds([Kind.PERSON])
    ordered = sorted(
        (packed for packed in counts if kind_bits(packed) in person),
        key=lambda packed: (-counts[packed], packed),
    )[offset:offset + limit]
    found = entities(connection, map(entity_id, ordered))
    return [found[number] for number in map(entity_id, ordered) if number in found]


def companions_of(connection: sa.Connection, number: int, kinds: Sequence[Kind], limit: int,
                  among: int) -> Sequence[tuple[Entity, int]]:
    """See ``Queries.companions_of``."""
    newest = (
        sa.select(article_entity.c.article_row)
        .where(article_entity.c.entity_id == number)
        .order_by(article_entity.c.article_row.desc())
        .limit(among)
    )
    stories = connection.execute(sa.select(article.c.story_id).where(article.c.row.in_(newest))).scalars()
    wanted = packed_kinds(kinds or tuple(Kind))
    inside: dict[int, set[int]] = {}
    for part in chunks(stories):
        question = sa.select(article.c.story_id, article.c.entities).where(article.c.story_id.in_(part))
        for story_id, packed in connection.execute(question):
            inside.setdefault(story_id, set()).update(unpack_entities(packed))
    shared: Counter[int] = Counter()
    for members in inside.values():
        shared.update(members)
    best = sorted(
        ((entity_id(packed), count) for packed, count in shared.items()
         if kind_bits(packed) in wanted and entity_id(packed) != number),
        key=lambda one: (-one[1], one[0]),
    )[:limit]
    found = entities(connection, (one for one, _ in best))
    return [(found[one], count) for one, count in best if one in found]
