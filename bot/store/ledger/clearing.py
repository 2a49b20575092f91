"""Rows that go: what is old, what is to be forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.delivery.values import Stage, What
from bot.replies import Destination
from bot.store.ledger.connected import Connected
from bot.store.ledger.editions import Shelf
from bot.store.ledger.forgetting import forget
from bot.store.ledger.rows import FINAL
from bot.store.ledger.turns import stages
from bot.store.schema import delivery as table
from bot.store.schema import edition, pace
from bot.store.values import Place
from digests.store.rows import among

Passed = tuple[datetime, int]
_AT_ONCE = 5000
_PUBLIC = (What.DIGEST.value, What.RUN.value)
NOTICE_TERM = timedelta(days=30)  # a notice keeps another of the same happening away for so long at least


class Clearing(Connected):
    """See ``Ledger``."""

    shelf: Shelf
    passed: Passed | None = None  # how far the round under way has come

    def prune(self, before: datetime, limit: int = 1000, *, posted_before: datetime | None = None) -> int:
        """Delete whole deliveries, oldest first, then editions.

        What stays for ever is the oldest of all; so it is looked for without a lock, and once a round.
        """
        old = Old(before, before if posted_before is None else posted_before)
        with self.reading() as connection:
            found, self.passed = _look(connection, old, self.passed, limit)
        with self.writing() as connection:
            gone = _delete(connection, old, found)
            if len(found) < limit:
                gone += _drop_editions(connection, old.latest, limit)
                connection.execute(sa.delete(pace).where(pace.c.next_at < before, pace.c.blocked_until < before))
        self.shelf.clear()
        return gone

    def forget(self, destination: Destination | None, place: Place) -> int:
        """Delete what is of there."""
        with self.writing() as connection:
            gone = forget(connection, place, destination.channel if destination else None)
        self.shelf.clear()
        return gone


class Old(NamedTuple):
    """What is old: posted digests, and all others."""

    before: datetime
    posted_before: datetime

    @property
    def latest(self) -> datetime:
        """Give the time after which nothing is."""
        return max(self)


def _look(
    connection: sa.Connection, old: Old, passed: Passed | None, limit: int
) -> tuple[list[int], Passed | None]:
    """List first parts that may go, and how far that was; None: to the end."""
    question = (
        sa.select(table.c.id, table.c.finished_at, _may_go(old).label("may_go"))
        .where(table.c.finished_at < old.latest, table.c.part == 0)
        .order_by(table.c.finished_at, table.c.id)
        .limit(_AT_ONCE)
    )
    found: list[int] = []
    while True:
        further = question
        if passed is not None:
            last = sa.tuple_(_at(passed[0]), sa.literal(passed[1]))
            further = question.where(sa.tuple_(table.c.finished_at, table.c.id) > last)
        rows = connection.execute(further).all()
        for row in rows:
            passed = (row.finished_at, row.id)
            if row.may_go:
                found.append(row.id)
            if len(found) == limit:
                return found, passed
        if len(rows) < _AT_ONCE:
            return found, None


def _may_go(old: Old) -> sa.ColumnElement[bool]:
    """Give the condition that a first part is old, with all its parts, and decides nothing any more."""
    later, part = table.alias("later"), table.alias("part")
    newer = sa.exists().where(
        later.c.subscription == table.c.subscription,
        later.c.id > table.c.id,
        later.c.part == 0,
        later.c.stage.in_(stages(FINAL)),
    )
    posted = sa.and_(table.c.what.in_(_PUBLIC), table.c.stage == Stage.SENT.value)
    lasting = sa.or_(part.c.finished_at.is_(None), part.c.finished_at >= old.latest, part.c.queue.is_not(None))
    return sa.and_(
        table.c.finished_at < sa.case((posted, _at(old.posted_before)), else_=_at(old.before)),
        table.c.queue.is_(None),
        table.c.untold_since.is_(None),
        sa.or_(table.c.what != What.NOTICE.value, table.c.finished_at < _at(old.before - NOTICE_TERM)),
        sa.or_(table.c.subscription.is_(None), newer),
        ~sa.exists().where(part.c.first == table.c.id, lasting),
    )


def _at(moment: datetime) -> sa.BindParameter[datetime]:
    return sa.literal(moment, table.c.finished_at.type)


def _delete(connection: sa.Connection, old: Old, found: Sequence[int]) -> int:
    """Delete those that still may go: somebody may have had one redelivered meanwhile."""
    if not found:
        return 0
    ours = sa.select(table.c.id).where(among(connection, table.c.id, found), _may_go(old)).with_for_update(of=table)
    numbers = list(connection.execute(ours).scalars())
    gone: int = connection.execute(sa.delete(table).where(among(connection, table.c.first, numbers))).rowcount
    return gone + connection.execute(sa.delete(table).where(among(connection, table.c.id, numbers))).rowcount


def _drop_editions(connection: sa.Connection, before: datetime, limit: int) -> int:
    """Delete old editions that no row has."""
    used = sa.exists().where(table.c.edition == edition.c.id)
    old: Any = sa.select(edition.c.id).where(edition.c.composed_at < before, ~used).limit(limit)
    return connection.execute(sa.delete(edition).where(edition.c.id.in_(old))).rowcount
