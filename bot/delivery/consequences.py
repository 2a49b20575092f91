"""What a verdict means for others: blocks, halts, what admins are told. Done before the outcome is recorded, so that a
death in between repeats it; each of these may be done twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

from bot.delivery.destinations import place_of
from bot.delivery.means import Means
from bot.delivery.pacing import Pace
from bot.delivery.policy import Verdict, keys
from bot.delivery.values import Delivery, Over, Sent, Stage, What
from bot.log import report
from bot.platforms.base import Reach
from digests.errors import StoreError

P = ParamSpec("P")
T = TypeVar("T")
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0


class Consequences:
    """Draws them."""

    def __init__(self, means: Means, pace: Pace, halted: dict[str, str], stop: Callable[[str], None]) -> None:
        self._means, self._pace, self._halted, self._stop = means, pace, halted, stop

    async def draw(self, verdict: Verdict) -> None:
        """Do what a verdict asks for; waits for the database where it is away."""
        row, outcome = verdict.outcome.claim.delivery, verdict.outcome
        self._means.counting.tried(row.destination.platform, row.what, verdict.word)
        if isinstance(outcome, Sent):
            if row.part == 0 and row.due_at:
                self._means.counting.late(row.destination.platform, (outcome.at - row.due_at).total_seconds())
            return
        if verdict.block:
            key, seconds = verdict.block
            self._pace.block(key, seconds)
            until = self._means.clocks.now() + timedelta(seconds=seconds)
            await self._patiently(self._means.ledger.block, key, until)
        if verdict.halt:
            await self._halt(row, verdict.halt, verdict.cause or getattr(outcome, "reason", ""))
        elif isinstance(outcome, Over) and outcome.stage is Stage.DEAD and row.what is not What.NOTICE:
            await self._told(self._means.notices.dead, row, outcome.reason, outcome.at)

    async def _halt(self, row: Delivery, reach: Reach, reason: str) -> None:
        now = self._means.clocks.now()
        if reach is Reach.BOT:
            self._stop(reason)
            await self._told(self._means.notices.stopped, row.destination.platform, reason, now)
            return
        self._halted[keys(row.destination)[reach]] = reason
        place, channel = place_of(row.destination), row.destination.channel if reach is Reach.CHANNEL else ""
        await self._patiently(self._means.ledger.halt, place, channel, reason, now)
        for halt in await self._patiently(self._means.ledger.halts, place):
            if halt.channel == channel:
                await self._told(self._means.notices.halted, place, channel, halt.reason, halt.since, row)

    async def _told(self, tell: Callable[P, None], /, *args: P.args, **kwargs: P.kwargs) -> None:
        """Tell; a notice that can't be written at all does not keep the outcome from being recorded."""
        try:
            await self._patiently(tell, *args, **kwargs)
        except Exception as problem:
            report(problem, "a notice")

    async def _patiently(self, call: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        wait = FIRST_WAIT
        while True:
            try:
                return await self._means.ask(call, *args, **kwargs)
            except StoreError:
                await self._means.clocks.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
