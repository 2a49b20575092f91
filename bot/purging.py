"""Once a day: what is stored of installations that removed the bot goes when the grace is over, and what is old."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.log import LOGGER, report
from bot.retention import Terms, prune
from digests.collector import tidy

if TYPE_CHECKING:
    from bot.app import App

GRACE = timedelta(days=30)  # long enough to notice a removal by mistake; said in the README
EVERY = timedelta(days=1)


def last_moment(now: datetime, grace: timedelta = GRACE) -> datetime:
    """Give the moment before which a removal is past its grace."""
    return now - grace


async def purge_daily(
    app: App, kept: Terms | None = None, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Purge now and once a day until cancelled; a failure is logged and tried again the next day."""
    while True:
        try:
            if gone := await _purge(app):
                LOGGER.info("Deleted what was stored of %d installations, removed over 30 days ago", gone)
            if pruned := await prune(app, kept or Terms()):
                LOGGER.info("Deleted what is past its term: %s", pruned)
        except Exception as problem:
            report(problem, "purging")
        tidy()
        await sleep(EVERY.total_seconds())


async def _purge(app: App) -> int:
    before = last_moment(app.desk.clock())
    return await app.desk.recall(lambda memory: memory.purge(before))
