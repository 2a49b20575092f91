"""Subscriptions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.store.connected import Connected, at, placed
from bot.store.records import scope_of, scope_record
from bot.store.schema import subscription as table
from bot.store.values import Place, State, Subscription
from digests.model import Length

_INSERT = sa.insert(table).returning(table.c.id)


class Subscribing(Connected):
    """See ``Memory``."""

    def add_subscription(self, subscription: Subscription) -> int:
        """Store a new one; 0 takes a fresh number."""
        values = _row(subscription)
        if subscription.id:
            values["id"] = subscription.id
        with self.writing() as connection:
            number: int = connection.execute(_INSERT, values).scalar_one()
            return number

    def put_subscription(self, subscription: Subscription) -> None:
        """Replace the one with its number."""
        with self.writing() as connection:
            connection.execute(sa.update(table).where(table.c.id == subscription.id).values(_row(subscription)))

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
    }


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
    )
