"""Notice a gateway connection that is open and dead.

discord.py waits for a minute of silence, whatever rhythm the gateway asked for. Here a heartbeat that is not
answered within a quarter of the rhythm is enough. This reads the library's own state, for there is no other way;
where a later version has none of it, the library's minute applies.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from bot.log import LOGGER

if TYPE_CHECKING:
    import discord

PATIENCE = 1.25  # rhythms without a sign
LEAST = 1.0  # seconds more, for slow networks
PAUSE = 0.5  # seconds between looks
MOST_DOUBLINGS = 3  # of a pause of one second at most
FROZEN = 4000  # a close code after which a session may be resumed


async def watch(client: discord.AutoShardedClient) -> None:
    """Close frozen connections for ever; the client takes them up again."""
    while True:
        slept = time.perf_counter()
        await asyncio.sleep(PAUSE)
        if time.perf_counter() - slept > LEAST:
            continue  # it is this process that was busy: what has arrived is not read yet
        for shard in client.shards.values():
            inner = getattr(shard, "_parent", None)
            hasten(getattr(inner, "_backoff", None))
            socket = getattr(inner, "ws", None)
            if socket is not None and is_frozen(socket, time.perf_counter()):
                LOGGER.warning("The connection to Discord has frozen; connecting again")
                socket._keep_alive.stop()
                await _closed(socket)


def is_frozen(socket: Any, now: float) -> bool:
    """Tell whether a connection has been silent for too long."""
    beat = getattr(socket, "_keep_alive", None)
    rhythm, heard = getattr(beat, "interval", None), getattr(beat, "_last_recv", None)
    if not rhythm or heard is None or not getattr(socket, "open", False):
        return False
    return bool(now - heard > rhythm * PATIENCE + LEAST)


def hasten(backoff: Any) -> None:
    """Bound the pauses between tries to 8 seconds: the library's reach 17 minutes, and last after one bad hour."""
    if getattr(backoff, "_max", 0) > MOST_DOUBLINGS:
        backoff._max = MOST_DOUBLINGS


async def _closed(socket: Any) -> None:
    """Close without waiting for the other side, which does not answer."""
    try:
        await asyncio.wait_for(socket.close(FROZEN), 2)
    except (TimeoutError, ConnectionError):
        return
