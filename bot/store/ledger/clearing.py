"""Rows that go: what is old, what is to be forgotten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.delivery.values import Stage, What
from bot.replies import Destination
from bot.store.ledger.connected import Connected
from bot.store.ledger.editions import Shelf
from bot.store.ledger.forgetting import forget
from bot.store.ledger.rows import FINAL
from bot.store.ledger.turns import stages
from bot.store.schema import delivery as table
from bot.store.schema import edition
from bot.store.values import Place
from digests.store.rows import among

_PUBLIC = (What.DIGEST.value, What.RUN.value)
NOTICE_TERM = timedelta(days=30)  # a notice keeps another of the same happening away for so long at least


class Clearing(Connected):
    """See ``Ledger``."""

    shelf: Shelf

    def prune(self, before: datetime, limit: int = 1000, *, posted_before: datetime | None = None) -> int:
        """Delete whole deliveries, oldest first, then editions."""
        posted = before if posted_before is None else posted_before
        with self.writing() as connection:
            gone = _delete(connection, _old(connection, before, posted, limit))
            gone += _drop_editions(connection, before, limit)
        self.shelf.clear()
        return gone

    def forget(self, destination: Destination | None, place: Place) -> int:
        """Delete what is of there."""
        with self.writing() as connection:
            gone = forget(connection, place, destination.channel if destination else None)
        self.shelf.clear()
        return gone


def _old(connection: sa.Connection, before: datetime, posted: datetime, limit: int) -> list[int]:
    """List first parts that are old, with all their parts, and decide nothing any more."""
    later = table.alias("later")
    part = table.alias("part")
    newer = sa.exists().where(
        later.c.subscription == table.c.subscription,
        later.c.id > table.c.id,
        later.c.part == 0,
        later.c.stage.in_(stages(FINAL)),
    )
    is_posted = sa.and_(table.c.what.in_(_PUBLIC), table.c.stage == Stage.SENT.value)
    lasting = sa.or_(part.c.finished_at.is_(None), part.c.finished_at >= before, part.c.queue.is_not(None))
    busy = sa.exists().where(part.c.first == table.c.id, lasting)
    question = (
        sa.select(table.c.id)
        .where(table.c.finished_at < max(before, posted), table.c.part == 0)
        .where(table.c.queue.is_(None), table.c.untold_since.is_(None))
        .where(sa.or_(table.c.subscription.is_(None), newer))
        .where(sa.or_(table.c.what != What.NOTICE.value, table.c.finished_at < before - NOTICE_TERM))
        .where(table.c.finished_at < sa.case((is_posted, _at(posted)), else_=_at(before)), ~busy)
        .order_by(table.c.finished_at, table.c.id)
        .limit(limit)
    )
    return list(connection.execute(question).scalars())


def _at(moment: datetime) -> sa.BindParameter[datetime]:
    return sa.literal(moment, table.c.finished_at.type)


def _delete(connection: sa.Connection, firsts: Iterable[int]) -> int:
    numbers = list(firsts)
    if not numbers:
        return 0
    gone: int = connection.execute(sa.delete(table).where(among(connection, table.c.first, numbers))).rowcount
    return gone + connection.execute(sa.delete(table).where(among(connection, table.c.id, numbers))).rowcount


def _drop_editions(connection: sa.Connection, before: datetime, limit: int) -> int:
    """Delete old editions that no row has."""
    used = sa.exists().where(table.c.edition == edition.c.id)
    old: Any = sa.select(edition.c.id).where(edition.c.composed_at < before, ~used).limit(limit)
    return connection.execute(sa.delete(edition).where(edition.c.id.in_(old))).rowcount
