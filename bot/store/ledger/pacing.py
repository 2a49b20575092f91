"""Limits that all workers share: reservations (the virtual scheduling of GCRA), blocks, invalid answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.delivery.base import Share
from bot.store.ledger.connected import Connected
from bot.store.schema import invalid_answer, pace, sharer
from digests.store.columns import Instant, microseconds, moment, plain

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_FURTHEST = 60_000_000  # µs; a reservation further ahead was made before the clock was set back


class Pacing(Connected):
    """See ``Ledger``. Times are stored by the server's clock where there is one: the workers' may differ."""

    def reserve(self, key: str, count: int, interval: float, now: datetime) -> datetime:
        """Take the next ``count`` places in the queue of a key."""
        lasts = count * round(interval * 1_000_000)
        with self.writing() as connection:
            ahead = self.ahead(connection)
            begin = microseconds(now + ahead)
            greatest = sa.func.max if connection.dialect.name == "sqlite" else sa.func.greatest
            next_at, blocked = (sa.type_coerce(pace.c[name], sa.BigInteger) for name in ("next_at", "blocked_until"))
            free_at = sa.case((next_at > begin + _FURTHEST, begin), else_=next_at)
            statement = _insert(connection, pace).values(
                key=key, next_at=moment(begin + lasts), blocked_until=_LONG_AGO
            )
            taken = statement.on_conflict_do_update(
                index_elements=[pace.c.key],
                set_={"next_at": sa.type_coerce(greatest(free_at, blocked, begin) + lasts, Instant)},
            ).returning(sa.type_coerce(pace.c.next_at, sa.BigInteger))
            return moment(connection.execute(taken).scalar_one() - lasts) - ahead

    def share(self, key: str, worker: str, now: datetime, lease: timedelta) -> Share:
        """Join, or stay; those whose lease is over are let go. One after the other, so that each sees all before it."""
        table, begin = sharer, self.clock()
        with self.writing() as connection:
            if connection.dialect.name != "sqlite":
                connection.execute(sa.text("LOCK TABLE sharer IN EXCLUSIVE MODE"))
            now += self.ahead(connection) + (self.clock() - begin)
            late = sa.or_(table.c.until <= now, table.c.until > now + 4 * lease)
            connection.execute(sa.delete(table).where(table.c.key == key, table.c.worker != worker, late))
            statement = _insert(connection, table).values(key=key, worker=worker, joined_at=now, until=now + lease)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[table.c.key, table.c.worker], set_={"until": statement.excluded.until}
                )
            )
            order = sa.select(table.c.worker).where(table.c.key == key).order_by(table.c.joined_at, table.c.worker)
            workers = list(connection.execute(order).scalars())
        return Share(workers.index(plain(worker)), len(workers))

    def leave(self, key: str, worker: str) -> None:
        """Leave at once."""
        with self.writing() as connection:
            connection.execute(sa.delete(sharer).where(sharer.c.key == key, sharer.c.worker == worker))

    def block(self, key: str, until: datetime) -> None:
        """Lengthen the block of a key."""
        with self.writing() as connection:
            until += self.ahead(connection)
            statement = _insert(connection, pace).values(key=key, next_at=_LONG_AGO, blocked_until=until)
            connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[pace.c.key],
                    set_={"blocked_until": statement.excluded.blocked_until},
                    where=pace.c.blocked_until < statement.excluded.blocked_until,
                )
            )

    def blocks(self, now: datetime) -> Mapping[str, datetime]:
        """List the blocks that last."""
        with self.glancing() as connection:
            ahead = self.ahead(connection)
            rows = connection.execute(sa.select(pace).where(pace.c.blocked_until > now + ahead)).all()
        return {row.key: row.blocked_until - ahead for row in sorted(rows, key=lambda row: str(row.key))}

    def count_invalid(self, key: str, now: datetime, window: timedelta, add: int = 1) -> int:
        """Count by the second; what is older than the window is dropped on the way."""
        table = invalid_answer
        ours = table.c.key == key
        with self.writing() as connection:
            now += self.ahead(connection)
            connection.execute(sa.delete(table).where(ours, table.c.at <= now - window))
            if add:
                statement = _insert(connection, table).values(key=key, at=now.replace(microsecond=0), count=add)
                more = {"count": table.c.count + statement.excluded.count}
                connection.execute(
                    statement.on_conflict_do_update(index_elements=[table.c.key, table.c.at], set_=more)
                )
            total = sa.select(sa.func.coalesce(sa.func.sum(table.c.count), 0)).where(ours, table.c.at <= now)
            return int(connection.execute(total).scalar_one())


def _insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
