"""What is composed for a channel and not posted yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from bot.delivery.destinations import place_of
from bot.delivery.values import Stage
from bot.replies import Destination
from bot.store.connected import at
from bot.store.ledger.connected import Connected
from bot.store.schema import delivery as table
from bot.store.schema import subscription as subscribed
from bot.store.values import Place
from digests.store.cards import chunks

_UNSENT = frozenset({Stage.HELD.value, Stage.PENDING.value, Stage.SENDING.value})
_NEWEST = 8  # rows of a subscription: what is not posted yet is among its last ones
_ROWS = (
    sa.select(table.c.stage, table.c.edition)
    .where(table.c.subscription == sa.bindparam("number"))
    .order_by(table.c.id.desc())
    .limit(_NEWEST)
)


class Promising(Connected):
    """See ``Ledger``."""

    def promised(self, destinations: Sequence[Destination]) -> Mapping[Destination, Sequence[int]]:
        """Look at the newest rows of the channels' subscriptions, each by the index."""
        by_place: dict[Place, dict[str, Destination]] = defaultdict(dict)
        for where in destinations:
            by_place[place_of(where)][where.channel] = where
        found: dict[Destination, dict[int, None]] = defaultdict(dict)
        with self.reading() as connection:
            for place, channels in by_place.items():
                for number, channel in _subscriptions(connection, place, list(channels)):
                    found[channels[channel]].update(dict.fromkeys(_open(connection, number)))
        return {where: list(editions) for where, editions in found.items() if editions}


def _subscriptions(connection: sa.Connection, place: Place, channels: Sequence[str]) -> list[tuple[int, str]]:
    question = sa.select(subscribed.c.id, subscribed.c.channel).where(at(subscribed, place))
    return [
        (row.id, row.channel)
        for part in chunks(channels)
        for row in connection.execute(question.where(subscribed.c.channel.in_(part)).order_by(subscribed.c.id))
    ]


def _open(connection: sa.Connection, number: int) -> list[int]:
    rows = connection.execute(_ROWS, {"number": number}).all()
    return [row.edition for row in reversed(rows) if row.edition is not None and row.stage in _UNSENT]
