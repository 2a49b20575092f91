"""What follows a post: the thread for the rest, and publishing."""

from __future__ import annotations

from bot.delivery import policy
from bot.delivery.flights import Flight
from bot.delivery.means import Means
from bot.delivery.pacing import Pace
from bot.delivery.policy import Terms, Verdict
from bot.delivery.values import Edition, Message, Sent, What
from bot.log import LOGGER
from bot.platforms.base import Platform, PostDelayed, PostRefused, PostUncertain, Receipt

TRIES = 5
LONGEST = 30.0  # seconds that a thread is waited for at a time
PUBLISHED = (What.DIGEST, What.RUN)


class Finishing:
    """Turns receipts into outcomes."""

    def __init__(self, platform: Platform, means: Means, pace: Pace, terms: Terms) -> None:
        self._platform, self._means, self._pace, self._terms = platform, means, pace, terms

    async def sent(self, flight: Flight, edition: Edition, message: Message, receipt: Receipt, word: str) -> Verdict:
        """Say that it is posted, with the thread that what follows goes to. Where none can be had, it goes without;
        where that is uncertain, whoever looks for the message opens it."""
        row, claim, now = flight.row, flight.hold.claim, self._means.clocks.now
        thread = receipt.thread
        parts = self._platform.parts(message.reply)
        if thread is None and policy.opens_thread(edition.messages, row.piece, parts, row.destination):
            try:
                thread = await self._thread(flight, receipt, edition.title)
            except PostUncertain as problem:
                return policy.in_doubt(claim, now(), self._terms, policy.sentence(problem))
        in_channel = row.destination.thread is None and thread is None and not row.destination.channel.startswith("@")
        publish = self._platform.traits.publishes and row.what in PUBLISHED and in_channel
        return Verdict(Sent(claim, receipt.message_id, now(), thread, publish), word)

    async def _thread(self, flight: Flight, receipt: Receipt, title: str) -> str | None:
        """Open the thread, patiently. Raises PostUncertain, StoreError."""
        for count in range(TRIES):
            wait = policy.pause(count + 1, self._means.chance()) / 4
            try:
                with self._pace.spent(None):
                    return await self._platform.open_thread(flight.row.destination, receipt, title)
            except PostRefused as problem:
                LOGGER.info("No thread can be opened, so the rest goes to the channel: %s", problem)
                return None
            except PostDelayed as problem:
                wait = max(problem.seconds, 0.1)
            except PostUncertain:
                pass
            if wait > LONGEST:
                break
            await flight.hold.renew(self._means.ledger, self._means.ask, self._means.clocks, wait + self._terms.lease)
            await self._means.clocks.sleep(wait)
        raise PostUncertain("The thread for the rest can't be opened for now.")
