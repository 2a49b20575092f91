"""Every change of the port, in one transaction: gathered, and written many rows at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa

from digests.model import Kind
from digests.store import feeds, removing
from digests.store.base import Arrival, FeedState, PostedStory
from digests.store.naming import Naming
from digests.store.parts import entities_in
from digests.store.placing import Found, Placing
from digests.store.questions import SqlQueries
from digests.store.rows import next_number
from digests.store.schema import article, story
from digests.store.vocabulary import Vocabulary

_ARRIVALS_AT_ONCE = 256


class SqlWrites(SqlQueries):
    """``base.Writes`` over SQL. A question first writes what it could see of what was gathered."""

    def __init__(self, connection: sa.Connection, vocabulary: Vocabulary) -> None:
        super().__init__(connection)
        self._naming = Naming(connection)
        self._placing = Placing(connection, vocabulary)
        self._arrivals: dict[str, Found] = {}
        self._headlines: list[dict[str, object]] = []
        self._next_story = 0

    def _all(self) -> sa.Connection:
        self.settle()
        return self._connection

    def _people(self) -> sa.Connection:
        self._naming.settle()
        return self._connection

    def settle(self) -> None:
        """Write everything gathered."""
        self._naming.settle()
        if self._headlines:
            self._connection.execute(sa.insert(story), self._headlines)
            self._headlines = []
        if self._arrivals:
            arrivals = list(self._arrivals.values())
            self._arrivals = {}
            self._placing.put(arrivals)

    def open_story(self, headline: str) -> int:
        self._next_story = self._next_story or next_number(self._connection, story.c.id)
        number = self._next_story
        self._next_story += 1
        self._headlines.append(
            {"id": number, "headline": headline, "lead": None, "first_seen": None, "last_seen": None})
        return number

    def add_entity(self, kind: Kind, name: str, keys: Iterable[str], folded: str) -> int:
        return self._naming.add(kind, name, keys, folded)

    def add_spelling(self, entity_id: int, spelling: str, keys: Iterable[str], folded: str) -> None:
        self._naming.spell(entity_id, spelling, keys, folded)

    def rename_entity(self, entity_id: int, name: str) -> None:
        self._naming.rename(entity_id, name)

    def put_article(self, arrival: Arrival) -> None:
        if arrival.article.id in self._arrivals or len(self._arrivals) >= _ARRIVALS_AT_ONCE:
            self.settle()
        entities = entities_in(arrival)
        self._arrivals[arrival.article.id] = arrival, entities
        self._naming.count(entities, arrival.article.published_at)

    def set_lead(self, story_id: int, article_id: str) -> None:
        leading = sa.select(article.c.row, article.c.title).where(
            article.c.id == article_id, article.c.story_id == story_id)
        found = self._all().execute(leading).first()
        if found is not None:
            self._connection.execute(
                sa.update(story).where(story.c.id == story_id).values(lead=found.row, headline=found.title))

    def put_feed_state(self, state: FeedState) -> None:
        feeds.put_feed_state(self._connection, state)

    def put_posted(self, posted: Iterable[PostedStory]) -> None:
        feeds.put_posted(self._connection, posted)

    def remove_old(self, before: datetime, limit: int = 100) -> int:
        return removing.remove_old(self._all(), before, limit)

    def forget_posted(self, before: datetime) -> int:
        return removing.remove_posted(self._all(), before)
