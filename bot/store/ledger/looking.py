"""Questions about the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.delivery.base import Finished, Runs
from bot.delivery.values import Delivery, Stage, What
from bot.store.connected import at, by_any_way
from bot.store.ledger.claiming import queues
from bot.store.ledger.connected import Connected
from bot.store.ledger.rows import COMPOSE, FINAL, SEND, SHOWN, read_delivery
from bot.store.ledger.turns import stages
from bot.store.schema import delivery as table
from bot.store.schema import subscription as subscribed
from bot.store.values import Place
from digests.store.rows import among


class Looking(Connected):
    """See ``Ledger``."""

    def delivery(self, number: int) -> Delivery | None:
        """Look one up."""
        with self.glancing() as connection:
            row = connection.execute(sa.select(*SHOWN).where(table.c.id == number)).first()
        return read_delivery(row) if row else None

    def deliveries(
        self,
        *,
        place: Place | None = None,
        channel: str | None = None,
        subscription: int | None = None,
        stages: Sequence[Stage] = (),
        what: What | None = None,
        since: datetime | None = None,
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Sequence[Delivery]:
        """List, newest first."""
        conditions: list[sa.ColumnElement[bool]] = []
        if place is not None:
            conditions.append(at(table, place))
        if channel is not None:
            conditions.append(table.c.channel == channel)
        if subscription is not None:
            conditions.append(table.c.subscription == subscription)
        if stages:
            conditions.append(table.c.stage.in_([stage.value for stage in stages]))
        if what is not None:
            conditions.append(table.c.what == what.value)
        if after is not None:
            conditions.append(table.c.id > after)
        if before is not None:
            conditions.append(table.c.id < before)
        if since is not None:
            conditions.append(table.c.created_at >= since)
        question = sa.select(*SHOWN).where(*conditions).order_by(table.c.id.desc()).limit(limit).offset(offset)
        with self.reading() as connection:
            return [read_delivery(row) for row in connection.execute(question)]

    def runs(self, subscriptions: Iterable[int]) -> Mapping[int, Runs]:
        """Give those that there are."""
        asked = list(subscriptions)
        with self.reading() as connection:
            ours = among(connection, subscribed.c.id, asked)
            plans = connection.execute(
                sa.select(subscribed.c.id, subscribed.c.next_run_at, subscribed.c.covered_until).where(ours)
            ).all()
            last = (
                sa.select(sa.func.max(table.c.id))
                .where(among(connection, table.c.subscription, asked), table.c.part == 0)
                .where(table.c.stage.in_(stages(FINAL)))
                .group_by(table.c.subscription)
            )
            rows = connection.execute(sa.select(*SHOWN).where(table.c.id.in_(last)))
            lasts = {row.subscription: read_delivery(row) for row in rows}
        return {row.id: Runs(lasts.get(row.id), row.next_run_at, row.covered_until) for row in plans}

    def counts(self, place: Place | None = None, *, whole: bool = False) -> Mapping[Stage, int]:
        """Count by stage; every stage has a number."""
        each = sa.func.count(sa.distinct(sa.func.coalesce(table.c.first, table.c.id))) if whole else sa.func.count()
        question = sa.select(table.c.stage, each).group_by(table.c.stage)
        if place is not None:
            question = question.where(at(table, place))
        with self.reading() as connection:
            by_any_way(connection)
            found = {Stage(stage): count for stage, count in connection.execute(question)}
        return {stage: found.get(stage, 0) for stage in Stage}

    def finished(self, since: datetime, limit: int = 20_000) -> Sequence[Finished]:
        """List by the index of ends."""
        columns = (table.c.platform, table.c.what, table.c.stage, table.c.due_at, table.c.finished_at)
        question = sa.select(*columns).where(table.c.finished_at >= since, table.c.part == 0)
        with self.reading() as connection:
            rows = connection.execute(question.order_by(table.c.finished_at.desc(), table.c.id.desc()).limit(limit))
            return [
                Finished(row.platform, What(row.what), Stage(row.stage), _late(row.stage, row.due_at, row.finished_at))
                for row in rows
            ]

    def oldest_due(self, now: datetime) -> datetime | None:
        """Ask each queue for its first."""
        with self.reading() as connection:
            waiting = [name for name in queues(connection) if name == COMPOSE or name.startswith(f"{SEND} ")]
            firsts = [
                connection.execute(
                    sa.select(table.c.due_at, table.c.ready_at)
                    .where(table.c.queue == name, table.c.ready_at <= now)
                    .order_by(table.c.ready_at, table.c.id)
                    .limit(1)
                ).first()
                for name in waiting
            ]
        return min((row.due_at or row.ready_at for row in firsts if row is not None), default=None)

    def next_moment(self) -> datetime | None:
        """Ask each queue for its first, and the subscriptions."""
        run = sa.select(sa.func.min(subscribed.c.next_run_at))
        with self.reading() as connection:
            first = sa.select(sa.func.min(table.c.ready_at)).where(table.c.queue == sa.bindparam("q"))
            moments = [connection.execute(run).scalar()]
            moments += [connection.execute(first, {"q": name}).scalar() for name in queues(connection)]
        return min((moment for moment in moments if moment is not None), default=None)


def _late(stage: str, due_at: datetime | None, finished_at: datetime) -> timedelta | None:
    return finished_at - due_at if stage == Stage.SENT and due_at is not None else None
