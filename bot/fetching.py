"""The reading of feeds on a timetable: those of all installations and those of the settings."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.counting import Counting
from bot.delivery.clocks import Ask
from bot.jobs import Jobs
from bot.log import LOGGER, about
from bot.schedule import Metronome
from bot.store.base import Memory
from bot.store.values import Place
from digests.newsroom import Newsroom
from digests.store.base import FeedState

if TYPE_CHECKING:
    from bot.config import Settings
    from digests.intake.watch import Watch

TICK = 15.0  # seconds between looks for feeds that are due
AT_ONCE = 6  # feeds asked beside each other
A_TICK = 200  # feeds handed out in one tick
OPERATOR = Place("", "")  # whose the feeds of the settings are


def due(url: str, state: FeedState | None, now: datetime, every: timedelta) -> bool:
    """Tell whether a feed is to be asked: not where it is gone or asks to be left alone."""
    if state is None or state.fetched_at is None:
        return state is None or not state.gone
    if state.gone or (state.not_before is not None and now < state.not_before):
        return False
    return now >= state.fetched_at + every


def fairly(feeds: Iterable[tuple[Place, str]], states: Mapping[str, FeedState]) -> list[str]:
    """Order feeds so that each installation has its turn, and in each the one asked longest ago comes first."""
    own = defaultdict[Place, list[str]](list)
    for place, url in feeds:
        own[place].append(url)

    def asked(url: str) -> tuple[float, str]:
        state = states.get(url)
        return (state.fetched_at.timestamp() if state and state.fetched_at else 0.0, url)

    columns = [sorted(set(urls), key=asked) for _, urls in sorted(own.items(), key=lambda pair: str(pair[0]))]
    turns: Sequence[Sequence[str | None]] = list(zip_longest(*columns))
    return list(dict.fromkeys(url for turn in turns for url in turn if url is not None))


class Fetching:
    """Reads feeds until closed. Of several processes one asks a feed, by the bot's memory."""

    def __init__(
        self,
        memory: Memory,
        newsroom: Newsroom,
        clock: Callable[[], datetime],
        ask: Ask,
        jobs: Jobs,
        counting: Counting,
        watch: Watch,
        settings: Settings,
    ) -> None:
        self._memory, self._newsroom, self._clock, self._ask = memory, newsroom, clock, ask
        self._jobs, self._counting = jobs, counting
        self._every, self._own = timedelta(minutes=settings.feeds_every), settings.feeds
        self._metronome, self._closed = Metronome(counting), asyncio.Event()
        self._watch = watch
        self._reading = set[asyncio.Task[None]]()
        jobs.entrypoint("fetch", self.fetch, at_once=AT_ONCE)

    async def run(self) -> None:
        """Look for feeds that are due until closed."""
        self._metronome.every(TICK, "reading feeds", self.hand_out)
        self._metronome.start()
        try:
            await self._closed.wait()
        finally:
            self._metronome.stop()
        await self._metronome.settled()
        if self._reading:
            await asyncio.wait(set(self._reading))
        await self._watch.close()

    async def close(self) -> None:
        """Ask no more feeds; :meth:`run` ends when those under way are read."""
        self._closed.set()

    @property
    def reading(self) -> int:
        """Count the feeds that are being read here."""
        return len(self._reading)

    async def hand_out(self) -> None:
        """Leave a job for each feed that is due, unless another process has just done so. Raises StoreError."""
        now = self._clock()
        feeds = [(OPERATOR, url) for url in self._own]
        feeds += [(feed.place, feed.url) for feed in await self._ask(self._memory.feeds)]
        states = await self._newsroom.feed_states(list({url for _, url in feeds}))
        waiting = [url for url in fairly(feeds, states) if due(url, states.get(url), now, self._every)]
        turn = int(now.timestamp() // self._every.total_seconds())
        for url in waiting[:A_TICK]:
            if await self._ask(
                self._memory.first_time, f"feed {turn} {url}", now, 1 + self._every // timedelta(hours=1)
            ):
                await self._jobs.enqueue("fetch", url, dedupe_key=f"fetch {url}")

    async def fetch(self, url: str) -> None:
        """Read one feed; it is a job of whichever process is free. Raises StoreError."""
        if self._closed.is_set():
            return
        task = asyncio.current_task()
        assert task is not None
        self._reading.add(task)
        began = time.perf_counter()
        try:
            with about(feed=url):
                report = await self._watch.read(url)
                state = (await self._newsroom.feed_states([url])).get(url)
                error = state.error if state else None
                self._counting.fetched(failed=error is not None)
                if error is not None:
                    LOGGER.info("The feed %s could not be read: %s", url, error)
                elif report.new + report.updated + report.duplicates:
                    LOGGER.info("The feed %s has %d new articles", url, report.new)
                    self._counting.read(report.new + report.duplicates, time.perf_counter() - began)
        finally:
            self._reading.discard(task)
