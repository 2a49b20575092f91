"""What the adapter has the bot's memory keep: long commands, and what happened already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.platforms.claims import Claim, Claims
from bot.store.base import Memory


class Keeping:
    """The memory's part in all this, asked from threads; without one, a bounded memory of the process."""

    def __init__(self, memory: Memory | None, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock
        self._claims = Claims(memory, clock)

    def now(self) -> datetime:
        """Tell the time."""
        return self._clock()

    async def keep(self, command: str) -> str:
        """Keep a command; gives its key, 64 hexadecimal digits."""
        return await self._claims.keep(command) or ""

    async def command(self, key: str) -> str | None:
        """Give the command of a key."""
        return await asyncio.to_thread(self._memory.action, key) if self._memory else None

    def claim(self, key: str) -> Claim:
        """Claim something to be done once; without waiting."""
        return self._claims.claim(f"slack:{key}")

    async def first_time(self, key: str) -> bool:
        """Note that something happened; False where it did before. Raises StoreError where that can't be noted."""
        return await self.claim(key).first()

    def close(self) -> None:
        """Let go of the thread that notes."""
        self._claims.close()
