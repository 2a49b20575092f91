"""A worker process on an emulator: the real platform and the real courier, or one of two controls that get it wrong.

Times are shortened (a post is over in 2 s, a platform has settled after 1 s) so that thousands of deaths fit into
minutes; nothing else is.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import random
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.commands.table import REGISTRY
from bot.delivery.clocks import Clocks
from bot.delivery.courier import Courier
from bot.delivery.means import Means
from bot.delivery.values import Over, Sent, Stage
from bot.platforms.base import Platform, PostDelayed, PostRefused, PostUncertain, Receipt, Traits
from bot.replies import Destination, Reply
from bot.store.ledger.sql import SqlLedger
from bot.store.sql import SqlMemory, open_memory
from digests.errors import StoreError

TIMEOUT, SETTLE = 2.0, 1.0
TICK = 0.2
COURIER, NAIVE, MARK = "courier", "naive retry", "mark, then post"


@dataclass(frozen=True)
class Job:
    """What a worker is told. ``skew``: a file with the seconds by which its clock is wrong now."""

    url: str
    platform: str
    api: str
    token: str
    how: str = COURIER
    pace: float = 0.0
    real: bool = False  # the platform's own times
    skew: str = ""
    log: str = ""
    timeout: float = TIMEOUT
    settle: float = SETTLE


class Quick:
    """A platform with shorter times."""

    def __init__(self, platform: Platform, job: Job) -> None:
        self._platform, self.name, told = platform, platform.name, platform.traits
        short = replace(told, timeout=job.timeout, settle=job.settle, channel_pace=0.0, installation_pace=0.0)
        self.traits: Traits = replace(told if job.real else short, bot_pace=job.pace)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._platform, name)

    async def post(
        self, destination: Destination, reply: Reply, *, part: int = 0, marker: str = "", until: float | None = None
    ) -> Receipt:
        """Post; over in time."""
        try:
            async with asyncio.timeout(self.traits.timeout):
                return await self._platform.post(destination, reply, part=part, marker=marker, until=until)
        except TimeoutError:
            raise PostUncertain("no answer in time") from None


def connected(job: Job, memory: SqlMemory) -> Any:
    """Make the platform itself."""
    if job.platform == "slack":
        from bot.platforms.slack.adapter import Slack
        from bot.platforms.slack.calls import Calls
        from bot.platforms.slack.keeping import Keeping
        from bot.platforms.slack.tokens import Own, Tokens

        calls = Calls(job.api)
        return Slack(calls, None, REGISTRY, Keeping(memory, _now), Tokens(Own(job.token, calls), None))
    from bot.platforms.discord.adapter import Discord
    from bot.platforms.discord.keeping import Keeping as Kept
    from bot.platforms.discord.rest import Rest

    kept = Kept(memory, _now)

    async def suggest(*_: Any) -> list[Any]:
        return []

    return Discord(Rest(job.token, job.api), None, REGISTRY, kept, suggest, kept)


def _now() -> datetime:
    return datetime.now(UTC)


class Skewed:
    """A wall clock that is set while it is used: its file has a line of seconds for each of some workers."""

    def __init__(self, path: str) -> None:
        self._path = Path(path) if path else None
        self._read, self._skew = 0.0, 0.0

    def __call__(self) -> datetime:
        """Tell the time, wrongly."""
        if self._path and time.monotonic() - self._read > 0.1:
            self._read = time.monotonic()
            try:
                lines = self._path.read_text().split()
                self._skew = float(lines[os.getpid() % len(lines)])
            except (OSError, ValueError, ZeroDivisionError):
                pass  # it is being written
        return _now() + timedelta(seconds=self._skew)


def work(job: Job) -> None:
    """Be a worker until told to stop by SIGTERM, or killed."""
    random.seed(os.getpid() ^ time.monotonic_ns())
    _quiet(job)
    asyncio.run(_work(job))


def _quiet(job: Job) -> None:
    logger = logging.getLogger("downlink")
    logging.raiseExceptions = False  # a disk that is full is full for the log as well
    logger.propagate = False
    handler = logging.FileHandler(job.log) if job.log else logging.NullHandler()
    handler.setFormatter(logging.Formatter(f"%(asctime)s {os.getpid()} %(message)s"))
    logger.addHandler(handler)


async def _work(job: Job) -> None:
    clock = Skewed(job.skew)
    memory = _opened(job.url)
    ledger = SqlLedger(memory._engine, clock=clock)
    platform: Any = Quick(connected(job, memory), job)
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    run = _carried if job.how == COURIER else _control
    await run(job, platform, ledger, clock, stop)
    await platform.close()
    memory.close()


def _opened(url: str) -> SqlMemory:
    while True:
        try:
            return open_memory(url, busy_timeout=10.0)
        except StoreError:
            time.sleep(0.2)


async def _carried(job: Job, platform: Any, ledger: SqlLedger, clock: Skewed, stop: asyncio.Event) -> None:
    pool = ThreadPoolExecutor(4)

    async def ask(call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(pool, functools.partial(call, *args, **kwargs))

    courier = Courier(platform, Means(ledger, ask, Clocks(clock)), f"worker {os.getpid()}")
    running = asyncio.create_task(courier.run())
    while not stop.is_set() and not running.done():
        courier.tick()
        await asyncio.sleep(TICK)
    await courier.close()
    await running


async def _control(job: Job, platform: Any, ledger: SqlLedger, clock: Skewed, stop: asyncio.Event) -> None:
    """Send without the protocol: what most bots do."""
    lease, name, send = timedelta(seconds=2 * job.timeout), [job.platform], {NAIVE: _naive, MARK: _marked}[job.how]
    while not stop.is_set():
        try:
            claims = [*ledger.claim("w", clock(), lease, 8, platforms=name)]
            claims += ledger.uncertain("w", clock(), lease, 8, platforms=name)
            await asyncio.gather(*(send(platform, ledger, claim, clock) for claim in claims))
        except StoreError:
            claims = []
        if not claims:
            await asyncio.sleep(TICK)


async def _naive(platform: Any, ledger: SqlLedger, claim: Any, clock: Skewed) -> None:
    """Post, again and again until there is an answer; then write it down."""
    row = claim.delivery
    edition = ledger.edition(row.edition or 0)
    assert edition is not None
    for _ in range(20):
        try:
            reply = edition.messages[row.piece.message].reply
            receipt = await platform.post(row.destination, reply, part=row.piece.piece)
        except PostRefused as problem:
            ledger.record([Over(claim, Stage.DEAD, clock(), str(problem))])
            return
        except PostDelayed as problem:
            await asyncio.sleep(problem.seconds)
        except PostUncertain:
            await asyncio.sleep(0.1)
        else:
            ledger.record([Sent(claim, receipt.message_id, clock())])
            return


async def _marked(platform: Any, ledger: SqlLedger, claim: Any, clock: Skewed) -> None:
    """Write it down, then post."""
    row = claim.delivery
    edition = ledger.edition(row.edition or 0)
    assert edition is not None
    ledger.record([Sent(claim, "?", clock())])
    for _ in range(20):
        try:
            await platform.post(row.destination, edition.messages[row.piece.message].reply, part=row.piece.piece)
            return
        except PostDelayed as problem:
            await asyncio.sleep(problem.seconds)
        except (PostRefused, PostUncertain):
            return
