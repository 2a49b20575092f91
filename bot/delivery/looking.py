"""Find out whether something was posted: read the channel's history, once the platform must have settled."""

from __future__ import annotations

from bot.delivery import policy
from bot.delivery.destinations import place_of
from bot.delivery.finishing import Finishing
from bot.delivery.flights import Flight, Lost
from bot.delivery.means import Means
from bot.delivery.pacing import Pace
from bot.delivery.policy import Terms, Verdict
from bot.delivery.values import Edition, Message
from bot.platforms.base import HistoryUnreadable, Platform, PostDelayed, PostError, PostRefused, Receipt

TRIES = 6
LONGEST = 60.0  # seconds that it waits at a time to be let in


class Looking:
    """Resolves what is uncertain."""

    def __init__(self, platform: Platform, means: Means, pace: Pace, terms: Terms, finishing: Finishing) -> None:
        self._platform, self._means, self._pace, self._terms = platform, means, pace, terms
        self._finishing = finishing

    async def outcome(self, flight: Flight, edition: Edition, message: Message) -> Verdict:
        """Look at once, for it mostly is there; and where it isn't, when it must be. Raises Lost, Later, StoreError."""
        flight.queued = False
        claim, clocks = flight.hold.claim, self._means.clocks
        # Somebody else may have begun to send until we took the row over, and just after.
        others, our_own = flight.claimed + self._terms.settled, flight.ended + self._terms.settle
        settled = others if flight.begun is None else our_own
        for tries in range(TRIES):
            final = tries > 0 or clocks.monotonic() >= settled
            if final:
                await self._wait(flight, settled - clocks.monotonic())
            try:
                receipt = await self._find(flight)
            except PostRefused as problem:
                return policy.after_gone(claim, problem, clocks.now())
            except HistoryUnreadable:
                doubt = await self._means.ask(self._means.doubt, place_of(flight.row.destination))
                return policy.after_silence(claim, clocks.now(), doubt)
            except PostError as problem:
                wait = problem.seconds if isinstance(problem, PostDelayed) else 2.0
                if wait > LONGEST:
                    break
                await self._wait(flight, max(wait, 0.1))
                continue
            if receipt is not None:
                return await self._finishing.sent(flight, edition, message, receipt, "found")
            if final:
                return policy.after_absence(claim, clocks.now(), broken=flight.broken)
        return policy.in_doubt(claim, clocks.now(), self._terms, "Whether it arrived could not be looked up yet.")

    async def _find(self, flight: Flight) -> Receipt | None:
        row = flight.row
        since = policy.since(flight.hold.claim) or self._means.clocks.now() - policy.SKEW
        flight.place = await self._pace.turn(row.destination)
        try:
            with self._pace.spent(flight.place):
                return await self._platform.find(row.destination, row.marker, part=row.piece.piece, since=since)
        finally:
            flight.leave()

    async def _wait(self, flight: Flight, seconds: float) -> None:
        """Wait with the row kept ours."""
        seconds = max(0.0, seconds)
        lease = seconds + self._terms.looking
        if not await flight.hold.renew(self._means.ledger, self._means.ask, self._means.clocks, lease):
            raise Lost
        if seconds:
            await self._means.clocks.sleep(seconds)
