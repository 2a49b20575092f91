"""What happened already, noted once over processes and restarts: what is delivered twice is done once.

What this process claimed itself it knows at once. The rest the bot's memory knows: it is asked by a thread of its own,
for many claims at a time, because a database that somebody else writes to can make a claim wait for seconds. What
changes something waits for that; what changes nothing waits a moment. So an answer that changes nothing can come twice
where a platform delivers one thing to two processes while the database is busy.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from bot.commands.registry import Registry
from bot.log import LOGGER, report
from bot.platforms.base import Answer
from bot.presenters import failures
from bot.replies import Invocation, Reply
from bot.store.native import action_key

if TYPE_CHECKING:
    from bot.store.base import Memory

MOST = 20_000  # claims that a process knows itself
A_BATCH = 500
MOMENT = 0.1  # seconds that what changes nothing waits
DONE_ALREADY = "That was received twice, and is done once."
Answered = TypeVar("Answered")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something to be done once. ``id`` is the same each time that it is delivered, and no secret."""

    id: str
    _known: asyncio.Future[bool] = field(repr=False)

    async def first(self) -> bool:
        """Tell whether nobody claimed it before. Raises StoreError where that can't be noted: it is not to be done."""
        return await asyncio.shield(self._known)

    @property
    def repeated(self) -> bool:
        """Whether it is known by now that somebody claimed it before."""
        return self._known.done() and self._known.exception() is None and not self._known.result()

    async def soon(self) -> bool:
        """Tell within a moment; what is not known by then counts as the first."""
        await asyncio.wait({self._known}, timeout=MOMENT)
        return not self.repeated


class Claims:
    """Takes claims, for one event loop. Without a memory they hold as long as the process, the last of them."""

    def __init__(self, memory: Memory | None, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._waiting: list[tuple[str, asyncio.Future[bool]]] = []
        self._noting: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="claims")

    def claim(self, key: str) -> Claim:
        """Claim something, without waiting. Keys end in ``:`` and an id."""
        known: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if key in self._seen:
            known.set_result(False)
        elif self._memory is None:
            known.set_result(True)
        else:
            self._waiting.append((key, known))
            if self._noting is None or self._noting.done():
                self._noting = asyncio.ensure_future(self._note(self._memory))
        self._seen[key] = None
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
        return Claim(key.rpartition(":")[2], known)

    async def keep(self, command: str) -> str | None:
        """Keep a command that is too long for a button; gives its key, None without a memory.

        An answer waits for that a moment. Where the database is busy for longer, it is there when it is not.
        Raises StoreError.
        """
        memory, key = self._memory, action_key(command)
        if memory is None or await asyncio.to_thread(memory.action, key) is not None:
            return key if memory else None
        keeping = asyncio.ensure_future(self._aside(lambda: memory.keep_action(command)))
        done, _ = await asyncio.wait({keeping}, timeout=MOMENT)
        if not done:
            keeping.add_done_callback(_kept)
        return keeping.result() if done else key

    async def _aside(self, work: Callable[[], Answered]) -> Answered:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Let the thread go. Safe to call twice."""
        self._thread.shutdown(wait=False)

    async def _note(self, memory: Memory) -> None:
        """Ask the memory, a batch after the other."""
        while self._waiting:
            batch, self._waiting = self._waiting[:A_BATCH], self._waiting[A_BATCH:]
            await self._decide(memory, batch)

    async def _decide(self, memory: Memory, batch: list[tuple[str, asyncio.Future[bool]]]) -> None:
        keys, now = [key for key, _ in batch], self._clock()
        try:
            firsts = await self._aside(lambda: memory.first_times(keys, now))
        except Exception as problem:  # it is told to all who wait
            LOGGER.warning("What arrived can't be noted: %s", type(problem).__name__)
            for key, known in batch:
                self._seen.pop(key, None)  # nobody did it: it may come again
                known.set_exception(problem)
                known.exception()  # perhaps nobody waits any more
        else:
            for key, known in batch:
                known.set_result(key in firsts)


def _kept(keeping: asyncio.Future[str]) -> None:
    if not keeping.cancelled() and (problem := keeping.exception()):
        report(problem, "keeping a long command")


def once(claim: Claim | None, registry: Registry, answer: Answer) -> Answer:
    """Let what changes something wait until its claim is known to be the first."""

    async def answered(call: Invocation) -> Reply:
        if claim is not None and registry.changes(call) and not await claim.first():
            return failures.refused(DONE_ALREADY)
        return await answer(call)

    return answered if claim is not None else answer
