"""Announcement channels: what was posted there is published to followers, slowly, from the ledger's own queue.

Posts go first: it takes a turn only while none waits for one, or when it has waited for long itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.delivery.means import Means
from bot.delivery.pacing import Later, Pace
from bot.delivery.values import Delivery
from bot.log import LOGGER, report
from bot.platforms.base import Platform, PostDelayed, PostError, PostRefused
from digests.errors import StoreError

BATCH = 20
IDLE = 5.0  # seconds between looks
BETWEEN = 1.0  # seconds between two
AGAIN = timedelta(minutes=1)  # after an answer that was lost
SOON = timedelta(seconds=10)
PATIENCE = timedelta(minutes=5)  # that posts are let go first
OVER = timedelta(days=1)  # who has not got it by then has other news


class Publishing:
    """Publishes on one platform."""

    def __init__(self, platform: Platform, means: Means, pace: Pace) -> None:
        self._platform, self._means, self._pace = platform, means, pace
        self._waits: dict[str, datetime] = {}  # channels that may not yet

    async def step(self, *, busy: bool) -> float:
        """Publish what is waiting, one after the other; gives the seconds until the next step."""
        now = self._means.clocks.now()
        self._waits = {channel: until for channel, until in self._waits.items() if until > now}
        try:
            waiting = await self._means.ask(self._means.ledger.to_publish, now, BATCH)
            mine = [row for row in waiting if row.destination.platform == self._platform.name]
            for row in mine:
                if busy and now - (row.finished_at or now) < PATIENCE:
                    return IDLE
                again = await self._published(row)
                await self._means.ask(self._means.ledger.note_published, row.id, again)
                await self._means.clocks.sleep(BETWEEN)
        except StoreError:
            return IDLE
        return BETWEEN if len(mine) == BATCH else IDLE

    async def _published(self, row: Delivery) -> datetime | None:
        """Publish one; gives when to try again, None where that is over."""
        now, channel = self._means.clocks.now(), row.destination.channel
        if row.finished_at and now - row.finished_at > OVER:
            return None
        if until := self._waits.get(channel):
            return until
        try:
            place = await self._pace.turn(row.destination)
            with self._pace.spent(place):
                await self._platform.publish(row.destination, row.message_id or "")
        except PostRefused as problem:
            LOGGER.info("A message can't be published: %s", problem)
        except Later as wait:
            return now + timedelta(seconds=wait.seconds)
        except PostDelayed as problem:
            self._waits[channel] = now + timedelta(seconds=max(problem.seconds, 1.0))
            return self._waits[channel]
        except PostError:
            return now + AGAIN
        except StoreError:
            return now + SOON
        except Exception as problem:
            report(problem, "publishing")
            return now + AGAIN
        return None
