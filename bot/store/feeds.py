"""The feeds that installations asked to be read."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from bot.store.connected import Connected, at, placed
from bot.store.schema import watched_feed as table
from bot.store.values import Place, WatchedFeed
from digests.store.columns import short_key
from digests.store.rows import insert_or_replace


class Feeds(Connected):
    """See ``Memory``."""

    def put_feed(self, feed: WatchedFeed) -> None:
        """Store or replace."""
        row = {
            **placed(feed.place),
            "key": short_key(feed.url),
            "url": feed.url,
            "added_by": feed.added_by,
            "added_at": feed.added_at,
        }
        with self.writing() as connection:
            insert_or_replace(connection, table, [row])

    def remove_feed(self, place: Place, url: str) -> bool:
        """Delete; tells whether it was there."""
        with self.writing() as connection:
            gone = connection.execute(sa.delete(table).where(at(table, place), table.c.key == short_key(url)))
            return gone.rowcount > 0

    def feeds(self, place: Place | None = None) -> Sequence[WatchedFeed]:
        """List by installation and address."""
        question = sa.select(table) if place is None else sa.select(table).where(at(table, place))
        with self.reading() as connection:
            rows = connection.execute(question).all()
        found = [WatchedFeed(Place(r.platform, r.installation), r.url, r.added_by, r.added_at) for r in rows]
        return sorted(found, key=lambda each: (each.place.platform, each.place.installation, each.url))
