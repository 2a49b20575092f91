"""The metronome: ticks of a kind never overlap, and what one raises ends none."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.counting import Uncounted
from bot.log import LOGGER
from bot.schedule import Metronome
from digests.errors import StoreError


class Counted(Uncounted):
    """Remembers which ticks were counted."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def ticked(self, name: str, seconds: float) -> None:
        """Note it."""
        self.names.append(name)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def test_ticks_come_again_and_never_two_of_a_kind() -> None:
    """The first within a second; a slow one is left alone, and others go on beside it."""
    counted, at_once, most = Counted(), 0, 0
    metronome = Metronome(counted)

    async def slow() -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.2)
        at_once -= 1

    async def quick() -> None:
        return None

    metronome.every(0.05, "slow", slow)
    metronome.every(0.05, "quick", quick)
    metronome.start()
    await until(lambda: counted.names.count("slow") >= 3 and at_once)
    done = counted.names.count("slow")
    metronome.stop()
    await metronome.settled()
    assert most == 1 and at_once == 0 and counted.names.count("slow") == done + 1  # not cut off
    assert counted.names.count("quick") > counted.names.count("slow")
    before = len(counted.names)
    await asyncio.sleep(0.1)
    assert len(counted.names) == before


async def test_a_tick_that_fails_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that is away is said once, and that it is back; other failures have their trace."""
    said: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    monkeypatch.setattr(LOGGER, "handlers", [Kept()])
    monkeypatch.setattr(LOGGER, "level", logging.INFO)
    turns = iter([StoreError("The database can't be reached."), StoreError("Still not."), ValueError("odd")])
    count = 0

    async def tick() -> None:
        nonlocal count
        count += 1
        if problem := next(turns, None):
            raise problem

    metronome = Metronome()
    metronome.every(0.02, "planning", tick)
    metronome.start()
    await until(lambda: count >= 5)
    metronome.stop()
    await metronome.settled()
    assert said == [
        "Planning waits: The database can't be reached.",
        "the tick planning failed: ValueError",
        "Planning goes on",
    ]


async def test_a_clock_that_is_put_back_stops_no_tick() -> None:
    """Ten minutes back: what was to come a second later would wait for ten minutes and a second."""
    counted, back = Counted(), 0.0

    async def tick() -> None:
        return None

    metronome = Metronome(counted, lambda: time.time() - back)
    metronome.every(0.1, "planning", tick)
    metronome.start()
    await until(lambda: counted.names)
    for job in metronome._scheduler.get_jobs():  # as the scheduler sees it when the clock is put back
        job.modify(next_run_time=datetime.now(UTC) + timedelta(minutes=10))
    before, back = len(counted.names), 600.0
    await until(lambda: len(counted.names) > before + 2)
    metronome.stop()
    await metronome.settled()
