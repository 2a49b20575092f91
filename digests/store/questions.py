"""Every question of the port, on one connection; the statements are in one file a noun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from digests.model import Article, ArticleCard, Entity, Kind, Scope, Story, Totals, Window
from digests.store import articles, entities, outlets, scopes, stories
from digests.store.base import Known, Remembered, StoredReading, StoryBrief


class SqlQueries:
    """``base.Queries`` over SQL."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def _all(self) -> sa.Connection:
        """Give the connection to ask anything on."""
        return self._connection

    def _people(self) -> sa.Connection:
        """Give the connection to ask about entities alone on."""
        return self._connection

    # articles

    def known(self, ids: Iterable[str]) -> Mapping[str, Known]:
        return articles.known(self._all(), ids)

    def article_with_digest(self, content_digest: str) -> ArticleCard | None:
        return articles.with_digest(self._all(), content_digest)

    def articles(self, ids: Iterable[str]) -> Mapping[str, Article]:
        return articles.articles(self._all(), ids)

    def article_by_url(self, url: str) -> Article | None:
        return articles.by_url(self._all(), url)

    def cards(self, *, outlet: str | None = None, since: datetime | None = None, until: datetime | None = None,
              limit: int = 20, offset: int = 0) -> Sequence[ArticleCard]:
        return articles.cards(self._all(), outlet, since, until, limit, offset)

    def readings(self, article_ids: Iterable[str]) -> Mapping[str, StoredReading]:
        return articles.readings(self._all(), article_ids)

    def features(self, article_ids: Iterable[str]) -> Mapping[str, bytes]:
        return articles.features(self._all(), article_ids)

    def totals(self) -> Totals:
        return outlets.totals(self._all())

    def outlets(self, prefix: str = "", limit: int = 25) -> Sequence[tuple[str, int]]:
        return outlets.outlets(self._all(), prefix, limit)

    def story_of(self, article_id: str) -> int | None:
        return articles.story_of(self._all(), article_id)

    def remembered(self, *, after_sequence: int, since: datetime) -> Iterator[Remembered]:
        return articles.remembered(self._all(), after_sequence, since)

    # stories

    def stories(self, ids: Iterable[int]) -> Mapping[int, Story]:
        return stories.stories(self._all(), ids)

    def story_briefs(self, window: Window, scope: Scope, *, entity_ids: Sequence[int] = (),
                     limit: int = 500) -> Sequence[StoryBrief]:
        return scopes.story_briefs(self._all(), window, scope, entity_ids, limit)

    def recent_stories(self, *, limit: int = 20, offset: int = 0) -> Sequence[StoryBrief]:
        return stories.recent(self._all(), limit, offset)

    # people, organisations, craft

    def entities(self, ids: Iterable[int]) -> Mapping[int, Entity]:
        return entities.entities(self._people(), ids)

    def entities_by_key(self, keys: Iterable[str], kinds: Sequence[Kind] = ()) -> Sequence[Entity]:
        return entities.by_key(self._people(), keys, kinds)
