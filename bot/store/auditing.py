"""The audit log, and what becomes of one's data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.store.connected import Connected, at, placed
from bot.store.ledger import forgetting as ledger
from bot.store.records import FORGOTTEN, forgotten
from bot.store.schema import change as table
from bot.store.schema import follow, granted, installation, setting, subscription, watched_feed
from bot.store.values import Change, Place

_ALL = (installation, setting, subscription, granted, follow, watched_feed, table)

_INSERT = sa.insert(table).returning(table.c.id)


class Auditing(Connected):
    """See ``Memory``."""

    def add_change(self, change: Change) -> int:
        """Append."""
        with self.writing() as connection:
            number: int = connection.execute(_INSERT, _row(change)).scalar_one()
            return number

    def mark_undone(self, number: int, by: int | None) -> None:
        """Note what took a change back."""
        with self.writing() as connection:
            connection.execute(sa.update(table).where(table.c.id == number).values(undone_by=by))

    def change(self, number: int) -> Change | None:
        """Look one up."""
        with self.reading() as connection:
            row = connection.execute(sa.select(table).where(table.c.id == number)).first()
        return read_change(row) if row else None

    def changes(self, place: Place, *, limit: int = 20, offset: int = 0) -> Sequence[Change]:
        """List, newest first."""
        question = sa.select(table).where(at(table, place)).order_by(table.c.id.desc()).limit(limit).offset(offset)
        with self.reading() as connection:
            return [read_change(row) for row in connection.execute(question)]

    def forget(self, place: Place) -> int:
        """Delete everything about an installation."""
        with self.writing() as connection:
            return _forget(connection, place)

    def forget_user(self, place: Place, user: str) -> int:
        """Delete somebody's follows and grants, and their name everywhere else."""
        with self.writing() as connection:
            gone = sum(
                connection.execute(sa.delete(each).where(at(each, place), each.c.user == user)).rowcount
                for each in (granted, follow)
            )
            for each, column in ((subscription, "created_by"), (watched_feed, "added_by")):
                named = sa.update(each).where(at(each, place), each.c[column] == user).values({column: FORGOTTEN})
                gone += connection.execute(named).rowcount
            gone += ledger.forget_user(connection, place, user)
            for row in connection.execute(sa.select(table).where(at(table, place))).all():
                before = read_change(row)
                if (after := forgotten(before, user)) != before:
                    connection.execute(sa.update(table).where(table.c.id == before.id).values(_row(after)))
                    gone += 1
            return gone

    def purge(self, removed_before: datetime) -> int:
        """Forget what was removed before then."""
        long_ago = sa.select(installation.c.platform, installation.c.installation).where(
            installation.c.removed_at < removed_before
        )
        with self.writing() as connection:
            places = [Place(*row) for row in connection.execute(long_ago)]
            for place in places:
                _forget(connection, place)
            return len(places)


def _forget(connection: sa.Connection, place: Place) -> int:
    gone = sum(connection.execute(sa.delete(each).where(at(each, place))).rowcount for each in _ALL)
    return gone + ledger.forget(connection, place)


def _row(one: Change) -> dict[str, Any]:
    return {
        **placed(one.place),
        "actor": one.actor,
        "verb": one.verb,
        "subject": one.subject,
        "before": _text(one.before),
        "after": _text(one.after),
        "at": one.at,
        "undone_by": one.undone_by,
    }


def _text(values: Mapping[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(dict(values))


def read_change(row: sa.Row[Any]) -> Change:
    """Read a line of the audit log. ValueError where it is none."""
    return Change(
        Place(row.platform, row.installation),
        row.actor,
        row.verb,
        row.subject,
        json.loads(row.before) if row.before is not None else None,
        json.loads(row.after) if row.after is not None else None,
        row.at,
        row.id,
        row.undone_by,
    )
