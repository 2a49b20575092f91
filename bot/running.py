"""Roles in one process: each starts, fails, restarts and ends by itself. Knows nothing of what they do."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.log import LOGGER, report

DRAIN = 20.0  # seconds that answers under way have, once told to stop
LONGEST_PAUSE = 60.0  # seconds between a role's tries
STEADY = 60.0  # seconds that a role has to last for the pauses to start anew


@dataclass(frozen=True, slots=True)
class Role:
    """What runs until it is closed.

    ``run`` gives a sentence where it has ended for good, and None where it was closed; what it raises
    passes, and it is run again. ``close`` makes it take nothing more and end when answers are done.
    ``aside``: it serves the others, and alone keeps nothing going.
    """

    name: str
    run: Callable[[], Awaitable[str | None]]
    close: Callable[[], Awaitable[None]]
    aside: bool = False


async def supervise(roles: Sequence[Role], stop: asyncio.Event, *, drain: float = DRAIN, pause: float = 1.0) -> bool:
    """Run the roles until ``stop``; True where at least one ran to then, False where all had ended before: all but
    those that are aside.

    Args:
        drain: seconds for the end.
        pause: seconds before a failed role's second try; doubled for each further one.
    """
    tasks = [asyncio.create_task(_kept_up(role, stop, pause), name=role.name) for role in roles]
    stopping = asyncio.create_task(stop.wait())
    needed = [task for role, task in zip(roles, tasks, strict=True) if not role.aside]
    everyone = asyncio.create_task(_all(needed or tasks))
    await asyncio.wait([everyone, stopping], return_when=asyncio.FIRST_COMPLETED)
    lasted = stop.is_set()
    stop.set()  # what waits before another try need not
    for task in (stopping, everyone):
        task.cancel()
    await _drained(roles, tasks, drain)
    return lasted


async def _all(tasks: Sequence[asyncio.Task[None]]) -> None:
    await asyncio.wait(tasks)


async def _kept_up(role: Role, stop: asyncio.Event, pause: float) -> None:
    """Run one role for ever: again after each failure, never again after its own last word."""
    wait = pause
    while not stop.is_set():
        began = time.monotonic()
        try:
            if (ended := await role.run()) and not stop.is_set():
                LOGGER.error("%s has ended: %s", role.name, ended)
            return
        except Exception as problem:
            report(problem, role.name)
        wait = pause if time.monotonic() - began > STEADY else min(wait * 2, LONGEST_PAUSE)
        await _rest(stop, random.uniform(wait / 2, wait))


async def _rest(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def _drained(roles: Sequence[Role], tasks: Sequence[asyncio.Task[None]], drain: float) -> None:
    """Close all at once; cut off what is not done in time."""
    closing = [asyncio.create_task(_closed(role), name=f"the end of {role.name}") for role in roles]
    _, late = await asyncio.wait([*closing, *tasks], timeout=drain)
    for task in late:
        LOGGER.warning("%s was not done after %g seconds and is cut off", task.get_name(), drain)
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)


async def _closed(role: Role) -> None:
    try:
        await role.close()
    except Exception as problem:
        report(problem, f"closing {role.name}")
