"""The metronome: ticks, one job a kind. What a tick does is read from the ledger, so a tick left out loses nothing.

APScheduler 3.11.2 or newer: 3.11.0 runs for ever at some changes of the clocks; 4 is not released. No job store: a job
a subscription would cost minutes at the start and gigabytes for a million of them.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

from bot.counting import Counting, Uncounted
from bot.log import LOGGER, report
from digests.errors import StoreError

Tick = Callable[[], Awaitable[None]]
_WATCHED = 1.0  # seconds between looks at the clock
_GRACE = 30  # seconds that a tick may be late; a later one is left out, for the next is near


class Metronome:
    """Calls each tick every so many seconds, never two of one kind at once. Use from one event loop."""

    def __init__(self, counting: Counting | None = None, clock: Callable[[], float] = time.time) -> None:
        logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a tick that takes long is nothing to warn of
        self._counting = counting or Uncounted()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._clock = clock
        self._watching: asyncio.Task[None] | None = None
        self._away: set[str] = set()
        self._running = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    def every(self, seconds: float, name: str, tick: Tick) -> None:
        """Add a kind of tick; the first comes within a second, on the second: that is when digests are due."""

        async def run() -> None:
            self._running += 1
            self._quiet.clear()
            try:
                await self._ticked(name, tick)
            finally:
                self._running -= 1
                if not self._running:
                    self._quiet.set()

        self._scheduler.add_job(
            run,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            id=name,
            name=name,
            next_run_time=_soon(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=_GRACE,
        )

    def start(self) -> None:
        """Begin; inside a running event loop."""
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch(), name="the metronome's clock")

    def stop(self) -> None:
        """Begin no more ticks; those under way go on."""
        if self._watching is not None:
            self._watching.cancel()
        if self._scheduler.running:
            self._scheduler.remove_all_jobs()

    async def settled(self) -> None:
        """Wait until no tick is under way, after :meth:`stop`; shutting APScheduler down before would cut them off."""
        await asyncio.sleep(0)  # a tick that was handed out has to have begun
        await self._quiet.wait()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def _watch(self) -> None:
        """Go on at once where the clock was put back: APScheduler would wait until it is there again."""
        ahead = self._clock() - time.monotonic()
        while True:
            await asyncio.sleep(_WATCHED)
            before, ahead = ahead, self._clock() - time.monotonic()
            if ahead < before - _WATCHED:
                LOGGER.warning("The clock was put back by %.0f s", before - ahead)
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=_soon())

    async def _ticked(self, name: str, tick: Tick) -> None:
        began = time.perf_counter()
        try:
            await tick()
        except StoreError as problem:
            if name not in self._away:  # said once, until it is back
                LOGGER.warning("%s waits: %s", name.capitalize(), problem)
            self._away.add(name)
        except Exception as problem:
            report(problem, f"the tick {name}")
        else:
            if name in self._away:
                LOGGER.info("%s goes on", name.capitalize())
            self._away.discard(name)
        self._counting.ticked(name, time.perf_counter() - began)


def _soon() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
