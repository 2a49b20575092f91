"""Where nothing is posted any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.delivery.base import Halt
from bot.delivery.values import Stage
from bot.store.connected import at, placed
from bot.store.ledger.connected import Connected
from bot.store.ledger.rows import OPEN
from bot.store.ledger.turns import NOT_WAITING, stages
from bot.store.schema import delivery, halt
from bot.store.values import Place
from digests.store.rows import among, insert_missing


class Halting(Connected):
    """See ``Ledger``."""

    def halt(self, place: Place, channel: str, reason: str, now: datetime) -> bool:
        """Halt, and end what waits; what is written or comes back later ends when it is claimed."""
        row = {**placed(place), "channel": channel, "reason": reason, "since": now}
        waiting = sa.and_(at(delivery, place), delivery.c.stage.in_(stages(OPEN)))
        if channel:
            waiting = sa.and_(waiting, delivery.c.channel == channel)
        dead = {**NOT_WAITING, "stage": Stage.DEAD.value, "error": reason, "finished_at": now}
        with self.writing() as connection:
            if not insert_missing(connection, halt, row, halt.c.platform, halt.c.installation, halt.c.channel):
                return False
            ours = sa.select(delivery.c.id).where(waiting).order_by(delivery.c.id).with_for_update(of=delivery)
            numbers = connection.execute(ours).scalars().all()  # locked in order, as whoever records does
            connection.execute(sa.update(delivery).where(among(connection, delivery.c.id, numbers)).values(dead))
            return True

    def unhalt(self, place: Place, channel: str) -> bool:
        """Let posts go there again; tells whether it was halted."""
        gone = sa.delete(halt).where(at(halt, place), halt.c.channel == channel)
        with self.writing() as connection:
            return connection.execute(gone).rowcount > 0

    def halts(self, place: Place | None = None) -> Sequence[Halt]:
        """List by place and channel."""
        question = sa.select(halt).order_by(halt.c.platform, halt.c.installation, halt.c.channel)
        if place is not None:
            question = question.where(at(halt, place))
        with self.reading() as connection:
            rows = connection.execute(question).all()
        return [Halt(Place(row.platform, row.installation), row.channel, row.reason, row.since) for row in rows]
