"""One run: deliveries are written, workers carry them, something goes wrong all the while; then it is judged."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.faulty import rows
from benchmarks.faulty.crew import Crew, crew
from benchmarks.faulty.databases import Database, database
from benchmarks.faulty.platforms import Stage, stage
from benchmarks.faulty.worker import COURIER, SETTLE, TIMEOUT, Job


@dataclass
class Scene:
    """What goes on, for whoever makes trouble."""

    database: Database
    stage: Stage
    crew: Crew
    clocks: Path
    posts: int
    notes: dict[str, float] = field(default_factory=dict)

    def posted(self) -> int:
        """Count the requests that posted, or tried to."""
        return sum(1 for each in self.stage.emulator.recorder.items if "essage" in each.route and each.method == "POST")


Trouble = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True)
class Play:
    """What is to be played. ``seconds``: until it is given up."""

    name: str
    engine: str
    platform: str
    posts: int
    workers: int = 3
    how: str = COURIER
    chances: Mapping[str, float] = field(default_factory=dict)
    trouble: Trouble | None = None
    latency: float = 0.01
    seconds: float = 600.0
    pace: float = 0.0
    limit: tuple[int, float] | None = None
    poison: int = 0
    every: int = 3
    channels: int = 100
    log: str = ""
    timeout: float = TIMEOUT
    settle: float = SETTLE


@dataclass
class Result:
    """What came of it."""

    play: Play
    verdict: rows.Verdict
    kills: int
    stops: int
    seconds: float
    finished: bool
    notes: Mapping[str, float]


async def play(one: Play) -> Result:
    """Play it."""
    with tempfile.TemporaryDirectory() as folder:
        clocks = Path(folder) / "clocks"
        with database(one.engine) as place:
            async with stage(one.platform, one.channels, one.limit) as platform:
                now = datetime.now(UTC)
                await asyncio.to_thread(
                    rows.write, place.url, platform.destinations, one.posts, now, every=one.every, poison=one.poison
                )
                if one.poison:
                    platform.poison()
                platform.dice.chances, platform.dice.latency = one.chances, one.latency
                platform.dice.longest = one.timeout + one.settle
                job = Job(
                    place.url, one.platform, platform.api, platform.token, one.how, one.pace, skew=str(clocks),
                    log=one.log, timeout=one.timeout, settle=one.settle,
                )  # fmt: skip
                with crew(job, one.workers) as staff:
                    gc.collect()
                    gc.freeze()
                    return await _played(one, Scene(place, platform, staff, clocks, one.posts))


async def _played(one: Play, scene: Scene) -> Result:
    began = time.monotonic()
    making = asyncio.create_task(_made(one, scene))
    finished = await rows.done(scene.database.url, one.seconds)
    took = time.monotonic() - began
    if making.done():
        making.result()
    making.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await making
    await asyncio.sleep(scene.stage.dice.longest + 1.0 if one.chances else 1.0)  # what is still to be accepted
    await asyncio.to_thread(scene.crew.dismiss)
    if "ratelimit" in one.chances or one.limit:
        scene.notes["429s"] = sum(1 for each in scene.stage.posts() if each.status == 429)
        scene.notes["too early"] = scene.stage.early()
    verdict = await asyncio.to_thread(rows.judge, scene.database.url, scene.stage)
    return Result(one, verdict, scene.crew.kills, scene.crew.stops, took, finished, scene.notes)


async def _made(one: Play, scene: Scene) -> None:
    if one.trouble is not None:
        await one.trouble(scene)
    while True:
        await asyncio.sleep(0.5)
        scene.crew.fill_up()
