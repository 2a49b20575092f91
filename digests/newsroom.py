"""The one public face of the newsroom: it draws both walks and decides nothing.

First walk, when articles arrive (``ingest``)::

    sources → ingest → intake (clean → reading → entities → story) → store

Second walk, when something is asked (all other methods)::

    question → one thread, one snapshot of the store → questions → answers

A question is one thread hop and one read transaction: an answer is consistent, the event loop stays
free, and a cancelled task can't cut a transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from digests.answers import (
    Answered,
    Digest,
    Dossier,
    Finding,
    IngestReport,
    Nobody,
    QuotePage,
    SearchPage,
    Several,
    StoryChoices,
    StoryPage,
    Timeline,
    Trending,
    WhyArticle,
)
from digests.errors import BadQuery
from digests.intake.options import IngestOptions, Progress
from digests.model import Article, ArticleCard, Entity, Kind, Totals, Window
from digests.questions.requests import DigestRequest
from digests.reading.pool import Reader, read_article
from digests.store.base import FeedState, PostedStory, Queries, Store, StoryBrief

if TYPE_CHECKING:
    from digests.ingest.trying import TriedFeed
    from digests.intake.watch import Watch
    from digests.questions.evidence import Evidence
    from digests.questions.news import News
    from digests.questions.told import Composed
    from digests.summaries.generative import Writer

__all__ = ["DigestRequest", "IngestOptions", "Newsroom", "Progress"]

_THREADS = 4
Answer = TypeVar("Answer")


class Newsroom:
    """Takes articles in and answers questions. Safe to use from many tasks of one event loop."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime], writer: Writer | None = None,
                 reader: Reader = read_article) -> None:  # fmt: skip
        self._store = store
        self.writer = writer  # a language model that words summaries
        self.reader = reader  # of articles; it crosses to worker processes
        self._clock = clock
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="newsroom")

    async def ingest(
        self, sources: Sequence[str], options: IngestOptions, *, progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Take in files, folders, ``-`` and addresses; safe to repeat, to interrupt and to kill."""
        from digests.intake.pump import pump

        return await pump(self._store, sources, options, clock=self._clock, progress=progress, reader=self.reader)

    def watch(self, *, jobs: int = 1) -> Watch:
        """Make what reads feeds again and again; ``jobs``: processes that read articles. Close it."""
        from digests.intake.watch import Watch

        return Watch(self._store, self._clock, jobs, reader=self.reader)

    async def digest(self, request: DigestRequest) -> Digest:
        """Compose a digest."""
        from digests.questions import digest

        answer = await self._ask(lambda queries: digest.digest(queries, request, request.at or self._clock()))
        if self.writer is None:
            return answer
        from digests.questions.written import written

        return await written(answer, self.writer, self._articles)

    async def compose(self, request: DigestRequest) -> Composed:
        """Compose a digest to be posted, with what its destination will have been told."""
        from digests.questions import told

        composed = await self._ask(lambda queries: told.composed(queries, request, request.at or self._clock()))
        if self.writer is None:
            return composed
        from digests.questions.written import written_too

        return await written_too(composed, self.writer, self._articles)

    async def candidates(self, request: DigestRequest) -> Sequence[StoryBrief]:
        """Give the stories that a digest is chosen from, whoever gets it."""
        from digests.questions import digest

        return await self._ask(lambda queries: digest.candidates(queries, request))

    async def memories_of(self, requests: Sequence[DigestRequest], briefs: Sequence[StoryBrief]) -> Sequence[str]:
        """Give each a text that is equal for destinations to which the same has been told of these stories."""
        from digests.questions import told

        return await self._ask(lambda queries: [told.fingerprint(queries, one, briefs) for one in requests])

    async def news_since(self, after: int | None, topics: Sequence[str]) -> News:
        """Say which stories got articles after a sequence, by name and by topic; ``after`` None: from now on."""
        from digests.questions import news

        return await self._ask(lambda queries: news.news(queries, after, topics, self._clock()))

    async def remember(self, posted: Sequence[PostedStory]) -> None:
        """Note what was posted where. Safe to repeat."""

        def note() -> None:
            with self._store.writing() as writes:
                writes.put_posted(posted)

        await asyncio.get_running_loop().run_in_executor(self._threads, note)

    async def why(self, url: str, request: DigestRequest) -> WhyArticle:
        """Say why an article is in that digest, or not."""
        from digests.questions import digest

        return await self._ask(lambda queries: digest.why(queries, url, request, self._clock()))

    async def find(self, name: str, kinds: Sequence[Kind] = ()) -> Finding:
        """Find whom a name means; ``#12`` is the entity with that id."""
        from digests.questions import who

        return await self._ask(lambda queries: who.find_name(queries, name, kinds))

    async def evidence(self, entity: Entity) -> Evidence:
        """Say under which forms an entity was met, why they were taken for it, and who was kept apart."""
        from digests.questions import evidence

        return await self._ask(lambda queries: evidence.evidence(queries, entity))

    async def dossier(self, entity_id: int) -> Dossier:
        """Compute a dossier.

        Raises:
            BadQuery: there is no such entity.
        """
        from digests.questions import who

        return _there(await self._ask(lambda queries: who.dossier(queries, entity_id, self._clock())))

    async def quotes(self, entity_id: int, *, about: str | None = None, page: int = 1) -> QuotePage:
        """Page through somebody's quotations.

        Raises:
            BadQuery: there is no such entity.
        """
        from digests.questions import who

        return _there(await self._ask(lambda queries: who.quotes(queries, entity_id, about, page)))

    async def story(self, question: str) -> StoryPage | StoryChoices:
        """Find the story that fits, or the choices; ``#12`` is the story with that id."""
        from digests.questions import story

        return await self._ask(lambda queries: story.story(queries, question))

    async def timeline(self, question: str, *, page: int = 1) -> Timeline | Several | Nobody:
        """Tell the events of a name or a topic, a page at a time, page 1 the newest."""
        from digests.questions import timeline

        return await self._ask(lambda queries: timeline.timeline(queries, question, page))

    async def search(self, question: str, *, page: int = 1) -> SearchPage:
        """Search the articles.

        Raises:
            BadQuery: the question can't be understood.
        """
        from digests.questions import search

        return await self._ask(lambda queries: search.search(queries, question, page))

    async def ask(self, question: str) -> Answered | Several:
        """Answer a question with cited sentences; without lines: not in the stored articles."""
        from digests.questions import ask

        return await self._ask(lambda queries: ask.ask(queries, question, self._clock()))

    async def trending(self, window: Window) -> Trending:
        """Tell who and what is in the news more than usual."""
        from digests.questions import trending

        return await self._ask(lambda queries: trending.trending(queries, window))

    async def names_starting(self, prefix: str, limit: int = 25, kinds: Sequence[Kind] = ()) -> Sequence[Entity]:
        """Complete a name, of these kinds; none given: of any."""
        from digests.people.names import fold

        return await self._ask(lambda queries: queries.entities_starting(fold(prefix), kinds, limit))

    async def outlets_starting(self, prefix: str, limit: int = 25) -> Sequence[tuple[str, int]]:
        """Complete an outlet's name; with its articles, most first."""
        return await self._ask(lambda queries: queries.outlets(prefix, limit))

    async def last_posted_at(self, destination: str) -> datetime | None:
        """Tell when a digest was last posted to a destination."""
        return await self._ask(lambda queries: queries.last_posted_at(destination))

    async def feed_states(self, urls: Sequence[str]) -> Mapping[str, FeedState]:
        """Tell how it went when these feeds were last asked; those never asked are left out."""
        return await self._ask(
            lambda queries: {url: state for url in urls if (state := queries.feed_state(url)) is not None}
        )

    async def prune(self, before: datetime, *, stories: int = 100) -> int:
        """Delete some of what is older than that: whole stories of which nothing was published or came in since.

        Gives how many articles were deleted; 0: none is left. A batch is one short transaction.
        """

        def some() -> int:
            with self._store.writing() as writes:
                gone = writes.remove_old(before, stories)
                if not gone:
                    writes.forget_posted(before)
                return gone

        return await asyncio.get_running_loop().run_in_executor(self._threads, some)

    def failing_feeds(self, urls: Iterable[str]) -> int:
        """Count those of these feeds that failed when last asked. Blocks: for figures, asked from a thread."""
        with self._store.reading() as queries:
            states = [queries.feed_state(url) for url in urls]
        return sum(state is not None and (state.gone or state.failures > 0) for state in states)

    async def try_feed(self, url: str) -> TriedFeed:
        """Ask a feed's address once, to see what is there; public addresses only, and nothing is stored."""
        from digests.ingest.fetch import Fetcher
        from digests.ingest.trying import try_feed

        fetcher = Fetcher(clock=self._clock, insist=True)
        try:
            return await try_feed(url, fetcher)
        finally:
            await fetcher.close()

    async def articles(self, *, outlet: str | None = None, since: datetime | None = None, until: datetime | None = None,
                       limit: int = 20, offset: int = 0) -> Sequence[ArticleCard]:  # fmt: skip
        """List stored articles, newest first."""
        return await self._ask(
            lambda queries: queries.cards(outlet=outlet, since=since, until=until, limit=limit, offset=offset)
        )

    async def stories(self, *, limit: int = 20, offset: int = 0) -> Sequence[StoryBrief]:
        """List stories, last seen first."""
        return await self._ask(lambda queries: queries.recent_stories(limit=limit, offset=offset))

    async def stories_with(self, entity_id: int, *, limit: int = 200) -> Sequence[StoryBrief]:
        """List the stories that mention somebody, the newest mention first."""
        return await self._ask(lambda queries: queries.stories_of(entity_id, limit=limit))

    async def people(self, *, since: datetime | None = None, limit: int = 20, offset: int = 0) -> Sequence[Entity]:
        """List people, most articles first."""
        return await self._ask(lambda queries: queries.people(since=since, limit=limit, offset=offset))

    async def totals(self) -> Totals:
        """Count what is stored."""
        return await self._ask(lambda queries: queries.totals())

    def close(self) -> None:
        """Wait for open questions, then close the store."""
        self._threads.shutdown(wait=True)
        self._store.close()

    async def _articles(self, ids: Iterable[str]) -> Mapping[str, Article]:
        return await self._ask(lambda queries: queries.articles(ids))

    async def _ask(self, question: Callable[[Queries], Answer]) -> Answer:
        def run() -> Answer:
            with self._store.reading() as queries:
                return question(queries)

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)


def _there(answer: Answer | None) -> Answer:
    if answer is None:
        raise BadQuery("Nobody with this number is stored any more; ask by name: /who Rogozin.")
    return answer
