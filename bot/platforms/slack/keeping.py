"""What the adapter has the bot's memory keep: long commands, and what happened already."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

from bot.store.base import Memory

MOST = 20_000  # events, where there is no memory


class Keeping:
    """The memory's part in all this, asked from threads; without one, a bounded memory of the process."""

    def __init__(self, memory: Memory | None, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock
        self._seen: OrderedDict[str, None] = OrderedDict()

    def now(self) -> datetime:
        """Tell the time."""
        return self._clock()

    async def keep(self, command: str) -> str:
        """Keep a command; gives its key, 64 hexadecimal digits."""
        return await asyncio.to_thread(self._memory.keep_action, command) if self._memory else ""

    async def command(self, key: str) -> str | None:
        """Give the command of a key."""
        return await asyncio.to_thread(self._memory.action, key) if self._memory else None

    async def first_time(self, key: str) -> bool:
        """Note that something happened; False where it did before."""
        if self._memory is not None:
            return await asyncio.to_thread(self._memory.first_time, f"slack:{key}", self._clock())
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return True
