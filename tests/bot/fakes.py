"""A newsroom that answers with fixed values and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from bot.app import App
from bot.commands.desk import Desk
from bot.commands.table import REGISTRY
from bot.quotas import Quotas
from bot.store.base import Memory
from digests import answers as a
from digests.ingest.trying import TriedFeed
from digests.model import ArticleCard, Entity, Kind, Totals, Window
from digests.newsroom import Newsroom
from digests.questions.requests import DigestRequest
from digests.store.base import FeedState, StoryBrief
from tests.bot import answers
from tests.bot.memory import seeded


class FakeNewsroom:
    """Knows one of everything. ``asked`` holds the questions; ``trouble`` is raised by all of them."""

    def __init__(self, *, trouble: Exception | None = None, totals: Totals = answers.TOTALS) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.trouble = trouble
        self.stored = totals
        self.closed = False
        self.writer = None

    def _note(self, *question: Any) -> None:
        self.asked.append(question)
        if self.trouble:
            raise self.trouble

    async def digest(self, request: DigestRequest) -> a.Digest:
        """Answer with two stories if the window reaches what is stored."""
        self._note("digest", request)
        if request.window.end < answers.at(15) or not self.stored.articles:
            return answers.empty_digest(window=request.window, scope=request.scope, totals=self.stored)
        return answers.digest(window=request.window, scope=request.scope, length=request.length)

    async def why(self, url: str, request: DigestRequest) -> a.WhyArticle:
        """Answer with a copy."""
        self._note("why", url, request)
        return answers.WHY

    async def find(self, name: str, kinds: Sequence[Kind] = ()) -> a.Finding:
        """Know Rogozin and Roscosmos, doubt Dmitry."""
        self._note("find", name)
        known = {
            "rogozin": answers.ROGOZIN,
            "#12": answers.ROGOZIN,
            "rogosin": answers.ROGOZIN,
            "roscosmos": answers.ROSCOSMOS,
        }
        if entity := known.get(name.casefold()):
            return a.Found(name, entity, name.casefold() != "rogosin")
        return answers.SEVERAL if name == "Dmitry" else a.Nobody(name, self.stored, answers.NOBODY.nearest)

    async def dossier(self, entity_id: int) -> a.Dossier:
        """Answer with one."""
        self._note("dossier", entity_id)
        return answers.dossier(answers.ROSCOSMOS if entity_id == 14 else answers.ROGOZIN)

    async def quotes(self, entity_id: int, *, about: str | None = None, page: int = 1) -> a.QuotePage:
        """Answer with a page of two."""
        self._note("quotes", entity_id, about, page)
        return answers.quotes(page)

    async def story(self, question: str) -> a.StoryPage | a.StoryChoices:
        """Know story 7; offer it for other questions."""
        self._note("story", question)
        return answers.STORY if question in ("#7", "Rogozin leaves") else answers.CHOICES

    async def timeline(self, question: str, *, page: int = 1) -> a.Timeline | a.Several | a.Nobody:
        """Answer with one."""
        self._note("timeline", question, page)
        return answers.SEVERAL if question == "Dmitry" else answers.TIMELINE

    async def search(self, question: str, *, page: int = 1) -> a.SearchPage:
        """Answer with two hits."""
        self._note("search", question, page)
        return answers.SEARCH

    async def ask(self, question: str) -> a.Answered | a.Several:
        """Know who heads what; ask which Dmitry is meant."""
        self._note("ask", question)
        if "Dmitry" in question:
            return answers.SEVERAL
        return answers.ANSWERED if question.startswith("Who heads") else answers.UNANSWERED

    async def trending(self, window: Window) -> a.Trending:
        """Answer with one name."""
        self._note("trending", window)
        return answers.TRENDING

    async def names_starting(self, prefix: str, limit: int = 25, kinds: Sequence[Kind] = ()) -> Sequence[Entity]:
        """Complete two people and an organisation."""
        self._note("names_starting", prefix)
        known = [e for e in (answers.ROGOZIN, answers.BORISOV, answers.ROSCOSMOS) if not kinds or e.kind in kinds]
        return [e for e in known if any(word.casefold().startswith(prefix.casefold()) for word in e.name.split())]

    async def outlets_starting(self, prefix: str, limit: int = 25) -> Sequence[tuple[str, int]]:
        """Complete two outlets."""
        self._note("outlets_starting", prefix)
        return [(n, 3) for n in ("Orbit Daily", "Sky Ledger") if n.casefold().startswith(prefix.casefold())][:limit]

    async def last_posted_at(self, destination: str) -> datetime | None:
        """Nothing was ever posted, but to ``terminal/-/posted``: two days ago."""
        self._note("last_posted_at", destination)
        return answers.NOW - timedelta(days=2) if destination == "terminal/-/posted" else None

    async def feed_states(self, urls: Sequence[str]) -> Mapping[str, FeedState]:
        """Know those with "bad" in them to fail, and those with "good" to work."""
        self._note("feed_states", *urls)
        failing = {u: FeedState(u, failures=3, error="it is not there (HTTP 404)") for u in urls if "bad" in u}
        return failing | {u: FeedState(u, fetched_at=answers.NOW) for u in urls if "good" in u}

    def failing_feeds(self, urls: Iterable[str]) -> int:
        """One of those known fails."""
        return len(["bad" for url in urls if "bad" in url])

    async def try_feed(self, url: str) -> TriedFeed:
        """Find a feed at every address without "bad" in it."""
        self._note("try_feed", url)
        if "bad" in url:
            return TriedFeed(url, error="it is not there (HTTP 404)")
        return TriedFeed(url, "Orbit Daily", 12, "Rogozin leaves Roscosmos")

    async def articles(
        self,
        *,
        outlet: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> Sequence[ArticleCard]:
        """List three."""
        self._note("articles", outlet, since, until, limit, offset)
        return (answers.LEAD, answers.OWNED, answers.COPY)[offset : offset + limit]

    async def stories(self, *, limit: int = 20, offset: int = 0) -> Sequence[StoryBrief]:
        """List one."""
        self._note("stories", limit, offset)
        return [answers.BRIEF][offset : offset + limit]

    async def people(self, *, since: datetime | None = None, limit: int = 20, offset: int = 0) -> Sequence[Entity]:
        """List two."""
        self._note("people", since, limit, offset)
        return [answers.ROGOZIN, answers.BORISOV][offset : offset + limit]

    async def stories_with(self, entity_id: int, *, limit: int = 200) -> Sequence[StoryBrief]:
        """Know one."""
        self._note("stories_with", entity_id, limit)
        return [answers.BRIEF]

    async def totals(self) -> Totals:
        """Count."""
        return self.stored

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True


def app(
    room: FakeNewsroom | None = None,
    reported: list[BaseException] | None = None,
    memory: Memory | None = None,
    quotas: Quotas | None = None,
) -> App:
    """Build an application on fakes, whose clock stands still; failures are kept, with a fixed id."""
    newsroom = cast(Newsroom, room or FakeNewsroom())
    failures: list[BaseException] = [] if reported is None else reported

    def report(problem: BaseException, doing: str) -> str:
        failures.append(problem)
        return "0badcafe"

    desk = Desk(newsroom, lambda: answers.NOW, report, memory or seeded(), quotas or Quotas())
    return App(newsroom, REGISTRY, desk)
