"""What is yet to be done about posts: telling the newsroom, publishing to followers; and what is public of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa

from bot.delivery.values import Delivery, Edition, Stage, What
from bot.store.ledger.connected import Connected
from bot.store.ledger.editions import read_edition
from bot.store.ledger.rows import PUBLISH, SHOWN, read_delivery
from bot.store.schema import delivery as table
from bot.store.schema import edition as edition_table
from bot.store.schema import edition_story
from bot.store.values import Place
from digests.store.rows import among

_UNTOLD = (
    sa.select(*SHOWN)
    .where(table.c.untold_since.is_not(None))
    .order_by(table.c.untold_since, table.c.id)
    .limit(sa.bindparam("limit"))
)


class Telling(Connected):
    """See ``Ledger``."""

    def untold(self, limit: int = 500) -> Sequence[tuple[Delivery, Edition]]:
        """List what was posted and not told, oldest first."""
        with self.reading() as connection:
            found = [read_delivery(row) for row in connection.execute(_UNTOLD, {"limit": limit})]
            return _with_editions(connection, found)

    def to_publish(self, now: datetime, limit: int = 50) -> Sequence[Delivery]:
        """List what followers are yet to get."""
        waits = (table.c.queue == PUBLISH, table.c.ready_at <= now)
        question = sa.select(*SHOWN).where(*waits).order_by(table.c.ready_at, table.c.id).limit(limit)
        with self.reading() as connection:
            return [read_delivery(row) for row in connection.execute(question)]

    def note_published(self, delivery: int, again_at: datetime | None = None) -> None:
        """Take it from the list, or put it back to a later time."""
        values = {"queue": PUBLISH if again_at else None, "ready_at": again_at}
        one = sa.update(table).where(table.c.id == delivery, table.c.queue == PUBLISH)
        with self.writing() as connection:
            connection.execute(one.values(values))

    def note_told(self, deliveries: Iterable[int]) -> None:
        """Take them from the list."""
        with self.writing() as connection:
            told = among(connection, table.c.id, deliveries)
            connection.execute(sa.update(table).where(told).values(untold_since=None))

    def posted_editions(
        self,
        places: Sequence[Place],
        *,
        before: datetime | None = None,
        story: int | None = None,
        edition: int | None = None,
        limit: int = 20,
    ) -> Sequence[tuple[Delivery, Edition]]:
        """Find the last posting of each edition, newest first; lines that say that there is no news are none."""
        if not places:
            return []
        posted = sa.func.max(table.c.finished_at)
        last = sa.select(table.c.edition, sa.func.max(table.c.id)).where(*_posted(places, story, edition))
        last = last.group_by(table.c.edition).order_by(posted.desc(), table.c.edition.desc()).limit(limit)
        if before is not None:
            last = last.having(posted < before)
        with self.reading() as connection:
            numbers = [number for _, number in connection.execute(last)]
            rows = connection.execute(sa.select(*SHOWN).where(among(connection, table.c.id, numbers)))
            found = {row.id: read_delivery(row) for row in rows}
            return _with_editions(connection, [found[number] for number in numbers])


def _posted(places: Sequence[Place], story: int | None, edition: int | None) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that a row is a posted digest's first part there."""
    here = sa.tuple_(table.c.platform, table.c.installation).in_([(p.platform, p.installation) for p in places])
    what = table.c.what.in_([What.DIGEST.value, What.RUN.value])
    conditions = [here, what, table.c.part == 0, table.c.stage == Stage.SENT.value, table.c.edition.is_not(None)]
    if edition is not None:
        conditions.append(table.c.edition == edition)
    if story is not None:
        telling = sa.select(edition_story.c.edition).where(edition_story.c.story == sa.literal(story, sa.BigInteger))
        conditions.append(table.c.edition.in_(telling))
    if edition is None and story is None:
        conditions.append(sa.exists().where(edition_story.c.edition == table.c.edition))
    return conditions


def _with_editions(connection: sa.Connection, found: Sequence[Delivery]) -> list[tuple[Delivery, Edition]]:
    numbers = {one.edition for one in found if one.edition is not None}
    question = sa.select(edition_table).where(among(connection, edition_table.c.id, numbers))
    editions = {row.id: read_edition(row) for row in connection.execute(question)}
    return [(one, editions[one.edition]) for one in found if one.edition is not None]
