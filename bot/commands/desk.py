"""What handlers may use: the newsroom, the bot's memory, the ledger, the clock and where failures are reported."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from bot.mistakes import NotThere
from bot.quotas import Quotas

if TYPE_CHECKING:
    from bot.delivery.base import Ledger
    from bot.store.base import Memory
    from digests.newsroom import Newsroom

Answer = TypeVar("Answer")
# Changes wait for whoever has the database, seconds at the worst: what only asks waits for none of their threads.
_CHANGES = ThreadPoolExecutor(4, thread_name_prefix="changes")


@dataclass(frozen=True, slots=True)
class Desk:
    """One per application. ``report`` logs an unexpected failure and gives the id that finds it."""

    newsroom: Newsroom
    clock: Callable[[], datetime]
    report: Callable[[BaseException, str], str]
    memory: Memory | None = None
    quotas: Quotas = field(default_factory=Quotas)

    async def recall(self, question: Callable[[Memory], Answer]) -> Answer:
        """Ask the bot's memory one thing, in a thread. Raises NotThere where it has none."""
        return await asyncio.to_thread(question, self._there())

    async def change(self, work: Callable[[Memory], Answer]) -> Answer:
        """Do several things to the memory in one transaction: all of them, or on an exception none."""

        def joined(memory: Memory) -> Answer:
            with memory.changing() as inside:
                return work(inside)

        memory, loop = self._there(), asyncio.get_running_loop()
        return await loop.run_in_executor(_CHANGES, contextvars.copy_context().run, joined, memory)

    def _there(self) -> Memory:
        if self.memory is None:
            raise NotThere("Nothing can be remembered here.")
        return self.memory

    async def consult(self, question: Callable[[Ledger], Answer]) -> Answer:
        """Ask the ledger one thing, in a thread. Raises NotThere where there is none."""
        return await self.recall(lambda memory: question(memory.ledger))
