"""What people decide about deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.delivery.values import Stage
from bot.store.ledger.connected import Connected
from bot.store.ledger.rows import COMPOSE, OPEN, SEND, queue
from bot.store.ledger.turns import NOT_WAITING, parts_after, stages, whole
from bot.store.schema import delivery as table

_ROW = sa.select(
    *(table.c[name] for name in ("id", "first", "part", "stage", "platform", "edition", "due_at"))
).with_for_update(of=table)


class Deciding(Connected):
    """See ``Ledger``."""

    def release(self, delivery: int, now: datetime) -> bool:
        """Let the first part go, and the others in their turn."""
        with self.writing() as connection:
            row = _first_of(connection, delivery)
            if row is None or row.stage != Stage.HELD:
                return False
            pending, held = {"stage": Stage.PENDING.value}, table.c.stage == Stage.HELD
            connection.execute(sa.update(table).where(parts_after(row.id, 0), held).values(pending))
            ready = {"queue": queue(SEND, row.platform), "ready_at": max(now, row.due_at or now)}
            connection.execute(sa.update(table).where(table.c.id == row.id).values(pending | ready))
            return True

    def drop(self, delivery: int, now: datetime, reason: str) -> bool:
        """Skip every part, where none was begun."""
        skipped = {**NOT_WAITING, "stage": Stage.SKIPPED.value, "error": reason, "finished_at": now}
        with self.writing() as connection:
            row = _first_of(connection, delivery)
            if row is None or Stage(row.stage) not in OPEN:
                return False
            ours = whole(row.id), table.c.stage.in_(stages(OPEN))
            connection.execute(sa.update(table).where(*ours).values(skipped))
            return True

    def redeliver(self, deliveries: Iterable[int], now: datetime) -> Sequence[int]:
        """Begin each again at the first part that is DEAD."""
        with self.writing() as connection:
            return [number for number in dict.fromkeys(deliveries) if _redeliver(connection, number, now)]


def _first_of(connection: sa.Connection, number: int) -> sa.Row[Any] | None:
    """Lock a delivery's first part, whichever part the number is of."""
    row = connection.execute(_ROW.where(table.c.id == number)).first()
    if row is None or row.first is None:
        return row
    return connection.execute(_ROW.where(table.c.id == row.first)).first()


def _redeliver(connection: sa.Connection, number: int, now: datetime) -> bool:
    row = connection.execute(_ROW.where(table.c.id == number)).first()
    if row is None:
        return False
    ours = connection.execute(_ROW.where(whole(row.first or row.id))).all()
    dead = sorted((each for each in ours if each.stage == Stage.DEAD), key=lambda each: int(each.part))
    if row.stage != Stage.DEAD and number not in {each.id for each in dead}:
        return False
    again: dict[str, Any] = {
        "stage": Stage.PENDING.value, "refusals": 0, "error": "", "finished_at": None, **NOT_WAITING
    }  # fmt: skip
    for each in dead:
        connection.execute(sa.update(table).where(table.c.id == each.id).values(again))
    begin = dead[0]
    ready = {"queue": COMPOSE if begin.edition is None else queue(SEND, begin.platform), "ready_at": now}
    connection.execute(sa.update(table).where(table.c.id == begin.id).values(ready))
    return True
