"""Finding entities by how their names look: trigrams for typing mistakes, word starts for completion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

from digests.model import Entity, Kind
from digests.store.cards import chunks
from digests.store.entities import ENTITY, MOST_FIRST, made, of_kinds
from digests.store.packing import trigrams
from digests.store.schema import entity, entity_trigram, entity_word

_FEW = 2_000
_MOST_TRIGRAMS = 64  # of a question; nobody's name has more
_LAST = "\U0010ffff"


def entities_like(connection: sa.Connection, folded: str, kinds: Sequence[Kind],
                  limit: int) -> Sequence[tuple[Entity, float]]:
    """See ``Queries.entities_like``."""
    wanted = sorted(trigrams(folded))[:_MOST_TRIGRAMS]
    if not wanted:
        return []
    question = sa.select(entity_trigram.c.entity_id).where(entity_trigram.c.trigram.in_(wanted))
    shared = Counter(connection.execute(question).scalars())
    return _best_of(connection, shared, len(wanted), kinds, limit)


def _best_of(connection: sa.Connection, shared: Counter[int], wanted: int, kinds: Sequence[Kind],
             limit: int) -> list[tuple[Entity, float]]:
    """Fetch those that share most, level by level, until `limit` of these kinds are found."""
    levels: dict[int, list[int]] = {}
    for number, count in shared.items():
        levels.setdefault(count, []).append(number)
    found: list[tuple[Entity, float]] = []
    for count in sorted(levels, reverse=True):
        rows = [
            row
            for part in chunks(levels[count])
            for row in connection.execute(
                sa.select(*ENTITY).where(entity.c.id.in_(part), *of_kinds(kinds)))
        ]
        rows.sort(key=lambda row: (-row.articles, row.id))
        found += [(one, count / wanted) for one in made(connection, rows[:limit - len(found)])]
        if len(found) >= limit:
            break
    return found


def entities_starting(connection: sa.Connection, prefix: str, kinds: Sequence[Kind],
                      limit: int) -> Sequence[Entity]:
    """See ``Queries.entities_starting``."""
    last = (prefix.split() or [""])[-1]
    starting = sa.select(entity_word.c.entity_id).where(
        entity_word.c.word >= last, entity_word.c.word < last + _LAST)
    few = last and connection.execute(
        sa.select(sa.func.count()).select_from(starting.limit(_FEW).subquery())).scalar_one() < _FEW
    # Few: look at them all. Many: walk the most frequent entities, for many of those start so.
    question = sa.select(*ENTITY).where(
        *of_kinds(kinds),
        (" " + entity.c.folded).contains(" " + prefix, autoescape=True),
    ).order_by(*MOST_FIRST).limit(limit)
    if few:
        question = question.where(entity.c.id.in_(starting))
    return made(connection, connection.execute(question))
