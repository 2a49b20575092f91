"""Every question of the port, on one connection; the statements are in one file a noun."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from digests.model import (
    Article,
    ArticleCard,
    DayCount,
    Entity,
    Kind,
    QuoteSighting,
    RoleSighting,
    Scope,
    SearchQuery,
    SearchResult,
    Story,
    Totals,
    Window,
)
from digests.store import (
    articles,
    entities,
    feeds,
    mentioned,
    names,
    newcomers,
    outlets,
    scopes,
    search,
    sightings,
    stories,
    tallies,
)
from digests.store.base import FeedState, Known, Newcomer, PostedStory, Remembered, StoredReading, StoryBrief


class SqlQueries:
    """``base.Queries`` over SQL."""

    def __init__(self, connection: sa.Connection, counted: outlets.Counted | None = None) -> None:
        self._connection = connection
        self._counted = counted or outlets.Counted()

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
        return self._counted.totals(self._all())

    def outlets(self, prefix: str = "", limit: int = 25) -> Sequence[tuple[str, int]]:
        return outlets.outlets(self._all(), prefix, limit)

    def story_of(self, article_id: str) -> int | None:
        return articles.story_of(self._all(), article_id)

    def copies_of(self, article_id: str) -> Sequence[str]:
        return articles.copies_of(self._all(), article_id)

    def last_arrival(self) -> int:
        return newcomers.last_arrival(self._all())

    def newcomers(self, *, after: int, limit: int = 500) -> Sequence[Newcomer]:
        return newcomers.newcomers(self._all(), after, limit)

    def newcomers_on(self, topic: str, *, after: int, upto: int) -> Sequence[int]:
        return newcomers.newcomers_on(self._all(), topic, after, upto)

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

    def bearers(self, keys: Iterable[str]) -> Mapping[str, Sequence[Entity]]:
        return entities.bearers(self._people(), keys)

    def entities_like(self, folded: str, kinds: Sequence[Kind] = (),
                      limit: int = 50) -> Sequence[tuple[Entity, float]]:
        return names.entities_like(self._people(), folded, kinds, limit)

    def entities_starting(self, prefix: str, kinds: Sequence[Kind] = (), limit: int = 25) -> Sequence[Entity]:
        return names.entities_starting(self._people(), prefix, kinds, limit)

    def people(self, *, since: datetime | None = None, limit: int = 20, offset: int = 0) -> Sequence[Entity]:
        return tallies.people(self._all(), since, limit, offset)

    def roles_of(self, entity_id: int, limit: int = 500) -> Sequence[RoleSighting]:
        return sightings.roles_of(self._all(), entity_id, limit)

    def roles_at(self, organisation_id: int, limit: int = 500) -> Sequence[RoleSighting]:
        return sightings.roles_at(self._all(), organisation_id, limit)

    def quotes_of(self, entity_id: int, *, about: Sequence[str] = (), limit: int = 20,
                  offset: int = 0) -> Sequence[QuoteSighting]:
        return sightings.quotes_of(self._all(), entity_id, about, limit, offset)

    def quotes_in(self, article_ids: Iterable[str]) -> Sequence[QuoteSighting]:
        return sightings.quotes_in(self._all(), article_ids)

    def stories_of(self, entity_id: int, *, limit: int = 20, offset: int = 0) -> Sequence[StoryBrief]:
        return mentioned.stories_of(self._all(), entity_id, limit, offset)

    def articles_of(self, entity_id: int, *, limit: int = 50, offset: int = 0) -> Sequence[ArticleCard]:
        return mentioned.articles_of(self._all(), entity_id, limit, offset)

    def activity_of(self, entity_id: int, window: Window) -> Sequence[DayCount]:
        return mentioned.activity_of(self._all(), entity_id, window)

    def companions_of(self, entity_id: int, kinds: Sequence[Kind], limit: int = 8, *,
                      among: int = 500) -> Sequence[tuple[Entity, int]]:
        return tallies.companions_of(self._all(), entity_id, kinds, limit, among)

    def mention_counts(self, window: Window, kinds: Sequence[Kind],
                       limit: int = 2000) -> Mapping[int, tuple[int, int]]:
        return tallies.mention_counts(self._all(), window, kinds, limit)

    # search

    def search(self, query: SearchQuery, *, limit: int = 10, offset: int = 0) -> SearchResult:
        return search.search(self._all(), query, limit, offset)

    # feeds and postings

    def feed_state(self, url: str) -> FeedState | None:
        return feeds.feed_state(self._all(), url)

    def posted(self, destination: str, story_ids: Iterable[int]) -> Mapping[int, PostedStory]:
        return feeds.posted(self._all(), destination, story_ids)

    def last_posted_at(self, destination: str) -> datetime | None:
        return feeds.last_posted_at(self._all(), destination)
