"""How much of a platform's allowance is used, and how late posts are: couriers in processes of their own.

``python -m benchmarks.pace --posts 10000 --workers 1 --workers 4`` posts to Discord's emulator, which allows 50
requests a second to the whole bot. At least 95 % of that is to be used, and it is never to be passed (a 429).
``--lateness 1000`` lets so many subscriptions be due at one moment, each in a channel of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.faulty import rows
from benchmarks.faulty.crew import crew
from benchmarks.faulty.databases import POSTGRES, SQLITE, database
from benchmarks.faulty.platforms import Stage, stage
from benchmarks.faulty.worker import TICK, Job
from benchmarks.measure import percentile, table

ALLOWED = 50.0
LEAD = 10.0  # seconds that workers have to start, and to hear of each other
HEADS = ("engine", "workers", "posts", "seconds", "a second", "used %", "429s", "late", "late p99", "forced", "over")


@dataclass(frozen=True)
class Run:
    """What is measured. ``channels``: that posts go to, in turns."""

    engine: str
    workers: int
    posts: int
    channels: int


async def measured(run: Run) -> tuple[object, ...]:
    """Post all that is due at one moment; gives a row."""
    with tempfile.TemporaryDirectory() as folder, database(run.engine) as place:
        async with stage("discord", run.channels, (int(ALLOWED), 1.0)) as platform:
            due = datetime.now(UTC) + timedelta(seconds=LEAD + run.posts / 50)
            await asyncio.to_thread(
                rows.write, place.url, platform.destinations, run.posts, due, every=0, ahead=timedelta(hours=1)
            )
            job = Job(place.url, "discord", platform.api, platform.token, pace=ALLOWED, real=True,
                      skew=str(Path(folder) / "none"), log=f"{folder}/log")  # fmt: skip
            in_time = datetime.now(UTC) + timedelta(seconds=LEAD) < due  # or else the writing took too long for that
            gc.collect()
            gc.freeze()
            with crew(job, run.workers) as staff:
                await _posted(platform, run.posts, 60 + run.posts / ALLOWED * 2)
                await asyncio.sleep(2.0)
                await asyncio.to_thread(staff.dismiss)
            return _row(run, platform, due.timestamp() if in_time else None)


async def _posted(platform: Stage, posts: int, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while len(platform.emulator.recorder.items) < posts or len(platform.posts()) < posts:
            await asyncio.sleep(1.0)


def _row(run: Run, platform: Stage, due: float | None) -> tuple[object, ...]:
    requests = sorted(platform.emulator.recorder.items, key=lambda one: float(one.mono))
    posts = [each for each in platform.posts() if each.status == 200]
    refused = sum(1 for each in requests if each.status == 429)
    begin, end = requests[0].mono, requests[-1].mono
    lateness = sorted(max(0.0, each.t - (due or each.t)) for each in posts)
    forced = percentile([number / ALLOWED for number in range(len(posts))], 0.99)
    p99 = percentile(lateness, 0.99)
    rate = (len(requests) - 1) / (end - begin)
    twice = len(posts) - len(platform.seen())
    assert twice == 0 and len(posts) >= run.posts, (len(posts), twice)
    late = [round(each, 2) for each in (percentile(lateness, 0.5), p99, forced, p99 - forced)]
    return (
        run.engine, run.workers, len(posts), end - begin, round(rate, 2), round(100 * rate / ALLOWED, 1), refused,
        *(late if due else ["-"] * len(late)),
    )  # fmt: skip


async def run(given: argparse.Namespace) -> int:
    """Measure all; 1 where a figure is missed."""
    found, failed = [], False
    for engine in given.engine:
        for workers in given.workers:
            runs = [Run(engine, workers, given.posts, 100)] if given.posts else []
            runs += [Run(engine, workers, given.lateness, given.lateness)] if given.lateness else []
            for one in runs:
                began = time.monotonic()
                row = await measured(one)
                print(f"{time.monotonic() - began:.0f} s", *row, file=sys.stderr, flush=True)
                found.append(row)
                used, refused, over = float(str(row[5])), int(str(row[6])), str(row[10])
                failed |= bool(refused) or (one.posts >= 5000 and used < 95.0)
                failed |= over != "-" and float(over) > 2.0 + TICK
    print(table(HEADS, found))
    return int(failed)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--lateness", type=int, default=1_000)
    parser.add_argument("--workers", type=int, action="append")
    parser.add_argument("--engine", action="append", choices=(SQLITE, POSTGRES))
    given = parser.parse_args()
    given.workers, given.engine = given.workers or [1, 4], given.engine or [SQLITE, POSTGRES]
    return given


if __name__ == "__main__":
    sys.exit(asyncio.run(run(arguments())))
