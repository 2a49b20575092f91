"""What the adapter has the bot's memory keep: long commands, and what happened already."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.log import report
from bot.platforms.claims import MOMENT, Claim, Claims
from bot.store.base import Memory
from bot.store.native import action_key


class Keeping:
    """The memory's part in all this, asked from threads; without one, a bounded memory of the process."""

    def __init__(self, memory: Memory | None, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock
        self._claims = Claims(memory, clock)

    def now(self) -> datetime:
        """Tell the time."""
        return self._clock()

    async def keep(self, command: str) -> str:
        """Keep a command; gives its key, 64 hexadecimal digits.

        An answer waits for that a moment. Where the database is busy for longer, the command is there when it is not.
        """
        memory, key = self._memory, action_key(command)
        if memory is None:
            return ""
        if await asyncio.to_thread(memory.action, key) is None:
            keeping = asyncio.ensure_future(self._claims.aside(lambda: memory.keep_action(command)))
            done, _ = await asyncio.wait({keeping}, timeout=MOMENT)
            if done:
                return keeping.result()
            keeping.add_done_callback(_noted)
        return key

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


def _noted(keeping: asyncio.Future[str]) -> None:
    if not keeping.cancelled() and (problem := keeping.exception()):
        report(problem, "keeping a long command")
