"""What an admin has to be told once: the port of those who word it, and one that only logs.

A method may be called more than once for one happening (after a crash, from several workers): what is written must
have a key that is the same each time. Synchronous, asked from a thread; may raise a StoreError, and is asked again.
"""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.delivery.values import Delivery, Edition
from bot.log import LOGGER
from bot.store.values import Place


class Notices(Protocol):
    """Writes notices."""

    def dead(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """A delivery is dead. Once for (delivery, its attempts). Never called for a notice itself."""
        ...

    def halted(self, place: Place, channel: str, reason: str, since: datetime, delivery: Delivery | None) -> None:
        """Nothing is posted there any more (channel "": in the whole installation). Once for (place, channel, since).
        ``delivery``: the one that found out."""
        ...

    def stopped(self, platform: str, reason: str, now: datetime) -> None:
        """Nothing is posted on a platform: the bot's token is refused, or too many answers were."""
        ...

    def held(self, delivery: Delivery, edition: Edition, now: datetime) -> None:
        """A digest is composed and waits for an editor's approval. Once a delivery."""
        ...


class Logged:
    """Notices that go to the log alone."""

    def dead(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """Log it."""
        LOGGER.warning("Delivery %s can't be posted: %s", delivery.id, reason)

    def halted(self, place: Place, channel: str, reason: str, since: datetime, delivery: Delivery | None) -> None:
        """Log it."""
        where = f"{place.platform}/{place.installation}/{channel}".rstrip("/")
        LOGGER.warning("Nothing is posted in %s any more: %s", where, reason)

    def stopped(self, platform: str, reason: str, now: datetime) -> None:
        """Log it."""
        LOGGER.error("Nothing is posted on %s: %s", platform, reason)

    def held(self, delivery: Delivery, edition: Edition, now: datetime) -> None:
        """Log it."""
        LOGGER.info("Delivery %s waits for approval: %s", delivery.id, edition.title)
