"""Subscriptions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.delivery.values import UNPLANNED
from bot.store.connected import Connected, at, placed
from bot.store.records import scope_of, scope_record
from bot.store.schema import subscription as table
from bot.store.values import Place, State, Subscription
from digests.model import Length
from digests.store.columns import Instant

_TIMETABLE = ("when", "zone", "state", "channel")
_INSERT = sa.insert(table).returning(table.c.id)


class Subscribing(Connected):
    """See ``Memory``."""

    def add_subscription(self, subscription: Subscription) -> int:
        """Store a new one; 0 takes a fresh number."""
        changed_at = subscription.changed_at or subscription.created_at
        values = _row(subscription) | {"changed_at": changed_at, "next_run_at": _first_run(subscription)}
        if subscription.id:
            values["id"] = subscription.id
        with self.writing() as connection:
            number: int = connection.execute(_INSERT, values).scalar_one()
            return number

    def put_subscription(self, subscription: Subscription) -> None:
        """Replace the one with its number."""
        values = _row(subscription)
        same = sa.and_(*(table.c[name] == values[name] for name in _TIMETABLE))
        anew = {"changed_at": subscription.changed_at, "next_run_at": _first_run(subscription)}
        kept = {name: sa.case((same, table.c[name]), else_=sa.literal(at, Instant)) for name, at in anew.items()}
        with self.writing() as connection:
            connection.execute(sa.update(table).where(table.c.id == subscription.id).values(values | kept))

    def remove_subscription(self, number: int) -> None:
        """Delete one."""
        with self.writing() as connection:
            connection.execute(sa.delete(table).where(table.c.id == number))

    def subscription(self, number: int) -> Subscription | None:
        """Look one up."""
        with self.reading() as connection:
            row = connection.execute(sa.select(table).where(table.c.id == number)).first()
        return read_subscription(row) if row else None

    def subscriptions(self, place: Place | None = None, channel: str | None = None) -> Sequence[Subscription]:
        """List by number."""
        question = sa.select(table).order_by(table.c.id)
        if place is not None:
            question = question.where(at(table, place))
        if channel is not None:
            question = question.where(table.c.channel == channel)
        with self.reading() as connection:
            return [read_subscription(row) for row in connection.execute(question)]


def _row(one: Subscription) -> dict[str, Any]:
    return {
        **placed(one.place),
        "channel": one.channel,
        "when": one.when,
        "zone": one.zone,
        "scope": json.dumps(scope_record(one.scope)),
        "length": one.length.value,
        "stories": one.stories,
        "missed": one.missed,
        "state": one.state.value,
        "created_by": one.created_by,
        "created_at": one.created_at,
        "changed_at": one.changed_at,
    }


def _first_run(one: Subscription) -> datetime | None:
    return UNPLANNED if one.state is State.ACTIVE else None


def read_subscription(row: sa.Row[Any]) -> Subscription:
    """Read a subscription. ValueError where it is none."""
    return Subscription(
        Place(row.platform, row.installation),
        row.channel,
        row.when,
        row.zone,
        scope_of(json.loads(row.scope)),
        Length(row.length),
        row.stories,
        row.missed,
        State(row.state),
        row.id,
        row.created_by,
        row.created_at,
        row.changed_at,
    )
