"""A bot's limit a second, shared by all live workers: each has a part of it, and never passes that.

Every request takes a place, not posts alone; what follows from one in hand goes before the next. When a request
arrives is not known, only that it has when it is answered; so its place is free again a second after the answer, and
in no second more arrive than there are places, however slow the way. How many of the places are ours the ledger says:
who joins lets the others learn of it first, and who has not heard of the others for too long sends nothing.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask, Clocks
from digests.errors import StoreError

SECOND = 1.005  # a little more, as the platform's own clock may be no better than ours
KEPT_BACK = 0.02  # of the limit: for requests of commands, which wait for nothing
RENEWED = 2.0  # seconds between askings
VALID = 5.0  # seconds for which an answer is believed
JOINING = VALID + SECOND  # seconds until all others have heard of a new one
LEASE = timedelta(seconds=8)


class Place:
    """One of the places, taken."""

    def __init__(self, window: Window) -> None:
        self._window: Window | None = window

    def free(self, *, used: bool = True) -> None:
        """Give it back; safe to call twice. ``used``: a request was sent."""
        window, self._window = self._window, None
        if window is not None:
            window.give_back(used)


class _Line:
    """Those that wait, one behind the other."""

    def __init__(self) -> None:
        self.turn, self.changed = asyncio.Lock(), asyncio.Event()
        self.waiting = 0


class Window:
    """The places of one worker."""

    def __init__(self, key: str, pace: float, worker: str, ledger: Ledger, ask: Ask, clocks: Clocks) -> None:
        self._key, self._all, self._worker = key, max(1, int(pace * (1 - KEPT_BACK))), worker
        self._ledger, self._ask, self._clocks = ledger, ask, clocks
        self._next, self._further = _Line(), _Line()
        self._ours = self._told = self._taken = 0
        self._begins = self._ends = 0.0

    @property
    def ours(self) -> int:
        """Tell how many places are ours."""
        return self._ours

    async def take(self) -> Place:
        """Wait for a place. Whoever asks first goes first."""
        return await self._take(self._next)

    async def take_another(self) -> Place:
        """Wait for one for a further request of what has had its turn; nothing that waits for its first goes before.

        Ask for it with none in hand: or else all may wait for each other.
        """
        return await self._take(self._further)

    async def _take(self, line: _Line) -> Place:
        line.waiting += 1
        try:
            async with line.turn:
                while not self._open() or (line is self._next and self._further.waiting):
                    line.changed.clear()
                    await self._something(line)
                self._taken += 1
                return Place(self)
        finally:
            line.waiting -= 1
            self._tell()

    def give_back(self, used: bool) -> None:
        """Free a place, a second after its use."""
        if used:
            asyncio.get_running_loop().call_later(SECOND, self._free)
        else:
            self._free()

    def _free(self) -> None:
        self._taken -= 1
        self._tell()

    def _tell(self) -> None:
        self._next.changed.set()
        self._further.changed.set()

    def _open(self) -> bool:
        return self._taken < self._ours and self._begins <= self._clocks.monotonic() < self._ends

    async def _something(self, line: _Line) -> None:
        """Wait until something may have changed: a place, our share, the time from which it is ours."""
        now = self._clocks.monotonic()
        wait = min(RENEWED, self._begins - now) if self._begins > now else RENEWED
        try:
            await asyncio.wait_for(line.changed.wait(), max(wait, 0.01))
        except TimeoutError:
            return

    async def renew(self) -> None:
        """Ask for our share; where the ledger can't be asked, what we know ends by itself."""
        began, now = self._clocks.monotonic(), self._clocks.now()
        try:
            rank, of = await self._ask(self._ledger.share, self._key, self._worker, now, LEASE)
        except StoreError:
            return
        if of > 1 and began >= self._ends:  # new to the others, or forgotten by them
            self._begins = self._clocks.monotonic() + JOINING
        part = self._all // of + (rank < self._all % of)
        # More is ours when it is said twice: after a jump of the clock all seem gone until they come again.
        self._ours = min(part, max(self._told, self._ours)) if began < self._ends else part
        self._told, self._ends = part, began + VALID
        self._tell()

    async def leave(self) -> None:
        """Leave our part to the others."""
        self._ends = 0.0
        try:
            await self._ask(self._ledger.leave, self._key, self._worker)
        except StoreError:
            return  # it ends by itself
