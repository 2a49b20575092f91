"""Record what became of claims, in batches; what can't be recorded now is kept and recorded when it can be."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask, Clocks
from bot.delivery.values import Outcome
from bot.log import LOGGER, report
from digests.errors import StoreError, StoreFull, StoreLocked, StoreUnreachable

BATCH = 200
PASSING = (StoreFull, StoreLocked, StoreUnreachable)  # of the whole database, not of one row
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0  # seconds between tries while the database is away


class Recorder:
    """Takes outcomes and lays them down. An outcome whose row another worker has taken over is dropped there."""

    def __init__(self, ledger: Ledger, ask: Ask, clocks: Clocks, recorded: Callable[[], None]) -> None:
        self._ledger, self._ask, self._clocks, self._recorded = ledger, ask, clocks, recorded
        self._waiting: deque[tuple[Outcome, asyncio.Future[bool]]] = deque()
        self._task: asyncio.Task[None] | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    async def record(self, outcome: Outcome) -> bool:
        """Lay an outcome down, however long that takes; False where the row is another's by now."""
        laid: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((outcome, laid))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="recording deliveries")
        return await asyncio.shield(laid)

    async def _run(self) -> None:
        """Write until nothing is left to write."""
        wait = FIRST_WAIT
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            try:
                await self._write(batch)
            except StoreError as problem:
                self._waiting.extendleft(reversed([each for each in batch if not each[1].done()]))
                if wait == FIRST_WAIT:
                    LOGGER.warning("%d deliveries' outcomes wait for the database: %s", len(self._waiting), problem)
                await self._clocks.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                wait = FIRST_WAIT
                self._recorded()

    async def _write(self, batch: Sequence[tuple[Outcome, asyncio.Future[bool]]]) -> None:
        """Write them together, or else one by one, so that one alone can't hold the others up."""
        try:
            kept = await self._ask(self._ledger.record, [outcome for outcome, _ in batch])
        except Exception as problem:
            if len(batch) == 1 and isinstance(problem, StoreError):
                raise
            if len(batch) == 1:  # the row stays as begun, and is looked up later
                report(problem, "recording a delivery")
                batch[0][1].set_result(False)
                return
            trouble: StoreError | None = None
            for each in batch:
                try:
                    await self._write([each])
                except StoreError as its:
                    trouble = its
                    if isinstance(its, PASSING):
                        break
            if trouble:
                raise trouble from None
            return
        for (_, laid), ours in zip(batch, kept, strict=True):
            if not laid.done():
                laid.set_result(ours)
