"""What is deleted of an installation, a channel or a user, in a transaction that is open."""

from __future__ import annotations

import sqlalchemy as sa

from bot.store.connected import at
from bot.store.records import FORGOTTEN
from bot.store.schema import delivery as table
from bot.store.schema import edition, halt, pace, progress
from bot.store.values import Place
from digests.store.rows import among


def forget(connection: sa.Connection, place: Place, channel: str | None = None) -> int:
    """Delete an installation's rows, or those of one channel in it, and editions that nobody else has."""
    here, halted = at(table, place), at(halt, place)
    key = f"{place.platform}/{place.installation}" + (f"/{channel}" if channel else "")
    if channel is not None:
        here, halted = sa.and_(here, table.c.channel == channel), sa.and_(halted, halt.c.channel == channel)
    paced = sa.or_(pace.c.key == key, pace.c.key.startswith(f"{key}/", autoescape=True))
    gone = delete_rows(connection, here)
    gone += connection.execute(sa.delete(halt).where(halted)).rowcount
    connection.execute(sa.delete(pace).where(paced))
    noted = sa.or_(progress.c.key == key, progress.c.key.startswith(f"{key}/", autoescape=True))
    connection.execute(sa.delete(progress).where(noted))
    return gone


def delete_rows(connection: sa.Connection, where: sa.ColumnElement[bool]) -> int:
    """Delete rows and the editions that only they had; gives how many rows."""
    had = {number for (number,) in connection.execute(sa.select(table.c.edition).where(where).distinct()) if number}
    gone = connection.execute(sa.delete(table).where(where)).rowcount
    others = sa.exists().where(table.c.edition == edition.c.id)
    connection.execute(sa.delete(edition).where(among(connection, edition.c.id, had), ~others))
    return gone


def forget_user(connection: sa.Connection, place: Place, user: str) -> int:
    """Delete what was sent to a user alone, and their name from what they asked for; gives how many rows."""
    direct = sa.and_(at(table, place), table.c.channel == f"@{user}")
    followed = table.c.owner == f"follow {place.platform}/{place.installation}/{user}"
    gone = delete_rows(connection, sa.or_(direct, followed))
    halted = sa.delete(halt).where(at(halt, place), halt.c.channel == f"@{user}")
    gone += connection.execute(halted).rowcount
    named = sa.update(table).where(at(table, place), table.c.asked_by == user).values(asked_by=FORGOTTEN)
    return gone + connection.execute(named).rowcount
