"""What may be shown: editions that were posted in public installations, and the stories in them. Decides who sees what.

Asked anew each time but for who is public, which holds for some seconds: an installation that becomes private is gone
from the pages then.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.blocks import StoryCard
from bot.delivery.values import Edition
from bot.replies import Reply
from digests.answers import Found
from digests.model import Entity

if TYPE_CHECKING:
    from bot.delivery.base import Ledger
    from bot.store.base import Memory
    from bot.store.values import Place
    from digests.newsroom import Newsroom

A_PAGE = 20  # editions
KEPT = 10.0  # seconds that who is public, and the newest editions, hold
AT_ONCE = 2  # questions of the world to the database; it is there for others first
WAITING = 20  # questions that wait for their turn; whoever comes then is told to come again
_TELLINGS = 50  # editions looked at for one story
_PERSONS = 30  # stories looked at for one name
_STORY = re.compile(r"/story #(\d{1,18})")


class Busy(Exception):
    """Too many ask at once."""


@dataclass(frozen=True, slots=True)
class Posted:
    """An edition, and when it was last posted in public."""

    edition: Edition
    at: datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """A story as one edition told it."""

    story: int
    card: StoryCard
    posted: Posted


class Shelf:
    """Looks up what is public. Every question may raise Busy."""

    def __init__(
        self, ledger: Ledger, memory: Memory, newsroom: Newsroom, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._ledger, self._memory, self._newsroom, self._monotonic = ledger, memory, newsroom, monotonic
        self._kept: tuple[float, Sequence[Place]] | None = None
        self._newest: tuple[float, Sequence[Posted]] | None = None
        self._turns, self._waiting = asyncio.Semaphore(AT_ONCE), 0

    async def editions(self, before: datetime | None = None) -> Sequence[Posted]:
        """List a page of those last posted before a moment, newest first, and one more where there is one."""
        if before is not None:
            return await self._asked(before=before, limit=A_PAGE + 1)
        now = self._monotonic()
        if self._newest is None or now - self._newest[0] > KEPT:
            self._newest = (now, await self._asked(limit=A_PAGE + 1))
        return self._newest[1]

    async def edition(self, number: int) -> Posted | None:
        """Look one up; None where there is none that is public."""
        found = await self._asked(edition=number, limit=1)
        return found[0] if found else None

    async def story(self, number: int) -> Sequence[Telling]:
        """Give every public telling of a story, the newest first."""
        found = await self._asked(story=number, limit=_TELLINGS)
        return [telling for posted in found for telling in _of(posted, number)]

    async def person(self, name: str) -> tuple[Entity, Sequence[Telling]] | None:
        """Give the newest public telling of each story that somebody is in; None where nobody is meant, or several.

        Who is in no public story is not there.
        """
        async with self._turn():
            found = await self._newsroom.find(name)
            if not isinstance(found, Found):
                return None
            stories = await self._newsroom.stories_with(found.entity.id, limit=_PERSONS)
            told = await asyncio.to_thread(self._newest_of, [brief.id for brief in stories])
        return (found.entity, told) if told else None

    def _newest_of(self, stories: Sequence[int]) -> list[Telling]:
        """Give the newest telling of each story that has one."""
        newest = ((story, self._posted(story=story, limit=1)) for story in stories)
        return [one for story, found in newest for posted in found for one in _of(posted, story)[:1]]

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        if self._waiting >= WAITING:
            raise Busy
        self._waiting += 1
        try:
            async with self._turns:
                yield
        finally:
            self._waiting -= 1

    async def _asked(
        self, *, before: datetime | None = None, story: int | None = None, edition: int | None = None, limit: int
    ) -> Sequence[Posted]:
        async with self._turn():
            return await asyncio.to_thread(self._posted, before=before, story=story, edition=edition, limit=limit)

    def _posted(
        self, *, before: datetime | None = None, story: int | None = None, edition: int | None = None, limit: int
    ) -> list[Posted]:
        places = self._public()
        if not places:
            return []
        found = self._ledger.posted_editions(places, before=before, story=story, edition=edition, limit=limit)
        return [Posted(each, delivery.finished_at) for delivery, each in found if delivery.finished_at]

    def _public(self) -> Sequence[Place]:
        now = self._monotonic()
        if self._kept is None or now - self._kept[0] > KEPT:
            self._kept = (now, self._memory.public_places())
        return self._kept[1]


def replies(edition: Edition) -> list[Reply]:
    """Give what an edition says, once: where headlines went ahead of a thread, what is in the thread has them all."""
    below = [message.reply for message in edition.messages if message.threaded]
    return below or [message.reply for message in edition.messages]


def tellings(posted: Posted) -> Iterator[Telling]:
    """Give the stories of an edition, in its order."""
    for reply in replies(posted.edition):
        for block in reply.blocks:
            if isinstance(block, StoryCard) and (match := _STORY.fullmatch(block.command or "")):
                yield Telling(int(match[1]), block, posted)


def _of(posted: Posted, story: int) -> list[Telling]:
    return [telling for telling in tellings(posted) if telling.story == story]
