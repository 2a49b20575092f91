"""When a send may go: limits a bot, an installation and a channel, shared by all workers through the ledger.

The bot's own limit is hard, and shared in parts (``sharing``). An installation's is soft: evenly spaced moments of it,
slots, are reserved a few at a time, just ahead of their use; one that we come much too late for is not used.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask, Clocks
from bot.delivery.policy import keys
from bot.delivery.sharing import Place, Window
from bot.platforms.allowance import allowance
from bot.platforms.base import Reach, Traits
from bot.replies import Destination

TOO_LATE = 0.3  # seconds after its moment that a slot is lost
AHEAD = 0.25  # seconds' worth of slots reserved at once
PATIENCE = 5.0  # seconds that a delivery waits in our hands
CROWD = 8  # deliveries that wait for one installation; further ones come back later, and hold up nobody else
LANES = 4_096  # installations and channels remembered


Asked = tuple[Mapping[str, datetime], datetime, float]


class Later(Exception):
    """It has to wait longer than it can be held: ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"{seconds:.0f} s")
        self.seconds = seconds


class Slots:
    """The slots of one key. Whoever asks first goes first."""

    def __init__(self, key: str, pace: float, ledger: Ledger, ask: Ask, clocks: Clocks) -> None:
        self._key, self._interval = key, 1 / pace
        self._ledger, self._ask, self._clocks = ledger, ask, clocks
        self._turn = asyncio.Lock()
        self._ours: deque[float] = deque()
        self._reserving: asyncio.Task[None] | None = None
        self._most = max(1, int(AHEAD / self._interval))
        self._sent_away = 0.0
        self.waiting = 0

    def crowded(self) -> None:
        """Raise Later where enough wait already: each a place further back."""
        if self.waiting < CROWD:
            return
        now = self._clocks.monotonic()
        self._sent_away = max(self._sent_away, now + self.waiting * self._interval) + self._interval
        raise Later(self._sent_away - now)

    async def take(self) -> None:
        """Wait for a slot of ours. Raises Later, StoreError."""
        self.waiting += 1
        try:
            async with self._turn:
                while not await self._reached(await self._next()):
                    pass
        finally:
            self.waiting -= 1

    async def _reached(self, moment: float) -> bool:
        """Wait for a slot's moment; False where it is over already."""
        if (left := moment - self._clocks.monotonic()) > PATIENCE:
            raise Later(left)
        if left > 0:
            await self._clocks.sleep(left)
        return self._clocks.monotonic() - moment <= TOO_LATE

    async def _next(self) -> float:
        over = self._clocks.monotonic() - TOO_LATE
        while self._ours and self._ours[0] < over:
            self._ours.popleft()
        wanted = min(self.waiting - len(self._ours), self._most)
        if wanted > 0 and len(self._ours) <= self._most // 2 and self._reserving is None:
            self._reserving = asyncio.create_task(self._reserve(wanted), name=f"reserving {self._key}")
        if not self._ours and self._reserving is not None:
            await asyncio.shield(self._reserving)
        return self._ours.popleft() if self._ours else over - 1

    async def _reserve(self, count: int) -> None:
        try:
            now, began = self._clocks.now(), self._clocks.monotonic()
            first = await self._ask(self._ledger.reserve, self._key, count, self._interval, now)
            start = began + max(0.0, (first - now).total_seconds())
            self._ours.extend(start + number * self._interval for number in range(count))
        finally:
            self._reserving = None


