"""Data of installations that removed the bot."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.purging import purge_daily
from bot.store.values import Installation, Place
from tests.bot.answers import NOW
from tests.bot.fakes import app
from tests.bot.memory import MemoryInMemory


class Enough(Exception):
    """Ends what goes on for ever."""


async def test_it_is_purged_once_a_day_after_the_grace() -> None:
    """At the start and every day; a failure doesn't end it."""

    class Busy(MemoryInMemory):
        calls = 0

        def purge(self, removed_before: object) -> int:
            self.calls += 1
            if self.calls == 1:
                raise RuntimeError("busy")
            return super().purge(removed_before)  # type: ignore[arg-type]

    memory, slept = Busy(), list[float]()
    for number, days in enumerate((29, 31, None)):
        removed = NOW - timedelta(days=days) if days else None
        memory.put_installation(Installation(Place("discord", str(number)), removed_at=removed))

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            raise Enough

    with pytest.raises(Enough):
        await purge_daily(app(memory=memory), sleep=sleep)
    assert [each.place.installation for each in memory.installations()] == ["0", "2"]
    assert slept == [86_400, 86_400]
