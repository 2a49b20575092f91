"""The parts of a delivery take turns: one after the other, and none after one that ended otherwise than SENT."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.delivery.values import Stage
from bot.store.ledger.rows import OPEN
from bot.store.schema import delivery as table

NOT_WAITING = {"queue": None, "ready_at": None, "lease_until": None}


def parts_after(first: int, part: int) -> sa.ColumnElement[bool]:
    """Give the condition that a row is a later part of a delivery."""
    return sa.and_(table.c.first == first, table.c.part > part)


def whole(first: int) -> sa.ColumnElement[bool]:
    """Give the condition that a row is a part of a delivery."""
    return sa.or_(table.c.id == first, table.c.first == first)


def stages(given: Sequence[Stage]) -> list[str]:
    """Give their names as they are stored."""
    return [each.value for each in given]


def end_parts_after(
    connection: sa.Connection, first: int, part: int, stage: Stage, reason: str, now: datetime
) -> None:
    """End the parts that wait for one that ended."""
    values: dict[str, Any] = {**NOT_WAITING, "stage": stage.value, "error": reason, "finished_at": now}
    where = parts_after(first, part), table.c.stage.in_(stages(OPEN))
    connection.execute(sa.update(table).where(*where).values(values))