class Pace:
    """Says when something may go to a destination of one platform."""

    def __init__(self, name: str, traits: Traits, worker: str, ledger: Ledger, ask: Ask, clocks: Clocks) -> None:
        self._traits, self._ledger, self._ask, self._clocks = traits, ledger, ask, clocks
        self.window = Window(name, traits.bot_pace, worker, ledger, ask, clocks) if traits.bot_pace else None
        self._slots: OrderedDict[str, Slots] = OrderedDict()
        self._channels: OrderedDict[str, float] = OrderedDict()
        self._blocks: Mapping[str, float] = {}
        self.parked = 0  # deliveries that wait for limits which are not everybody's

    def share(self) -> int | None:
        """Tell how many requests a second are ours of the bot's limit; None where it has none."""
        return self.window.ours if self.window else None

    def block(self, key: str, seconds: float) -> None:
        """Let nothing go for a key from now on; the ledger tells the others."""
        until = self._clocks.monotonic() + seconds
        self._blocks = {**self._blocks, key: max(until, self._blocks.get(key, 0.0))}

    async def learn(self) -> None:
        """Learn of the blocks that others met with. Raises StoreError."""
        self.learnt(*await self._ask(self.asked))

    def asked(self) -> Asked:
        """Ask the ledger for them; blocks. Raises StoreError."""
        now, began = self._clocks.now(), self._clocks.monotonic()
        return self._ledger.blocks(now), now, began

    def learnt(self, told: Mapping[str, datetime], now: datetime, began: float) -> None:
        """Take note of what :meth:`asked` gave."""
        ours = {key: until for key, until in self._blocks.items() if until > began}
        for key, until in told.items():
            ours[key] = max(ours.get(key, 0.0), began + (until - now).total_seconds())
        self._blocks = ours

    def blocked(self, *names: str) -> float:
        """Tell how many seconds the first of these keys to open has to wait, at most of them; 0: none."""
        now = self._clocks.monotonic()
        return max((self._blocks.get(name, now) - now for name in names), default=0.0)

    async def turn(self, destination: Destination) -> Place | None:
        """Wait until something may go there; gives the place it has among the bot's, to be :meth:`spent`.

        Raises:
            Later, StoreError.
        """
        named = keys(destination)
        if self._traits.installation_pace:
            self._slots_of(named[Reach.INSTALLATION], self._traits.installation_pace).crowded()
        while True:
            self.parked += 1
            try:
                await self._lanes(named)
            finally:
                self.parked -= 1
            place = await self.window.take() if self.window else None
            if not self.blocked(*named.values()):
                return place
            if place:
                place.free(used=False)

    @contextmanager
    def spent(self, place: Place | None) -> Iterator[None]:
        """Let requests inside count: the first has ``place``, each further one waits for another."""
        if self.window is None:
            yield
            return
        with allowance(place, self.window.take_another):
            yield

    async def _lanes(self, named: Mapping[Reach, str]) -> None:
        """Wait for what is the channel's and the installation's own."""
        await self._channel(named[Reach.CHANNEL])
        await self._unblocked(*named.values())
        if self._traits.installation_pace:
            await self._slots_of(named[Reach.INSTALLATION], self._traits.installation_pace).take()

    async def _channel(self, key: str) -> None:
        """Keep a channel's own pace: its posts seldom meet in two workers, and Retry-After tells where they do."""
        if not self._traits.channel_pace:
            return
        now = self._clocks.monotonic()
        moment = max(now, self._channels.get(key, now))
        if moment - now > PATIENCE:
            raise Later(moment - now)
        self._channels[key] = moment + 1 / self._traits.channel_pace
        self._channels.move_to_end(key)
        if len(self._channels) > LANES:
            self._channels.popitem(last=False)
        if moment > now:
            await self._clocks.sleep(moment - now)

    async def _unblocked(self, *names: str) -> None:
        while wait := self.blocked(*names):
            if wait > PATIENCE:
                raise Later(wait)
            await self._clocks.sleep(wait)

    def _slots_of(self, key: str, pace: float) -> Slots:
        if key not in self._slots:
            idle = [each for each, slots in self._slots.items() if not slots.waiting]
            for each in idle[: max(0, len(self._slots) + 1 - LANES)]:
                del self._slots[each]
            self._slots[key] = Slots(key, pace, self._ledger, self._ask, self._clocks)
        return self._slots[key]
