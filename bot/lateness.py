"""Whether deliveries are posted in time: for ``/readyz`` and the doctor."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.delivery.base import Ledger

PATIENCE = timedelta(minutes=15)  # longer than any platform asks to wait, shorter than an operator would


def late(ledger: Ledger, now: datetime) -> str | None:
    """Say in a sentence that a delivery has been due for too long: nobody runs who posts, or somebody is stuck."""
    oldest = ledger.oldest_due(now)
    if oldest is None or now - oldest <= PATIENCE:
        return None
    minutes = int((now - oldest).total_seconds() // 60)
    return f"The oldest delivery has been due for {minutes:,} minutes: is a worker running (“downlink worker”)?"
