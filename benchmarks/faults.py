"""Delivery under faults: how many posts are lost, how many are made twice. Nothing may be.

``python -m benchmarks.faults --kills 1000 --posts 20000`` runs the list of faults on the emulators, with workers that
are real processes, on SQLite and on a PostgreSQL server of its own, and prints a row a fault. Beside it two controls,
a retry without the protocol and marking before posting, lose or double in the same run: the harness can see it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Iterator

from benchmarks.faulty import troubles
from benchmarks.faulty.databases import POSTGRES, SQLITE
from benchmarks.faulty.play import Play, Result, play
from benchmarks.faulty.worker import MARK, NAIVE
from benchmarks.measure import table

LOST = {"drop_after": 0.03, "after": 0.02, "status": 0.02, "drop": 0.01, "delay": 0.02}
STORM = {"ratelimit": 0.10}
HEADS = ("fault", "engine", "platform", "posts", "kills", "lost", "twice", "disorder", "dead", "seconds", "notes")


def plays(given: argparse.Namespace) -> Iterator[Play]:
    """List what is played."""
    few = max(60, min(given.posts // 10, 1_000))
    for engine in given.engine:
        for platform in given.platform:
            for name, more in _faults(given, engine, few):
                yield Play(name, engine, platform, **{"posts": few, "log": given.log} | more)
        yield Play("control: naive retry", engine, "slack", few, how=NAIVE, chances=LOST,
                   trouble=troubles.kills(few // 20), every=0)  # fmt: skip
        yield Play("control: mark, then post", engine, "slack", few, how=MARK, chances=LOST,
                   trouble=troubles.kills(few // 20), every=0)  # fmt: skip


def _faults(given: argparse.Namespace, engine: str, few: int) -> Iterator[tuple[str, dict[str, object]]]:
    killed = {"posts": given.posts, "trouble": troubles.kills(given.kills), "seconds": 60 + given.kills * 3}
    yield "kill -9", killed
    yield "kill -9 and lost answers", {"chances": LOST, "trouble": troubles.kills(few // 20)}
    stopped = {"trouble": troubles.stops(given.stops), "workers": 4, "pace": max(2.0, few / (5 * given.stops))}
    yield "stopped beyond the lease", stopped | {"latency": 0.05, "seconds": 180 + given.stops * 10}
    yield "lost, late and failed answers", {"chances": LOST}
    yield "two processes, one database", {"workers": 2}
    if engine == POSTGRES:
        away = troubles.interruptions(given.restarts, 5 * given.restarts)
        yield "server restarted, backends ended", {"trouble": away,
                                                   "latency": 0.05, "seconds": 120 + given.restarts * 20}  # fmt: skip
    else:
        yield "disk full", {"trouble": troubles.full_disk(max(3, given.restarts // 2)), "latency": 0.05}
    yield "clocks ten minutes off", {"trouble": troubles.clocks(max(5, few // 40)), "seconds": 1500}
    yield "storm of 429", {"chances": STORM, "workers": 4}
    yield "1 % poison", {"poison": 100, "every": 0}
    yield "1 % deleted channels", {"trouble": troubles.deletions(0.02), "latency": 0.05}
    yield "SIGTERM under load", {"trouble": troubles.terminations(3), "latency": 0.2}
    yield "death between two parts", {"every": 1, "trouble": troubles.kills(max(5, few // 10))}


def shown(result: Result) -> tuple[object, ...]:
    """Lay a result out as a row."""
    one, verdict = result.play, result.verdict
    notes = [f"{name} {value:.3g}" for name, value in result.notes.items()]
    notes += [f"stops {result.stops}"] if result.stops else []
    notes += [] if result.finished else ["NOT FINISHED"]
    notes += verdict.broken[:2]
    return (
        one.name, one.engine, one.platform, verdict.posts, result.kills, verdict.lost, verdict.twice, verdict.disorder,
        verdict.dead, round(result.seconds), ", ".join(notes),
    )  # fmt: skip


def failed(result: Result) -> bool:
    """Tell whether a promise is broken, or a control shows nothing."""
    verdict = result.verdict
    wrong = bool(verdict.lost or verdict.twice or verdict.disorder or verdict.broken or result.notes.get("too early"))
    if result.play.name.startswith("control"):
        return not (verdict.lost or verdict.twice)
    return wrong or not result.finished


async def run(given: argparse.Namespace) -> int:
    """Play all that was asked for; 1 if one fails."""
    results = []
    for one in plays(given):
        if given.only and not any(word in one.name for word in given.only):
            continue
        print(f"{time.strftime('%H:%M:%S')} {one.name} ({one.engine}, {one.platform}) ...", file=sys.stderr, flush=True)
        result = await play(one)
        results.append(result)
        print("  " + "  ".join(map(str, shown(result)[3:])), file=sys.stderr, flush=True)
    print(table(HEADS, [shown(result) for result in results]))
    return 1 if any(failed(result) for result in results) else 0


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--posts", type=int, default=2000, help="of the row kill -9; the others take a tenth")
    parser.add_argument("--stops", type=int, default=6, help="SIGSTOPs beyond the lease")
    parser.add_argument("--restarts", type=int, default=4, help="of PostgreSQL; five times as many ended backends")
    parser.add_argument("--engine", action="append", choices=(SQLITE, POSTGRES))
    parser.add_argument("--platform", action="append", choices=("slack", "discord"))
    parser.add_argument("--only", action="append", metavar="WORDS", help="faults whose name has them")
    parser.add_argument("--log", default="", help="file for the workers' log")
    given = parser.parse_args()
    given.engine, given.platform = given.engine or [SQLITE, POSTGRES], given.platform or ["slack", "discord"]
    return given


if __name__ == "__main__":
    sys.exit(asyncio.run(run(arguments())))
