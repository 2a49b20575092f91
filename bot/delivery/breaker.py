"""Stop before a platform bans the bot: so many invalid answers in so many minutes close everything for a while."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask, Clocks
from bot.delivery.happenings import Notices
from bot.delivery.pacing import Pace
from digests.errors import StoreError

WINDOW = timedelta(minutes=10)
REASON = "Too many of the bot's requests were refused: it waits for ten minutes, or it would be banned."


class Breaker:
    """Counts the invalid answers of one platform, with all other workers."""

    def __init__(
        self, platform: str, ledger: Ledger, ask: Ask, clocks: Clocks, pace: Pace, notices: Notices, most: int
    ) -> None:
        self._platform, self._ledger, self._ask, self._clocks = platform, ledger, ask, clocks
        self._pace, self._notices, self._most = pace, notices, most

    async def note(self) -> None:
        """Count one; where that is one too many, block the whole platform."""
        now = self._clocks.now()
        try:
            seen = await self._ask(self._ledger.count_invalid, self._platform, now, WINDOW)
            if seen < self._most:
                return
            self._pace.block(self._platform, WINDOW.total_seconds())
            await self._ask(self._ledger.block, self._platform, now + WINDOW)
            if seen == self._most:
                await self._ask(self._notices.stopped, self._platform, REASON, now)
        except StoreError:
            return  # nothing can be claimed without the database either
