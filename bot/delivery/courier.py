"""The courier of one platform: claims what is due, has it sent and recorded; looks up what is uncertain.

Runs until closed; woken by ticks and by whoever knows of work. The ledger is the truth: nothing is lost with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from bot.delivery.breaker import Breaker
from bot.delivery.claiming import Claimed, Claiming
from bot.delivery.consequences import Consequences
from bot.delivery.fleet import Fleet
from bot.delivery.flights import Flight
from bot.delivery.means import Means
from bot.delivery.pacing import Pace
from bot.delivery.policy import terms
from bot.delivery.publishing import Publishing
from bot.delivery.recording import Recorder
from bot.delivery.rooms import Rooms
from bot.delivery.sending import Sending
from bot.delivery.sharing import RENEWED
from bot.platforms.base import Platform
from digests.errors import StoreError

DRAIN, RECORDING = 13.0, 4.0  # seconds for answers under way and for the ledger, of the twenty that the process has
MOST_INVALID = 5_000  # answers in ten minutes; Discord bans an address at 10,000
IDLE = 5.0  # seconds after which it looks by itself
REST = 0.05  # seconds between two looks at least
LOOK = 1.0  # seconds between looks for what is uncertain
FORGOTTEN = 60.0  # seconds after which what was halted here is asked of the ledger again
WATCHED = 0.1  # seconds between looks at others' blocks, while something is sent
RECENT = timedelta(days=1)  # halts of which it is made sure that they were told


class Courier:
    """Carries the deliveries of one platform. Make one for each platform and process, inside the event loop."""

    def __init__(
        self, platform: Platform, means: Means, worker: str, *, drain: float = DRAIN, recording: float = RECORDING
    ) -> None:
        self.name, self.worker, self._means = platform.name, worker, means
        self._drain, self._recording = drain, recording
        held = terms(platform.traits)
        self.pace = Pace(self.name, platform.traits, worker, means.ledger, means.ask, means.clocks)
        breaker = Breaker(self.name, means.ledger, means.ask, means.clocks, self.pace, means.notices, MOST_INVALID)
        self._sending = Sending(platform, means, self.pace, held, breaker)
        self._consequences = Consequences(means, self.pace, self._sending.halted, self._stop)
        self._recorder = Recorder(means.ledger, means.ask, means.clocks, self.wake)
        self._fleet = Fleet(means, held, self._sending, self._consequences, self._recorder, self._landed)
        self._claiming = Claiming(self.name, worker, means, held, self.pace)
        self._publishing = Publishing(platform, means, self.pace) if platform.traits.publishes else None
        self._rooms = Rooms(means.clocks, self.pace.share)
        self._woken, self._ended = asyncio.Event(), asyncio.Event()
        self._over: str | None = None

    def trouble(self) -> str | None:
        """Say in a sentence why nothing is posted on the platform; None where it is."""
        if self._over:
            return self._over
        if wait := self.pace.blocked(self.name):
            return f"{self.name.title()} asked to wait: nothing is posted there for {wait:.0f} s."
        return "The database can't be asked for what is due." if self._claiming.away else None

    def flying(self) -> Sequence[asyncio.Task[None]]:
        """List the deliveries under way."""
        return self._fleet.tasks()

    def wake(self) -> None:
        """Look for work now."""
        self._woken.set()

    tick = wake

    async def run(self) -> str | None:
        """Carry until closed (None), or until the bot's token is refused: a sentence. What it raises passes."""
        loops: list[Callable[[], Coroutine[Any, Any, None]]] = [self._carry, self._look, self._watch, self._remind]
        loops += [self._publish] if self._publishing else []
        loops += [self._share] if self.pace.window else []
        tasks = [asyncio.create_task(loop(), name=f"{self.name}{loop.__name__}") for loop in loops]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
        await self._fleet.land(self._drain, self._recording)
        return self._over

    async def close(self) -> None:
        """Claim no more, let what is being sent finish, give back the rest. Safe to call twice."""
        self._ended.set()
        self._woken.set()
        await self._fleet.land(self._drain, self._recording)

    def _stop(self, reason: str) -> None:
        self._over = reason
        self._ended.set()
        self._woken.set()

    def _landed(self, flight: Flight) -> None:
        self._rooms.note(flight)
        self._woken.set()

    async def _carry(self) -> None:
        """Claim as much as goes out soon, again and again."""
        while not self._ended.is_set():
            self._woken.clear()
            room, wait = self._rooms.room(self._fleet, self.pace.parked), IDLE
            if blocked := self.pace.blocked(self.name):
                wait = min(blocked, IDLE)
            elif room:
                claimed = await self._claiming.due(room)
                if claimed is None:
                    await self._nap(self._claiming.away)
                    continue
                self._start(claimed)
                wait = 0.0 if len(claimed.flights) == room else IDLE
                if not claimed.flights:
                    await self._nap(REST)
            await self._woken_or(wait)

    async def _look(self) -> None:
        """Take over what nobody finished."""
        forget = self._means.clocks.monotonic() + FORGOTTEN
        while not self._ended.is_set():
            if room := self._rooms.looking(self._fleet):
                claimed = await self._claiming.uncertain(room)
                if claimed is not None:
                    self._start(claimed)
            if self._means.clocks.monotonic() > forget:
                self._sending.halted.clear()
                forget = self._means.clocks.monotonic() + FORGOTTEN
            await self._nap(max(LOOK, self._claiming.away))

    def _start(self, claimed: Claimed) -> None:
        for flight in claimed.flights:
            if self._ended.is_set() or (claimed.fallen is None and flight.ours):
                self._fleet.give_back(flight)
            else:
                self._fleet.start(flight, (claimed.fallen or {}).get(flight.row.id))

    async def _watch(self) -> None:
        """Learn what others were asked to wait for."""
        while not self._ended.is_set():
            sending = any(flight.queued for flight in self._fleet)
            if sending:
                try:
                    await self.pace.learn()
                except StoreError:
                    await self._nap(1.0)
            await self._nap(WATCHED if sending else 10 * WATCHED)

    async def _remind(self) -> None:
        """Make sure that recent halts were told: whoever found out may have died before telling."""
        while not self._ended.is_set():
            try:
                await self._means.ask(self._told)
                return
            except StoreError:
                await self._nap(IDLE)

    def _told(self) -> None:
        since = self._means.clocks.now() - RECENT
        for halt in self._means.ledger.halts():
            if halt.place.platform == self.name and halt.since > since:
                self._means.notices.halted(halt.place, halt.channel, halt.reason, halt.since, None)

    async def _share(self) -> None:
        """Keep our part of the bot's limit."""
        assert self.pace.window is not None
        while not self._ended.is_set():
            before = self.pace.share()
            await self.pace.window.renew()
            if self.pace.share() != before:
                self.wake()
            await self._nap(RENEWED)
        await self.pace.window.leave()

    async def _publish(self) -> None:
        """Publish until the end, which waits for none of it: what is broken off is published again, and that is one."""
        publishing = asyncio.create_task(self._published(), name=f"{self.name} publishing")
        ended = asyncio.create_task(self._ended.wait())
        try:
            await asyncio.wait((publishing, ended), return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended.cancel()
            while not publishing.done():  # Python 3.11's wait_for may swallow one
                publishing.cancel()
                await asyncio.wait((publishing,), timeout=0.1)
        if not publishing.cancelled():
            publishing.result()

    async def _published(self) -> None:
        assert self._publishing is not None
        while not self._ended.is_set():
            busy = any(flight.queued for flight in self._fleet)
            await self._nap(await self._publishing.step(busy=busy))

    async def _nap(self, seconds: float) -> None:
        """Wait; not longer than until the end."""
        await _until(self._ended, seconds)

    async def _woken_or(self, seconds: float) -> None:
        if seconds and not self._ended.is_set():
            await _until(self._woken, seconds)


async def _until(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
