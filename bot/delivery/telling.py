"""What was posted is told to the newsroom, so that a channel gets no story twice."""

from __future__ import annotations

from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask
from bot.delivery.editions import posted
from digests.newsroom import Newsroom

_LIMIT = 200


class Telling:
    """Tells, from the ledger's list; safe to be cut off and to be done by several at once."""

    def __init__(self, ledger: Ledger, newsroom: Newsroom, ask: Ask) -> None:
        self._ledger, self._newsroom, self._ask = ledger, newsroom, ask

    async def tell(self) -> int:
        """Tell everything that has not been told yet; gives how many deliveries. Raises StoreError."""
        count = 0
        while waiting := await self._ask(self._ledger.untold, _LIMIT):
            told = [
                story
                for delivery, edition in waiting
                if delivery.finished_at is not None
                for story in posted(delivery.destination.key, delivery.finished_at, edition.told)
            ]
            if told:
                await self._newsroom.remember(told)
            await self._ask(self._ledger.note_told, [delivery.id for delivery, _ in waiting])
            count += len(waiting)
            if len(waiting) < _LIMIT:
                break
        return count
