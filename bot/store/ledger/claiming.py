"""Claims: a row is one worker's until its lease runs out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.delivery.values import Claim, Stage
from bot.store.ledger.connected import Connected
from bot.store.ledger.rows import COMPOSE, LOOK, SEND, SHOWN, queue, read_delivery
from bot.store.ledger.turns import end_parts_after
from bot.store.schema import delivery as table
from bot.store.schema import halt
from digests.store.rows import among

_HALTED = (
    sa.select(halt.c.reason)
    .where(
        halt.c.platform == table.c.platform,
        halt.c.installation == table.c.installation,
        halt.c.channel.in_(("", table.c.channel)),
    )
    .order_by(halt.c.channel)
    .limit(1)
    .scalar_subquery()
)
_IS_READY = table.c.queue == sa.bindparam("queue"), table.c.ready_at <= sa.bindparam("until")
_SOONEST_FIRST = table.c.ready_at, table.c.id  # also where any will do: it means by the index
_HEAD = sa.select(*_SOONEST_FIRST).where(*_IS_READY).order_by(*_SOONEST_FIRST).limit(sa.bindparam("limit"))
_READY = (
    sa.select(table.c.id, table.c.ready_at, table.c.part, table.c.first, _HALTED.label("halted"))
    .where(*_IS_READY)
    .order_by(*_SOONEST_FIRST)
    .limit(sa.bindparam("limit"))
    .with_for_update(of=table, skip_locked=True)
)
_TO_COMPOSE = _READY.where(sa.or_(table.c.lease_until.is_(None), table.c.lease_until <= sa.bindparam("now")))


class Claiming(Connected):
    """See ``Ledger``."""

    def to_compose(self, worker: str, now: datetime, ahead: timedelta, lease: timedelta, limit: int) -> Sequence[Claim]:
        """Lease rows; they stay PENDING."""
        if not self._ready([COMPOSE], now + ahead):
            return []
        values = {"fence": table.c.fence + 1, "lease_until": now + lease, "worker": worker}
        with self.writing() as connection:
            asked = {"queue": COMPOSE, "until": now + ahead, "now": now, "limit": limit}
            found = connection.execute(_TO_COMPOSE, asked).all()
            return _take(connection, found, values, now, "composing")

    def claim(
        self, worker: str, now: datetime, lease: timedelta, limit: int, *, platforms: Sequence[str] = ()
    ) -> Sequence[Claim]:
        """Write the intent to send."""
        values = {
            "stage": Stage.SENDING.value,
            "queue": sa.literal(f"{LOOK} ") + table.c.platform,
            "ready_at": now + lease,
            "fence": table.c.fence + 1,
            "attempts": table.c.attempts + 1,
            "first_try_at": sa.func.coalesce(table.c.first_try_at, sa.literal(now, table.c.first_try_at.type)),
            "tried_at": now,
            "lease_until": now + lease,
            "worker": worker,
        }
        return self._claim(SEND, now, limit, platforms, values)

    def uncertain(
        self, worker: str, now: datetime, lease: timedelta, limit: int, *, platforms: Sequence[str] = ()
    ) -> Sequence[Claim]:
        """Take over what somebody began and did not finish."""
        values = {
            "ready_at": now + lease,
            "fence": table.c.fence + 1,
            "lease_until": now + lease,
            "worker": worker,
        }
        return self._claim(LOOK, now, limit, platforms, values)

    def extend(self, claim: Claim, until: datetime) -> bool:
        """Lengthen a lease where the fence is still ours."""
        sending = table.c.stage == Stage.SENDING.value
        changed = (
            sa.update(table)
            .where(table.c.id == claim.delivery.id, table.c.fence == claim.fence)
            .where(sa.or_(sending, table.c.queue == COMPOSE))
            .values(
                lease_until=until,
                ready_at=sa.case((sending, sa.literal(until, table.c.ready_at.type)), else_=table.c.ready_at),
            )
        )
        with self.writing() as connection:
            return connection.execute(changed).rowcount > 0

    def _claim(
        self, doing: str, now: datetime, limit: int, platforms: Sequence[str], values: dict[str, Any]
    ) -> Sequence[Claim]:
        names = self._ready([queue(doing, platform) for platform in platforms] or self._queues(doing), now)
        if not names:
            return []
        with self.writing() as connection:
            found: list[sa.Row[Any]] = []
            for name, share in _shares(connection, names, now, limit).items():
                found += connection.execute(_READY, {"queue": name, "until": now, "limit": share})
            found.sort(key=lambda row: (row.ready_at, row.id))
            return _take(connection, found, values, now, doing)

    def _queues(self, doing: str) -> list[str]:
        with self.glancing() as connection:
            return queues(connection, f"{doing} ")

    def _ready(self, names: Sequence[str], until: datetime) -> list[str]:
        """Say in which queues there is something to do, without a lock."""
        asked = {"until": until, "limit": 1}
        with self.glancing() as connection:
            return [name for name in names if connection.execute(_HEAD, asked | {"queue": name}).first()]


def _shares(connection: sa.Connection, names: Sequence[str], until: datetime, limit: int) -> dict[str, int]:
    """Say how many of each queue are among the first of all; where others take some of them, it is fewer."""
    if len(names) == 1:
        return {names[0]: limit}
    heads = []
    for name in names:
        rows = connection.execute(_HEAD, {"queue": name, "until": until, "limit": limit})
        heads += [(row.ready_at, row.id, name) for row in rows]
    return Counter(name for _, _, name in sorted(heads)[:limit])


def queues(connection: sa.Connection, start: str = "") -> list[str]:
    """List the queues that are not empty, each by one look at the index."""
    names: list[str] = []
    question = sa.select(sa.func.min(table.c.queue)).where(table.c.queue > sa.bindparam("after"))
    last = start
    while name := connection.execute(question, {"after": last}).scalar():
        if not name.startswith(start):
            break
        names.append(name)
        last = name
    return names


def _take(
    connection: sa.Connection, found: Sequence[sa.Row[Any]], values: dict[str, Any], now: datetime, doing: str
) -> list[Claim]:
    """Give the rows to the worker; what waits where nothing is posted any more ends here."""
    dead = [row for row in found if row.halted is not None and doing != LOOK]
    for row in dead:
        _end(connection, row, now)
    order = {row.id: place for place, row in enumerate(found)}
    gone = {row.id for row in dead}
    ids = [number for number in order if number not in gone]
    if not ids:
        return []
    taken = sa.update(table).where(among(connection, table.c.id, ids)).values(values).returning(*SHOWN)
    rows = sorted(connection.execute(taken), key=lambda row: order[row.id])
    return [Claim(read_delivery(row), row.fence, row.lease_until, doing == LOOK) for row in rows]


def _end(connection: sa.Connection, row: sa.Row[Any], now: datetime) -> None:
    dead = {"stage": Stage.DEAD.value, "queue": None, "ready_at": None, "lease_until": None}
    ended = dead | {"error": row.halted, "finished_at": now}
    connection.execute(sa.update(table).where(table.c.id == row.id).values(ended))
    end_parts_after(connection, row.first or row.id, row.part, Stage.DEAD, row.halted, now)
