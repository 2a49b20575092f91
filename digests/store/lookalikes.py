"""Which rows share trigrams with a text: the rarest trigrams are looked at, for they tell most and cost least."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa

_ROWS = 6_000  # looked at


def lookalikes(connection: sa.Connection, table: sa.Table, number: sa.Column[int], trigrams: Sequence[int],
               most: int) -> list[int]:
    """Give the numbers of up to `most` rows of ``table(trigram, number)`` that share most of the rarest trigrams."""
    column = table.c.trigram
    sizes = connection.execute(
        sa.select(column, sa.func.count()).where(column.in_(trigrams)).group_by(column)).all()
    room = _ROWS
    rare: list[int] = []
    for trigram, size in sorted(sizes, key=lambda one: (one[1], one[0])):
        if rare and size > room:
            break
        rare.append(trigram)
        room -= size
    rows = connection.execute(sa.select(number).where(column.in_(rare))).all()
    met = Counter(one for one, in rows)
    return sorted(met, key=lambda one: (-met[one], one))[:most]
