"""The store port. One contract suite (``tests/contracts``) runs over every implementation.

Synchronous on purpose: the newsroom asks one whole question in one thread, inside one
``reading()`` block, so that an answer is a consistent snapshot and a cancelled task can't cut a
transaction. Every method may raise a :class:`~digests.errors.StoreError` with one clear sentence;
drivers' exceptions never leave the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

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
from digests.store.values import Arrival, FeedState, Known, Newcomer, PostedStory, Remembered, StoredReading, StoryBrief

__all__ = [
    "Arrival",
    "FeedState",
    "Known",
    "Newcomer",
    "PostedStory",
    "Queries",
    "Remembered",
    "Store",
    "StoredReading",
    "StoryBrief",
    "Writes",
]


class Queries(Protocol):
    """Questions, all on one snapshot. Unknown ids give nothing, never an error. Lists that can
    grow have ``limit`` and ``offset``; the order is stated and total, so that pages don't overlap."""

    # articles -------------------------------------------------------------------------------
    def known(self, ids: Iterable[str]) -> Mapping[str, Known]:
        """Tell which of these article ids are stored."""
        ...

    def article_with_digest(self, content_digest: str) -> ArticleCard | None:
        """Find the oldest stored article with exactly this content."""
        ...

    def articles(self, ids: Iterable[str]) -> Mapping[str, Article]: ...

    def article_by_url(self, url: str) -> Article | None:
        """Find by canonical address, case of the host ignored."""
        ...

    def cards(
        self,
        *,
        outlet: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Sequence[ArticleCard]:
        """List articles, newest first; outlet is compared by case-folded containment."""
        ...

    def readings(self, article_ids: Iterable[str]) -> Mapping[str, StoredReading]: ...

    def features(self, article_ids: Iterable[str]) -> Mapping[str, bytes]:
        """Give back what ``Arrival.features`` held."""
        ...

    def totals(self) -> Totals:
        """Count what is stored; under 5 ms at 100,000 articles (kept counts or cheap ones)."""
        ...

    def outlets(self, prefix: str = "", limit: int = 25) -> Sequence[tuple[str, int]]:
        """List outlets with their article counts, most first; prefix compared case-folded."""
        ...

    def story_of(self, article_id: str) -> int | None: ...

    def copies_of(self, article_id: str) -> Sequence[str]:
        """List the articles stored as copies of this one, oldest first."""
        ...

    def remembered(self, *, after_sequence: int, since: datetime) -> Iterator[Remembered]:
        """Stream features of articles published at or after `since`, with a higher sequence, in order of it."""
        ...

    def last_arrival(self) -> int:
        """Give the sequence of the article stored last; 0 where there is none."""
        ...

    def newcomers(self, *, after: int, limit: int = 500) -> Sequence[Newcomer]:
        """List the articles stored (or stored anew) after a sequence, in order of it."""
        ...

    def newcomers_on(self, topic: str, *, after: int, upto: int) -> Sequence[int]:
        """List the sequences, after one and up to another, of articles with all words of a topic."""
        ...

    # stories --------------------------------------------------------------------------------
    def stories(self, ids: Iterable[int]) -> Mapping[int, Story]:
        """Fetch stories with all their articles."""
        ...

    def story_briefs(
        self, window: Window, scope: Scope, *, entity_ids: Sequence[int] = (), limit: int = 500
    ) -> Sequence[StoryBrief]:
        """Stories with an article in the window, most outlets and then newest first.

        ``scope.topics``: any topic's words all occur in title or text of an article in the window
        (full-text search); ``entity_ids`` (of ``scope.people``): any is mentioned; topics and people are
        alternatives; outlets (whole words of their names, case folded) are filters on the articles counted.
        """
        ...

    def recent_stories(self, *, limit: int = 20, offset: int = 0) -> Sequence[StoryBrief]:
        """List stories, last seen first; counts over the whole story."""
        ...

    # people, organisations, craft -----------------------------------------------------------
    def entities(self, ids: Iterable[int]) -> Mapping[int, Entity]: ...

    def entities_by_key(self, keys: Iterable[str], kinds: Sequence[Kind] = ()) -> Sequence[Entity]:
        """Entities that have any of these keys (see ``Writes.add_entity``), most articles first, 200 at most."""
        ...

    def bearers(self, keys: Iterable[str]) -> Mapping[str, Sequence[Entity]]:
        """For each of many keys the entities that have it, in no order: for linking a batch in one question."""
        ...

    def entities_like(self, folded: str, kinds: Sequence[Kind] = (), limit: int = 50) -> Sequence[tuple[Entity, float]]:
        """Entities with a spelling that shares most trigrams with `folded`, best first, with the share (0..1).
        Must stay under 15 ms at 100,000 articles and 60,000 entities."""
        ...

    def entities_starting(self, prefix: str, kinds: Sequence[Kind] = (), limit: int = 25) -> Sequence[Entity]:
        """For completion: any word of the folded name starts with `prefix`; most articles first."""
        ...

    def people(self, *, since: datetime | None = None, limit: int = 20, offset: int = 0) -> Sequence[Entity]:
        """List people by articles (since), most first."""
        ...

    def roles_of(self, entity_id: int, limit: int = 500) -> Sequence[RoleSighting]:
        """Newest first."""
        ...

    def roles_at(self, organisation_id: int, limit: int = 500) -> Sequence[RoleSighting]:
        """Roles that articles place at this organisation, newest first."""
        ...

    def quotes_of(
        self, entity_id: int, *, about: Sequence[str] = (), limit: int = 20, offset: int = 0
    ) -> Sequence[QuoteSighting]:
        """Quotations by this speaker, newest first, copies of articles left out. `about`: folded words
        that must all occur in the quotation or in its article's title."""
        ...

    def quotes_in(self, article_ids: Iterable[str]) -> Sequence[QuoteSighting]: ...

    def stories_of(self, entity_id: int, *, limit: int = 20, offset: int = 0) -> Sequence[StoryBrief]:
        """Stories with an article that mentions it, the newest such article first; counts over the whole story."""
        ...

    def articles_of(self, entity_id: int, *, limit: int = 50, offset: int = 0) -> Sequence[ArticleCard]:
        """Articles that mention it, newest first, copies left out."""
        ...

    def activity_of(self, entity_id: int, window: Window) -> Sequence[DayCount]:
        """Articles a UTC day that mention it, days without one left out, oldest first."""
        ...

    def companions_of(
        self, entity_id: int, kinds: Sequence[Kind], limit: int = 8, *, among: int = 500
    ) -> Sequence[tuple[Entity, int]]:
        """Entities most often in the same stories (of the newest `among` articles), with how many they share."""
        ...

    def mention_counts(self, window: Window, kinds: Sequence[Kind], limit: int = 2000) -> Mapping[int, tuple[int, int]]:
        """(articles, outlets) that mention each entity within the window, copies left out: for trending."""
        ...

    # search ---------------------------------------------------------------------------------
    def search(self, query: SearchQuery, *, limit: int = 10, offset: int = 0) -> SearchResult:
        """Search title and text; best of the newest few thousand matches first; p99 ≤ 40 ms at 100,000.

        A word that occurs nowhere is replaced by the nearest one that does (trigrams), and said in ``corrected``.
        """
        ...

    # feeds and postings ---------------------------------------------------------------------
    def feed_state(self, url: str) -> FeedState | None: ...

    def posted(self, destination: str, story_ids: Iterable[int]) -> Mapping[int, PostedStory]:
        """The last posting of each story to this destination."""
        ...

    def last_posted_at(self, destination: str) -> datetime | None: ...


class Writes(Queries, Protocol):
    """Changes, all in one transaction with the questions before them."""

    def open_story(self, headline: str) -> int:
        """Make an empty story; its dates and lead come with its articles."""
        ...

    def add_entity(self, kind: Kind, name: str, keys: Iterable[str], folded: str) -> int:
        """Make an entity. ``keys`` are exact lookup keys (``people.names``); ``folded`` feeds
        trigrams and completion."""
        ...

    def add_spelling(self, entity_id: int, spelling: str, keys: Iterable[str], folded: str) -> None:
        """Note another form of an entity's name. Safe to repeat."""
        ...

    def rename_entity(self, entity_id: int, name: str) -> None: ...

    def put_article(self, arrival: Arrival) -> None:
        """Store or replace an article with all that was read in it, search index and counts included.

        Replacing removes the former mentions, quotes and roles, and moves it between stories. Names
        in the reading without an entity are kept without one.
        """
        ...

    def set_lead(self, story_id: int, article_id: str) -> None:
        """Make this article's title the story's headline."""
        ...

    def put_feed_state(self, state: FeedState) -> None: ...

    def put_posted(self, posted: Iterable[PostedStory]) -> None: ...

    def remove_old(self, before: datetime, limit: int = 100) -> int:
        """Delete up to ``limit`` whole stories of which nothing was published or came in since then, oldest first.
        Gives how many articles; 0: none is left. What numbers new rows stays."""
        ...

    def forget_posted(self, before: datetime) -> int:
        """Forget who had stories before then that are not there any more; gives how many postings."""
        ...


class Store(Protocol):
    """An opened database. Thread-safe; close() waits for open blocks."""

    def reading(self) -> AbstractContextManager[Queries]:
        """Open a snapshot. Never blocks writers, nor is blocked by them."""
        ...

    def writing(self) -> AbstractContextManager[Writes]:
        """Open a transaction; committed on leaving, rolled back on an exception. One writer at a time a
        process and a database file; waits for its turn, then raises StoreLocked."""
        ...

    def check(self) -> Sequence[str]:
        """Sentences on what is wrong (integrity, migrations, search index against articles, orphans);
        empty when whole."""
        ...

    def backup(self, target: Path) -> None:
        """Copy online. Raises StoreError where the engine has its own tool (PostgreSQL: says pg_dump's line)."""
        ...

    def close(self) -> None: ...
