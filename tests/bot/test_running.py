"""Roles live and die by themselves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator

import pytest

from bot import log
from bot.running import Role, supervise


class Acted:
    """A role that does what it is told: ``ends`` (sentence, exception, or None: runs until closed), one a run."""

    def __init__(self, *ends: str | Exception | None, deaf: bool = False) -> None:
        self.ends, self.deaf = list(ends), deaf
        self.runs = 0
        self.running, self.closed = asyncio.Event(), asyncio.Event()

    async def run(self) -> str | None:
        end = self.ends[min(self.runs, len(self.ends) - 1)]
        self.runs += 1
        if isinstance(end, Exception):
            raise end
        if end is None:
            self.running.set()
            await (asyncio.Event() if self.deaf else self.closed).wait()
        return end

    async def close(self) -> None:
        self.closed.set()

    def role(self, name: str) -> Role:
        return Role(name, self.run, self.close)


@pytest.fixture(autouse=True)
def said() -> Iterator[list[str]]:
    """Keep the log's lines."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    handler = Kept()
    log.LOGGER.addHandler(handler)
    yield lines
    log.LOGGER.removeHandler(handler)


async def test_a_role_that_fails_is_run_again_and_the_others_do_not_notice(said: list[str]) -> None:
    """Two failures, then it lasts."""
    shaky, steady, stop = Acted(OSError("away"), OSError("away"), None), Acted(None), asyncio.Event()
    done = asyncio.create_task(supervise([shaky.role("Shaky"), steady.role("Steady")], stop, pause=0.001))
    await asyncio.wait_for(shaky.running.wait(), 5)
    assert (shaky.runs, steady.runs) == (3, 1)
    assert len([line for line in said if line.startswith("Shaky failed")]) == 2
    stop.set()
    assert await done is True
    assert shaky.closed.is_set() and steady.closed.is_set()


async def test_a_role_that_has_ended_is_told_once_and_ends_alone(said: list[str]) -> None:
    """The rest goes on."""
    ended, steady, stop = Acted("the token is refused."), Acted(None), asyncio.Event()
    done = asyncio.create_task(supervise([ended.role("Slack"), steady.role("Discord")], stop, pause=0.001))
    await asyncio.wait_for(steady.running.wait(), 5)
    while not said:
        await asyncio.sleep(0)
    assert said == ["Slack has ended: the token is refused."] and not done.done()
    stop.set()
    assert await done is True and ended.runs == 1


async def test_all_roles_ended() -> None:
    """There is nothing to wait for."""
    roles = [Acted("no.").role("A"), Acted("neither.").role("B")]
    assert await asyncio.wait_for(supervise(roles, asyncio.Event()), 5) is False


async def test_a_role_that_does_not_end_is_cut_off(said: list[str]) -> None:
    """After the time that was given, and not before."""
    deaf, stop = Acted(None, deaf=True), asyncio.Event()
    done = asyncio.create_task(supervise([deaf.role("Deaf")], stop, drain=0.05))
    await deaf.running.wait()
    stop.set()
    assert await asyncio.wait_for(done, 5) is True
    assert any("Deaf was not done" in line for line in said)


async def test_a_failed_role_does_not_hold_up_the_end() -> None:
    """It may be waiting a minute before another try."""
    shaky, stop = Acted(OSError("away")), asyncio.Event()
    done = asyncio.create_task(supervise([shaky.role("Shaky")], stop, pause=50))
    while not shaky.runs:
        await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(done, 5)
