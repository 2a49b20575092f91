"""Both platforms at once: how long from a command to its first answer, how a rush is taken, what idling costs.

``python -m benchmarks.platforms --articles 5000`` (or ``--database big.db``, filled by ``benchmarks.newsroom``) starts
the bot as its own process on the emulators of Discord and Slack. A time runs from the command's leaving the platform
to the answer's arriving there; the next is asked when all messages of an answer are there, for the emulators, which
look closely at each, share the machine. A second round has 1.5 s of latency on everything but the acknowledgement.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.corpus import BEGIN
from benchmarks.measure import percentile, table
from benchmarks.newsroom import fill
from digests.newsroom import Newsroom
from digests.store.sql import open_store
from tests.process import Running, running

LATENCY = 1.5  # seconds
QUIET = 0.1  # seconds without another message
RUSH, IN_TIME = 200, 3.0
Ask = Callable[[str, str], Awaitable[float]]


def commands(people: Sequence[str]) -> list[tuple[str, str, str]]:
    """List what is asked: a verb, the name of its argument on Discord, and a value."""
    asked = [("who", "name", name) for name in people[:10]]
    asked += [("quotes", "name", name) for name in people[:5]]
    asked += [("story", "query", name.split()[-1]) for name in people[:5]]
    asked += [("timeline", "subject", name) for name in people[:5]]
    asked += [("news", "query", words) for words in ("rocket engine", "station launch", '"south pole"')]
    day = BEGIN + timedelta(days=2)
    asked += [("digest", "period", f"{day:%Y-%m-%d}..{day + timedelta(days=n):%Y-%m-%d}") for n in (1, 2)]
    return [*asked, ("trending", "period", "7 days"), ("help", "", "")]


class Asked:
    """Asks on a platform and gives the seconds until the first answer arrives there."""

    def __init__(self, bot: Running) -> None:
        self._bot = bot
        self.slowest_acknowledgement = 0.0

    def _fields(self, verb: str) -> list[str]:
        listed = {command["name"]: command for command in self._bot.discord.list_commands()}
        return [option["name"] for option in listed[verb].get("options", [])]

    async def discord(self, verb: str, value: str) -> float:
        """Ask by a slash command's first option."""
        fields = self._fields(verb) if value else []
        name = "period" if "period" in fields and verb in ("digest", "trending") else fields[0] if fields else ""
        began = time.monotonic()
        made = await self._bot.discord.slash(verb, {name: value} if name else {})
        self._note(made.ack_delay)
        return await self._arrived(self._bot.discord, lambda record: made.token in record.path and
                                   "callback" not in record.path) - began  # fmt: skip

    async def slack(self, verb: str, value: str) -> float:
        """Ask by ``/downlink``."""
        began = time.monotonic()
        made = await self._bot.slack.slash("/downlink", f"{verb} {value}".strip())
        self._note(made.ack_delay)
        return await self._arrived(self._bot.slack, lambda record: made.response_url.endswith(record.path)) - began

    async def quiet(self) -> None:
        """Wait for the other messages of an answer."""
        before = -1
        while (now := self._count()) != before:
            before = now
            await asyncio.sleep(QUIET)

    def _count(self) -> int:
        return sum(len(each.recorder.items) for each in (self._bot.discord, self._bot.slack))

    def _note(self, delay: float | None) -> None:
        self.slowest_acknowledgement = max(self.slowest_acknowledgement, 99.0 if delay is None else delay)

    async def _arrived(self, emulator: Any, mine: Callable[[Any], bool], seconds: float = 30.0) -> float:
        async with asyncio.timeout(seconds):
            while True:
                for record in reversed(emulator.recorder.items):
                    if mine(record):
                        return float(record.mono)
                await asyncio.sleep(0.002)


async def people_of(database: str) -> list[str]:
    """List those most often in the news."""
    newsroom = Newsroom(open_store(database), clock=_now)
    try:
        return [person.name for person in await newsroom.people(limit=10)]
    finally:
        newsroom.close()


def _now() -> Any:
    from bot.app import utc_now

    return utc_now()


async def one_by_one(
    ask: Ask, quiet: Callable[[], Awaitable[None]], asked: list[tuple[str, str, str]], times: int
) -> list[list[object]]:
    """Ask everything so often; a row a verb and one of all."""
    spread: dict[str, list[float]] = {}
    for _ in range(times):
        for verb, _name, value in asked:
            spread.setdefault(verb, []).append(1000 * await ask(verb, value))
            await quiet()
    spread["all"] = [each for values in spread.values() for each in values]
    return [[verb, percentile(v, 0.5), percentile(v, 0.99), max(v)] for verb, v in spread.items()]


async def rush(asked: Asked) -> tuple[float, float]:
    """Ask on both at once; gives the slowest acknowledgement and the slowest answer, in seconds."""
    asked.slowest_acknowledgement = 0.0
    values = ["Rogozin", "NASA", "moon", "Musk"]
    calls = [
        (asked.discord, asked.slack)[n % 2](("who", "news")[n // 2 % 2], values[n % len(values)]) for n in range(RUSH)
    ]
    answers = await asyncio.gather(*calls)
    return asked.slowest_acknowledgement, max(answers)


async def measure(database: str, folder: Path, times: int) -> bool:
    """Measure everything; True where nothing was refused and all goals are met."""
    asked = commands(await people_of(database))
    async with running(database, folder) as bot:
        print(f"\nmemory with both connected and idle: {_memory(bot)}", flush=True)
        on = Asked(bot)
        heads = ["p50 ms", "p99 ms", "worst ms"]
        worst = 0.0
        for latency in (0.0, LATENCY):
            bot.slack.latency(latency)
            if latency:
                bot.discord.fault(kind="delay", match="^(?!.*callback)", delay=latency, times=-1)
            for name, ask in (("Discord", on.discord), ("Slack", on.slack)):
                rows = await one_by_one(ask, on.quiet, asked, times if not latency else 1)
                title = f"{name}, {latency:g} s of latency" if latency else name
                print("\n" + table([title, *heads], rows), flush=True)
                worst = max(worst, float(str(rows[-1][2])) if not latency else 0.0)
        bot.discord.clear_faults()
        bot.slack.clear_faults()
        acknowledged, answered = await rush(on)
        print(f"\n{RUSH} at once: acknowledged within {acknowledged:.2f} s, answered within {answered:.2f} s")
        print(f"memory afterwards: {_memory(bot)}")
        problems = [*bot.discord.problems(), *bot.slack.problems()]
        print(f"refused by a platform: {len(problems)}", *problems[:3], sep="\n")
        return await bot.stopped() == 0 and not problems and acknowledged < IN_TIME


def _memory(bot: Running) -> str:
    return f"{bot.memory():.0f} MB, of which {bot.memory('RssFile'):.0f} MB are pages of files"


def main() -> int:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=5_000, help="how many made-up articles to fill in")
    parser.add_argument("--database", help="a SQLite file that is filled already")
    parser.add_argument("--times", type=int, default=5, help="how often each command is asked")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        database = f"sqlite:///{options.database or Path(name) / 'news.db'}"
        if not options.database:
            fill(database, options.articles)
        return 0 if asyncio.run(measure(database, Path(name), options.times)) else 1


if __name__ == "__main__":
    sys.exit(main())
