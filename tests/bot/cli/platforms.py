"""Emulators in a thread of their own, for commands that run event loops of theirs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.emulators.discord_emulator import DiscordEmulator
from tests.emulators.slack_emulator import SlackEmulator


@contextmanager
def both() -> Iterator[tuple[Any, Any]]:
    """Run both, until leaving."""
    made: list[Any] = []
    loop, started = asyncio.new_event_loop(), threading.Event()

    async def serve() -> None:
        async with DiscordEmulator() as discord, SlackEmulator() as slack:
            made.extend((discord, slack))
            started.set()
            await ended.wait()

    ended = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert started.wait(20)
    try:
        yield made[0], made[1]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(20)
        loop.close()
