"""Whose channels are, remembered over restarts: a channel never changes its server, so it need not be asked again.

What kind it is can change (for announcements, or no longer), rarely: each record lasts a week or two. Forums are not
recorded, for their tags change. An installation's records go with it, see ``Memory.forget``.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.log import LOGGER
from bot.platforms.discord.received import NAME
from digests.errors import StoreError

if TYPE_CHECKING:
    from bot.store.base import Memory

WEEK = 7  # days


class Records:
    """Keeps them with the ledger; without a memory there are none."""

    def __init__(self, memory: Memory | None, clock: Callable[[], datetime]) -> None:
        self._memory, self._clock = memory, clock

    async def kind(self, guild: str, channel: str) -> int | None:
        """Give the type of a channel of a server; None where there is no record that it is one."""
        memory = self._memory
        if memory is None:
            return None
        try:
            written = await asyncio.to_thread(lambda: memory.ledger.kept(_key(guild, channel)))
        except StoreError as problem:
            LOGGER.warning("Whose a channel is could not be looked up: %s", problem)
            return None
        return _read(written, channel, self._clock()) if written else None

    async def note(self, guild: str, channel: str, kind: int) -> None:
        """Record that a channel is a server's, and its type."""
        memory = self._memory
        if memory is None:
            return
        written = f"{kind} {self._clock().isoformat()}"
        try:
            await asyncio.to_thread(lambda: memory.ledger.keep(_key(guild, channel), written))
        except StoreError as problem:
            LOGGER.warning("Whose a channel is could not be noted: %s", problem)


def _key(guild: str, channel: str) -> str:
    return f"{NAME}/{guild}/{channel}"


def _read(written: str, channel: str, now: datetime) -> int | None:
    """Read a record; None where it is too old. Not all grow old on one day."""
    kind, _, at = written.partition(" ")
    lasts = timedelta(days=WEEK + zlib.crc32(channel.encode()) % WEEK)
    try:
        return int(kind) if now - datetime.fromisoformat(at) < lasts else None
    except (ValueError, TypeError):
        return None
