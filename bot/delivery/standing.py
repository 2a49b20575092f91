"""The check again, just before a send: is it still wanted? Asked from a thread, for a few claims at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import preferences
from bot.delivery.destinations import place_of
from bot.delivery.values import Claim, Delivery, What
from bot.store.base import Memory
from bot.store.values import Place, State

REMOVED = "The subscription was removed."
PAUSED = "The subscription is paused."
UNINSTALLED = "Downlink was removed from there."


class Standing:
    """Asks the bot's memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def fallen(self, claims: Sequence[Claim]) -> Mapping[int, str]:
        """Say of claims, by the delivery's id, why they are not to be sent after all. Raises StoreError."""
        places = {place: self._uninstalled(place) for place in {place_of(c.delivery.destination) for c in claims}}
        reasons = {c.delivery.id: self._reason(c.delivery, places) for c in claims}
        return {number: reason for number, reason in reasons.items() if reason}

    def doubt(self, place: Place) -> str:
        """Give what an installation prefers where a post may or may not have arrived. Raises StoreError."""
        return preferences.value_of(self._memory.settings(place), "doubt")

    def _uninstalled(self, place: Place) -> bool:
        installation = self._memory.installation(place)
        return installation is not None and installation.removed_at is not None

    def _reason(self, row: Delivery, uninstalled: Mapping[Place, bool]) -> str | None:
        if uninstalled[place_of(row.destination)]:
            return UNINSTALLED
        if row.subscription is None or row.what not in (What.DIGEST, What.RUN):
            return None
        one = self._memory.subscription(row.subscription)
        if one is None:
            return REMOVED
        return PAUSED if one.state is State.PAUSED and row.what is What.DIGEST else None
