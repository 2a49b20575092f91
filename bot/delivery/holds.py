"""A claim in our hands, trusted by our own monotonic clock alone: the wall's may jump, and others have theirs."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask, Clocks
from bot.delivery.policy import Terms
from bot.delivery.values import Claim


class Hold:
    """A claim, and how long it is good for a send. ``began``: by the monotonic clock, from just before the claim."""

    def __init__(self, claim: Claim, began: float, lease: float, terms: Terms) -> None:
        self.claim, self.terms = claim, terms
        self._began, self._lease = began, lease

    @property
    def until(self) -> float:
        """Say when a send must have left by: after that somebody else may act on the row."""
        return self._began + min(self.terms.fresh, self._lease - self.terms.timeout)

    async def renew(self, ledger: Ledger, ask: Ask, clocks: Clocks, seconds: float | None = None) -> bool:
        """Make sure that the row is ours still, and for how long; False where it is not. Raises StoreError."""
        began, lease = clocks.monotonic(), self.terms.lease if seconds is None else seconds
        if not await ask(ledger.extend, self.claim, clocks.now() + timedelta(seconds=lease)):
            return False
        self._began, self._lease = began, lease
        return True
