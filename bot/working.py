"""The worker's own part: on each tick it plans what is due, composes it and tells what was posted.

Couriers post; they are roles beside it. Any number of workers may run: the ledger gives each row to one of them.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.counting import Counting
from bot.delivery.clocks import Ask
from bot.delivery.composing import LIMIT, Composer
from bot.delivery.digesting import Digesting
from bot.delivery.following import Following
from bot.delivery.planning import Planner
from bot.delivery.telling import Telling
from bot.delivery.values import Due, Plan
from bot.jobs import Jobs
from bot.log import LOGGER
from bot.notices import Noticed
from bot.schedule import Metronome
from bot.store.base import Memory
from bot.zones import rules
from digests.newsroom import Newsroom

PLAN, COMPOSE, WAKE, TELL, FOLLOW, MISSED = 1.0, 2.0, 1.0, 10.0, 10.0, 30.0  # seconds between ticks
A_STEP = 1000  # subscriptions planned in one transaction
ZONES = "rules of time zones"  # where the ledger keeps which were planned by
MOVED = timedelta(hours=26)  # how far a change of rules can move a slot


class Wakes(Protocol):
    """Whoever looks for work when told to."""

    def wake(self) -> None:
        """Look now."""
        ...


def worker_name() -> str:
    """Name this process in the ledger: never the same twice."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(3)}"


class Worker:
    """Plans and composes until closed. ``couriers`` are woken when something is ready for them."""

    def __init__(
        self,
        memory: Memory,
        newsroom: Newsroom,
        clock: Callable[[], datetime],
        ask: Ask,
        jobs: Jobs,
        couriers: Sequence[Wakes],
        counting: Counting,
        name: str,
    ) -> None:
        self._ledger, self._newsroom, self._clock, self._ask = memory.ledger, newsroom, clock, ask
        self._jobs, self._couriers, self._counting = jobs, couriers, counting
        self._name = name
        self._planner, self._notices = Planner(), Noticed(memory)
        digesting = Digesting(memory.ledger, memory, newsroom, ask)
        self._composer = Composer(memory.ledger, newsroom, digesting, ask, clock, name, self._notices)
        self._following = Following(memory, memory.ledger, newsroom, ask, clock)
        self._composing, self._closed, self._checked = asyncio.Lock(), asyncio.Event(), False
        self._metronome = Metronome(counting)
        jobs.entrypoint("compose", self._compose_job)
        jobs.entrypoint("drain", self._drain_job)

    async def run(self) -> None:
        """Tick until closed."""
        self._metronome.every(PLAN, "planning", self.plan)
        self._metronome.every(COMPOSE, "composing", self.compose)
        self._metronome.every(WAKE, "waking couriers", self.wake)
        self._metronome.every(TELL, "telling what was posted", self.tell)
        self._metronome.every(MISSED, "telling what was missed", self.missed)
        self._metronome.every(FOLLOW, "telling followers", self.follow)
        self._metronome.start()
        LOGGER.info("Working as %s", self._name)
        try:
            await self._closed.wait()
        finally:
            self._metronome.stop()
        await self._metronome.settled()

    async def close(self) -> None:
        """Begin no more ticks; :meth:`run` ends when those under way are done."""
        self._closed.set()

    async def plan(self) -> None:
        """Plan everything that is due soon. Raises StoreError."""
        if not self._checked:
            await self._ask(self._check_zones)
            self._checked = True
        now, rows, planned = self._clock(), 0, A_STEP

        def decide(due: Due) -> Plan:
            return self._planner.decide(due, now)

        while planned == A_STEP and not self._closed.is_set():
            tally = await self._ask(self._ledger.plan, self._planner.until(now), decide, A_STEP)
            planned, rows = tally.planned, rows + tally.rows
        if rows:
            self._counting.planned(rows)
            await self._jobs.enqueue("compose", dedupe_key="compose")

    def _check_zones(self) -> None:
        """Plan anew where the rules of time zones have changed since the last plan."""
        found, before = rules(), self._ledger.kept(ZONES)
        if before is not None and before != found:
            moved = self._ledger.replan(self._clock() - MOVED)
            LOGGER.info("The rules of time zones have changed: %d subscriptions are planned anew", moved)
        if before != found:
            self._ledger.keep(ZONES, found)

    async def compose(self) -> None:
        """Compose everything that is due soon. Raises StoreError."""
        if self._composing.locked():
            return  # another tick or job is at it
        async with self._composing:
            took = LIMIT
            while took == LIMIT and not self._closed.is_set():
                took = await self._composer.step()
                if took:
                    await self.wake()
                    await self._jobs.enqueue("drain", dedupe_key="drain")

    async def wake(self) -> None:
        """Let the couriers look."""
        for courier in self._couriers:
            courier.wake()

    async def tell(self) -> None:
        """Tell the newsroom what was posted. Raises StoreError."""
        await Telling(self._ledger, self._newsroom, self._ask).tell()

    async def follow(self) -> None:
        """Write direct messages about what has come in. Raises StoreError."""
        if await self._following.step():
            await self.wake()

    async def missed(self) -> None:
        """Tell admins of runs that were missed. Raises StoreError."""
        await self._ask(self._notices.missed, self._clock())

    async def _compose_job(self, payload: str) -> None:
        await self.compose()

    async def _drain_job(self, payload: str) -> None:
        await self.wake()
