"""Claim rows and check again, in one go and in one thread; gives flights that may start."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from bot.delivery.flights import Flight
from bot.delivery.holds import Hold
from bot.delivery.means import Means
from bot.delivery.pacing import Asked, Pace
from bot.delivery.policy import Terms
from bot.delivery.values import Claim
from bot.log import LOGGER
from digests.errors import StoreError

FIRST_REST, LONGEST_REST = 0.5, 10.0  # seconds between tries while the database is away


class Claimed(NamedTuple):
    """Flights, and why some of them are not to be sent after all, by the delivery's id; None: that is unknown."""

    flights: Sequence[Flight]
    fallen: Mapping[int, str] | None


class Claiming:
    """Claims for one platform and worker."""

    def __init__(self, platform: str, worker: str, means: Means, terms: Terms, pace: Pace) -> None:
        self._platform, self._worker, self._means, self._terms, self._pace = platform, worker, means, terms, pace
        self.away = 0.0  # seconds until the database is asked again; 0: it answers

    async def due(self, limit: int) -> Claimed | None:
        """Claim what is due; None where the database is away."""
        return await self._claimed(self._means.ledger.claim, limit, self._terms.lease)

    async def uncertain(self, limit: int) -> Claimed | None:
        """Take over what nobody finished; None where the database is away."""
        return await self._claimed(self._means.ledger.uncertain, limit, self._terms.looking)

    async def _claimed(self, claim: Callable[..., Sequence[Claim]], limit: int, lease: float) -> Claimed | None:
        clocks, began = self._means.clocks, self._means.clocks.monotonic()

        def all_of_it() -> tuple[Sequence[Claim], Mapping[int, str] | None, Asked | None]:
            lasts = timedelta(seconds=lease)
            found = claim(self._worker, clocks.now(), lasts, limit, platforms=(self._platform,))
            sure = [each for each in found if not each.uncertain]
            try:
                return found, self._means.standing(sure) if sure else {}, self._pace.asked() if found else None
            except StoreError:  # they are ours by now, and given back
                return found, None, None

        try:
            found, fallen, blocks = await self._means.ask(all_of_it)
        except StoreError as problem:
            if not self.away:
                LOGGER.warning("Deliveries on %s wait for the database: %s", self._platform, problem)
            self.away = min(max(FIRST_REST, self.away * 2), LONGEST_REST)
            return None
        if self.away:
            LOGGER.info("The database is back: deliveries on %s go on", self._platform)
        self.away = 0.0
        if blocks is not None:
            self._pace.learnt(*blocks)
        holds = [Hold(each, began, lease, self._terms) for each in found]
        return Claimed([Flight(hold, began, not hold.claim.uncertain) for hold in holds], fallen)
