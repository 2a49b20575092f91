"""Grants and follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from bot.store.connected import Connected, at, placed
from bot.store.schema import follow as following
from bot.store.schema import granted
from bot.store.values import Follow, Grant, Place, Role
from digests.store.cards import chunks
from digests.store.columns import short_key
from digests.store.rows import insert_or_replace


class Rights(Connected):
    """See ``Memory``."""

    def put_grant(self, grant: Grant) -> None:
        """Give a role."""
        row = {**placed(grant.place), "user": grant.user, "channel": grant.channel or "", "role": grant.role.value}
        with self.writing() as connection:
            insert_or_replace(connection, granted, [row])

    def remove_grant(self, place: Place, user: str, channel: str | None) -> None:
        """Take a role."""
        where = (at(granted, place), granted.c.user == user, granted.c.channel == (channel or ""))
        with self.writing() as connection:
            connection.execute(sa.delete(granted).where(*where))

    def grants(self, place: Place, user: str | None = None) -> Sequence[Grant]:
        """List by user and channel."""
        question = sa.select(granted).where(at(granted, place))
        if user is not None:
            question = question.where(granted.c.user == user)
        with self.reading() as connection:
            rows = connection.execute(question).all()
        found = [Grant(place, row.user, Role(row.role), row.channel or None) for row in rows]
        return sorted(found, key=lambda each: (each.user, each.channel or ""))

    def put_follow(self, follow: Follow) -> None:
        """Follow."""
        row = {
            **placed(follow.place),
            "user": follow.user,
            "key": short_key(follow.subject),
            "subject": follow.subject,
            "entity_id": follow.entity_id,
            "muted_until": follow.muted_until,
            "since": follow.since,
        }
        with self.writing() as connection:
            insert_or_replace(connection, following, [row])

    def remove_follow(self, place: Place, user: str, subject: str) -> bool:
        """Follow no more."""
        where = (at(following, place), following.c.user == user, following.c.key == short_key(subject))
        with self.writing() as connection:
            return connection.execute(sa.delete(following).where(*where)).rowcount > 0

    def follows(self, place: Place, user: str | None = None) -> Sequence[Follow]:
        """List by user and subject."""
        question = sa.select(following).where(at(following, place))
        if user is not None:
            question = question.where(following.c.user == user)
        with self.reading() as connection:
            return _follows(connection.execute(question).all())

    def followers(self, entity_ids: Iterable[int]) -> Sequence[Follow]:
        """List who follows names."""
        with self.reading() as connection:
            rows = [
                row
                for part in chunks(entity_ids)
                for row in connection.execute(sa.select(following).where(following.c.entity_id.in_(part)))
            ]
        return _follows(rows)

    def topics_followed(self) -> Sequence[Follow]:
        """List who follows topics."""
        with self.reading() as connection:
            return _follows(connection.execute(sa.select(following).where(following.c.entity_id.is_(None))).all())


def _follows(rows: Iterable[sa.Row[Any]]) -> list[Follow]:
    found = [
        Follow(Place(r.platform, r.installation), r.user, r.subject, r.entity_id, r.muted_until, r.since) for r in rows
    ]
    return sorted(found, key=lambda each: (each.place.platform, each.place.installation, each.user, each.subject))
