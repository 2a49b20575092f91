"""Rows that are due get their editions: composed once for all that ask for the same, before the hour."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.delivery.base import Composed, Ledger
from bot.delivery.clocks import Ask
from bot.delivery.digesting import Digesting, Nothing
from bot.delivery.editions import posted
from bot.delivery.happenings import Logged, Notices
from bot.delivery.pieces import pieces
from bot.delivery.planning import AHEAD
from bot.delivery.telling import Telling
from bot.delivery.values import Claim, Edition, Outcome, Over, Stage, Waiting
from bot.log import about, report
from bot.replies import Destination
from digests.errors import DigestsError, StoreError
from digests.newsroom import Newsroom
from digests.store.base import PostedStory

LEASE = timedelta(minutes=3)
LIMIT = 200  # rows of one step
AT_ONCE = 4  # channels composed for beside each other
TRIES = 3
PAUSE = timedelta(seconds=30)  # before a second try; twice as long before the third


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes what is due soon. ``worker`` names this process in the ledger."""

    ledger: Ledger
    newsroom: Newsroom
    digesting: Digesting
    ask: Ask
    clock: Callable[[], datetime]
    worker: str
    notices: Notices = field(default_factory=Logged)
    ahead: timedelta = AHEAD

    async def step(self) -> int:
        """Compose a batch; gives how many rows it took; under ``LIMIT``, no more are due. Raises StoreError."""
        now = self.clock()
        claims = await self.ask(self.ledger.to_compose, self.worker, now, self.ahead, LEASE, LIMIT)
        if not claims:
            return 0
        channels = defaultdict[Destination, list[Claim]](list)
        for claim in claims:
            channels[claim.delivery.destination].append(claim)
        promised = await self.ask(self._promised, list(channels), now)
        await Telling(self.ledger, self.newsroom, self.ask).tell()  # after that: between the two nothing is missed
        first = {where: _in_turn(channels[where], now)[0].delivery for where in channels}
        await self.digesting.begin([(row, promised[where]) for where, row in first.items()], now)
        gate = asyncio.Semaphore(AT_ONCE)

        async def channel(where: Destination) -> list[_Made | Outcome]:
            async with gate:
                return await self._channel(channels[where], promised[where], now)

        found = await asyncio.gather(*(channel(where) for where in channels))
        await self._record([each for one in found for each in one], now)
        return len(claims)

    def _promised(self, channels: Sequence[Destination], now: datetime) -> dict[Destination, list[PostedStory]]:
        """List the stories of digests that are composed for these channels and not posted yet."""
        promised: dict[Destination, list[PostedStory]] = {where: [] for where in channels}
        for where, numbers in self.ledger.promised(channels).items():
            for number in numbers:
                edition = self.ledger.edition(number)
                promised[where] += posted(where.key, now, edition.told) if edition else []
        return promised

    async def _channel(
        self, claims: Sequence[Claim], promised: list[PostedStory], now: datetime
    ) -> list[_Made | Outcome]:
        """Compose for one channel, one after the other: what one tells, the next does not."""
        found: list[_Made | Outcome] = []
        for claim in _in_turn(claims, now):
            with about(delivery=claim.delivery.marker, slot=claim.delivery.slot):
                made = await self._one(claim, promised, now)
            if isinstance(made, _Made):
                promised += posted(claim.delivery.destination.key, now, made.edition.told)
            found.append(made)
        return found

    async def _one(self, claim: Claim, promised: Sequence[PostedStory], now: datetime) -> _Made | Outcome:
        try:
            found, held = await self.digesting.compose(claim.delivery, promised, now)
        except StoreError as problem:
            return Waiting(claim, now + PAUSE, str(problem))
        except Exception as problem:
            return self._failed(claim, problem, now)
        if isinstance(found, Nothing):
            return Over(claim, Stage.SKIPPED, now, found.reason)
        parts = pieces(claim.delivery.destination.platform, found.messages)
        return _Made(found, Composed(claim, found.id, parts, held))

    def _failed(self, claim: Claim, problem: Exception, now: datetime) -> Outcome:
        number = report(problem, "composing")
        why = str(problem) if isinstance(problem, DigestsError) else f"an unexpected failure, {number} in the log"
        tries = claim.delivery.refusals + 1
        if tries < TRIES:
            until = now + PAUSE * 2 ** (tries - 1)
            return Waiting(claim, until, f"It could not be composed ({why}) and is tried again.", refused=True)
        return Over(claim, Stage.DEAD, now, f"It could not be composed: {why}. “/downlink redeliver” tries it again.")

    async def _record(self, found: Sequence[_Made | Outcome], now: datetime) -> None:
        made = [each for each in found if isinstance(each, _Made)]
        others = [each for each in found if not isinstance(each, _Made)]
        if made:
            kept = await self.ask(self.ledger.composed_all, [each.composed for each in made])
            for each, ours in zip(made, kept, strict=True):
                if ours and each.composed.held:
                    await self.ask(self.notices.held, each.composed.claim.delivery, each.edition, now)
        if others:
            await self.ask(self.ledger.record, others)
        for outcome in others:
            if isinstance(outcome, Over) and outcome.stage is Stage.DEAD:
                await self.ask(self.notices.dead, outcome.claim.delivery, outcome.reason, outcome.at)


@dataclass(frozen=True, slots=True)
class _Made:
    edition: Edition
    composed: Composed


def _in_turn(claims: Sequence[Claim], now: datetime) -> list[Claim]:
    return sorted(claims, key=lambda claim: (claim.delivery.due_at or now, claim.delivery.id))
