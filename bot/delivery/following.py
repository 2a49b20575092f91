"""Direct messages to those who follow a name or a topic, once a story: newly stored articles → rows of the ledger.

Work grows with the articles that came in, and with the topics that anybody follows; names are looked up by an index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask
from bot.delivery.destinations import in_channel
from bot.delivery.values import NewDelivery, What
from bot.presenters import follows as presented
from bot.store.base import Memory
from bot.store.values import Follow, Place
from digests.answers import StoryPage
from digests.newsroom import Newsroom
from digests.questions.news import News

UPTO = "follows"  # where the ledger keeps how far this has come
PLATFORMS = ("slack", "discord")  # that have direct messages
Reader = tuple[Place, str]


def wanted(news: News, follows: Iterable[Follow], now: datetime) -> Mapping[int, Mapping[Reader, list[str]]]:
    """Say of each story who gets it, for which subjects; not those who muted them all. Pure."""
    found: dict[int, dict[Reader, list[str]]] = defaultdict(lambda: defaultdict(list))
    for follow in follows:
        if follow.place.platform not in PLATFORMS or (follow.muted_until and follow.muted_until > now):
            continue
        by_name = news.by_entity.get(follow.entity_id, set()) if follow.entity_id is not None else set()
        for story in by_name or news.by_topic.get(follow.subject, set()):
            found[story][follow.place, follow.user].append(follow.subject)
    return found


class Following:
    """Goes on from where the ledger says that the last one was; safe to be cut off, and to be done by several."""

    def __init__(
        self, memory: Memory, ledger: Ledger, newsroom: Newsroom, ask: Ask, clock: Callable[[], datetime]
    ) -> None:
        self._memory, self._ledger, self._newsroom = memory, ledger, newsroom
        self._ask, self._clock = ask, clock

    async def step(self) -> int:
        """Write the messages about a batch of new articles; gives how many are new. Raises StoreError."""
        kept = await self._ask(self._ledger.kept, UPTO)
        after = int(kept) if kept is not None else None
        topics = await self._ask(self._memory.topics_followed)
        news = await self._newsroom.news_since(after, sorted({follow.subject for follow in topics}))
        if news.upto == after:
            return 0
        by_name = await self._ask(self._memory.followers, list(news.by_entity))
        now, rows = self._clock(), list[NewDelivery]()
        for story, readers in wanted(news, [*by_name, *topics], now).items():
            rows += await self._rows(story, readers, now)
        written = await self._ask(self._ledger.write, rows) if rows else 0
        await self._ask(self._ledger.keep, UPTO, str(news.upto))
        return written

    async def _rows(self, story: int, readers: Mapping[Reader, Sequence[str]], now: datetime) -> list[NewDelivery]:
        page = await self._newsroom.story(f"#{story}")
        if not isinstance(page, StoryPage):
            return []
        bodies = {subjects: presented.news(page, subjects) for subjects in {tuple(s) for s in readers.values()}}
        return [
            NewDelivery(
                What.FOLLOW,
                f"follow {place.platform}/{place.installation}/{user}",
                f"story {story}",
                in_channel(place, f"@{user}"),
                now,
                story=story,
                body=bodies[tuple(subjects)],
                asked_by=user,
            )
            for (place, user), subjects in readers.items()
        ]
