"""Subscriptions whose time has come, and new rows."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.delivery.base import Tally
from bot.delivery.values import Due, NewDelivery, Plan
from bot.store.ledger.connected import Connected
from bot.store.ledger.editions import keep, of_body
from bot.store.ledger.rows import NEW, new_row
from bot.store.schema import delivery, halt, progress, setting, subscription
from bot.store.subscribing import read_subscription
from digests.store.columns import microseconds
from digests.store.rows import insert_many, insert_or_replace, update_many

_LOG = logging.getLogger(__name__)
_SETTINGS = (
    sa.select(setting.c.value)
    .where(setting.c.platform == subscription.c.platform, setting.c.installation == subscription.c.installation)
    .scalar_subquery()
)
_HALTED = (
    sa.select(halt.c.reason)
    .where(
        halt.c.platform == subscription.c.platform,
        halt.c.installation == subscription.c.installation,
        halt.c.channel.in_(("", subscription.c.channel)),
    )
    .order_by(halt.c.channel)
    .limit(1)
    .scalar_subquery()
)
_DUE = subscription.c.next_run_at <= sa.bindparam("now")
_SOONEST_FIRST = subscription.c.next_run_at, subscription.c.id  # also where any will do: it means by the index
_ANY_DUE = sa.select(subscription.c.id).where(_DUE).order_by(*_SOONEST_FIRST).limit(1)
_ALL_DUE = (
    sa.select(subscription, _SETTINGS.label("settings"), _HALTED.label("halted"))
    .where(_DUE)
    .order_by(*_SOONEST_FIRST)
    .limit(sa.bindparam("limit"))
    .with_for_update(of=subscription, skip_locked=True)
)


class Planning(Connected):
    """See ``Ledger``."""

    def plan(self, now: datetime, decide: Callable[[Due], Plan], limit: int = 1000) -> Tally:
        """Look first without a lock: nothing is due most of the time."""
        with self.glancing() as connection:
            if connection.execute(_ANY_DUE, {"now": now}).first() is None:
                return Tally(0, 0)
        with self.writing() as connection:
            dues = _dues(connection, now, limit)
            plans = [decide(due) for due in dues]
            written = write(connection, [row for plan in plans for row in plan.rows], now)
            _advance(connection, dues, plans)
        return Tally(len(dues), written)

    def write(self, rows: Iterable[NewDelivery]) -> int:
        """Write those that are new."""
        with self.writing() as connection:
            return write(connection, list(rows), self.clock())

    def replan(self, since: datetime) -> int:
        """Set every next run that is later to that time."""
        later = sa.update(subscription).where(subscription.c.next_run_at > since).values(next_run_at=since)
        with self.writing() as connection:
            return connection.execute(later).rowcount

    def kept(self, key: str) -> str | None:
        """Look a note up."""
        with self.glancing() as connection:
            return connection.execute(sa.select(progress.c.value).where(progress.c.key == key)).scalar()

    def keep(self, key: str, value: str) -> None:
        """Write a note, over the former one."""
        with self.writing() as connection:
            insert_or_replace(connection, progress, [{"key": key, "value": value}])


def write(connection: sa.Connection, rows: Sequence[NewDelivery], now: datetime) -> int:
    """Write rows that are not there yet; gives how many."""
    made = []
    for row in rows:
        edition = keep(connection, of_body(row.body, now)) if row.body else None
        made.append(new_row(row, secrets.token_hex(8), edition, now))
    return insert_many(connection, delivery, NEW, made, missing=True)


def _dues(connection: sa.Connection, now: datetime, limit: int) -> list[Due]:
    settings: dict[str | None, dict[str, Any]] = {None: {}}
    dues, unreadable = [], []
    for row in connection.execute(_ALL_DUE, {"now": now, "limit": limit}):
        if row.settings not in settings:
            settings[row.settings] = json.loads(row.settings)
        try:
            found = read_subscription(row)
        except (ValueError, TypeError, KeyError):
            unreadable.append((row.id, None))
            continue
        dues.append(Due(found, row.next_run_at, row.covered_until, settings[row.settings], row.halted))
    if unreadable:  # must not hold up the others; "downlink db check" finds them
        _LOG.error("subscriptions that can't be understood are not planned: %s", [number for number, _ in unreadable])
        update_many(connection, subscription, ["id"], ["next_run_at"], unreadable)
    return dues


def _advance(connection: sa.Connection, dues: Sequence[Due], plans: Sequence[Plan]) -> None:
    changes = []
    for due, plan in zip(dues, plans, strict=True):
        if plan.subscription != due.subscription.id:
            raise ValueError(f"the plan of subscription {due.subscription.id} is one of {plan.subscription}")
        covered = plan.covered_until or due.covered_until
        changes.append((plan.subscription, _number(plan.next_run_at), _number(covered)))
    update_many(connection, subscription, ["id"], ["next_run_at", "covered_until"], changes)


def _number(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)
