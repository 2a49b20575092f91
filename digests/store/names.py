"""Finding entities by how their names look: trigrams for typing mistakes, word starts for completion."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from digests.model import Entity, Kind
from digests.store.cards import chunks
from digests.store.entities import ENTITY, MOST_FIRST, made, of_kinds
from digests.store.lookalikes import lookalikes
from digests.store.packing import KIND_CODES, KINDS, trigrams
from digests.store.schema import entity, entity_trigram, entity_word

_FEW = 2_000
_MOST_TRIGRAMS = 48  # of a question; few names have more
_CANDIDATES = 150
_LAST = "\U0010ffff"


def entities_like(connection: sa.Connection, folded: str, kinds: Sequence[Kind],
                  limit: int) -> Sequence[tuple[Entity, float]]:
    """See ``Queries.entities_like``: candidates by the rarest trigrams, then counted exactly."""
    wanted = sorted(trigrams(folded))[:_MOST_TRIGRAMS]
    candidates = lookalikes(
        connection, entity_trigram, entity_trigram.c.entity_id, wanted, max(_CANDIDATES, limit))
    shared = _shared(connection, wanted, candidates)
    if not kinds and len(shared) > limit:  # most of the candidates need not be fetched
        least = sorted(shared.values(), reverse=True)[limit - 1] if limit > 0 else len(wanted) + 1
        shared = {number: count for number, count in shared.items() if count >= least}
    rows = [
        row
        for part in chunks(shared)
        for row in connection.execute(sa.select(*ENTITY).where(entity.c.id.in_(part), *of_kinds(kinds))).all()
    ]
    rows.sort(key=lambda row: (-shared[row[0]], -row[3], row[0]))
    return [(one, shared[one.id] / len(wanted)) for one in made(connection, rows[:limit])]


def _shared(connection: sa.Connection, wanted: Sequence[int], candidates: Sequence[int]) -> dict[int, int]:
    """Count the trigrams that each candidate shares."""
    counted = sa.select(entity_trigram.c.entity_id, sa.func.count()).group_by(entity_trigram.c.entity_id)
    return {
        number: count
        for part in chunks(candidates)
        for number, count in connection.execute(counted.where(
            entity_trigram.c.trigram.in_(wanted), entity_trigram.c.entity_id.in_(part))).all()
    }


def entities_starting(connection: sa.Connection, prefix: str, kinds: Sequence[Kind],
                      limit: int) -> Sequence[Entity]:
    """See ``Queries.entities_starting``."""
    *whole, last = prefix.split() or [""]
    starting = sa.select(entity_word.c.entity_id)
    if whole:
        starting = starting.where(entity_word.c.word == whole[0])
    else:
        starting = starting.where(entity_word.c.word >= last, entity_word.c.word < last + _LAST)
    few = prefix.strip() and connection.execute(
        sa.select(sa.func.count()).select_from(starting.limit(_FEW).subquery())).scalar_one() < _FEW
    question = sa.select(*ENTITY).where((" " + entity.c.folded).contains(" " + prefix, autoescape=True))
    question = question.order_by(*MOST_FIRST).limit(limit)
    if few:
        found = connection.execute(question.where(entity.c.id.in_(starting), *of_kinds(kinds))).all()
        return made(connection, found)
    # Many: walk the most frequent entities of each kind, for many of those start so.
    rows = [
        row
        for kind in kinds or KINDS
        for row in connection.execute(question.where(entity.c.kind == KIND_CODES[kind])).all()
    ]
    return made(connection, sorted(rows, key=lambda row: (-row[3], row[0]))[:limit])
