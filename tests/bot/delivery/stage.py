"""Workers, a platform and a ledger in virtual time."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.blocks import Paragraph
from bot.delivery.clocks import Clocks
from bot.delivery.courier import Courier
from bot.delivery.means import Means
from bot.delivery.values import Claim, Delivery, Edition, Message, NewDelivery, Part, Stage, What
from bot.replies import Destination, Kind, Reply
from bot.spans import Text
from bot.store.ledger.sql import SqlLedger
from bot.store.sql import SqlMemory, open_memory
from bot.store.values import Place
from digests.errors import StoreUnreachable
from tests.bot.delivery.fakes import BEGIN, FakePlatform, mono
from tests.bot.delivery.virtual import inline

HERE = Place("fake", "T1")


def wall(skew: float = 0.0) -> Callable[[], datetime]:
    """Make a wall clock that is wrong by so many seconds."""
    return lambda: BEGIN + timedelta(seconds=mono() - 1000.0 + skew)


def to(channel: str = "C1", installation: str = "T1") -> Destination:
    """Name a channel."""
    return Destination("fake", channel, installation)


def words(title: str, parts: int = 1) -> Reply:
    """Make a reply that takes so many messages."""
    return Reply(Kind.NOTE, title, tuple(Paragraph((Text(f"{title} {part}"),)) for part in range(parts)))


@dataclass
class Told:
    """Notices as they were asked for."""

    dead_ones: list[tuple[int, int]] = field(default_factory=list)
    halts: set[tuple[Place, str, datetime]] = field(default_factory=set)
    stops: list[str] = field(default_factory=list)

    def dead(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """Take note."""
        self.dead_ones.append((delivery.id, delivery.attempts))

    def halted(self, place: Place, channel: str, reason: str, since: datetime, delivery: Delivery | None) -> None:
        """Take note."""
        self.halts.add((place, channel, since))

    def stopped(self, platform: str, reason: str, now: datetime) -> None:
        """Take note."""
        self.stops.append(reason)

    def held(self, delivery: Delivery, edition: Edition, now: datetime) -> None:
        """Nothing is held here."""
        raise AssertionError("a courier holds nothing")


class Counted:
    """Counts words."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.lateness: list[float] = []

    def tried(self, platform: str, what: str, outcome: str) -> None:
        """Count."""
        self.words[outcome] += 1

    def late(self, platform: str, seconds: float) -> None:
        """Count."""
        self.lateness.append(seconds)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **kwargs: None


class World:
    """The ledger and the platform; workers come and go."""

    def __init__(self, memory: SqlMemory, platform: FakePlatform) -> None:
        self.memory, self.platform = memory, platform
        self.ledger: SqlLedger = SqlLedger(memory._engine, clock=wall())
        self.notices, self.counted = Told(), Counted()
        self.away = False  # the database, for all
        self.dead: set[str] = set()
        self.standing: Callable[[Sequence[Claim]], Mapping[int, str]] = lambda claims: {}
        self.doubt = "prefer-miss"
        self.running: list[tuple[Courier, asyncio.Task[Any]]] = []

    def means(self, name: str, skew: float = 0.0) -> Means:
        """Give a worker what it works with."""
        loop = asyncio.get_running_loop()

        async def ask(call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
            await asyncio.sleep(0)
            if name in self.dead:
                await asyncio.Event().wait()
            if self.away:
                raise StoreUnreachable("The database is away.")
            return await inline(call, *args, **kwargs)

        clocks = Clocks(wall(skew), loop.time, asyncio.sleep)
        return Means(
            self.ledger, ask, clocks, lambda claims: self.standing(claims), lambda place: self.doubt,
            self.notices, self.counted, lambda: 0.5,
        )  # fmt: skip

    def worker(self, name: str = "w", skew: float = 0.0) -> Courier:
        """Start one."""
        courier = Courier(self.platform, self.means(name, skew), name)
        self.running.append((courier, asyncio.create_task(courier.run())))
        return courier

    async def kill(self, courier: Courier) -> None:
        """Let one die as by ``kill -9``: nothing that it had in hand goes any further."""
        self.dead.add(courier.worker)
        for task in [*courier.flying(), *(each for one, each in self.running if one is courier)]:
            task.cancel()
        await asyncio.sleep(0)
        self.running = [pair for pair in self.running if pair[0] is not courier]

    async def end(self) -> None:
        """Close all."""
        for courier, task in self.running:
            await courier.close()
            await task

    def notice(self, number: int = 1, channel: str = "C1", due: float = 0.0, installation: str = "T1") -> int:
        """Write one that is ready to go; gives its id."""
        due_at = BEGIN + timedelta(seconds=due)
        owner = f"notice {number}"
        self.ledger.write(
            [NewDelivery(What.NOTICE, owner, "key", to(channel, installation), due_at, body=words(f"N{number}"))]
        )
        return next(row.id for row in self.ledger.deliveries(limit=2000) if row.owner == owner)

    def digest(self, number: int = 1, *messages: Message, channel: str = "C1", what: What = What.DIGEST) -> list[int]:
        """Write a composed one; gives the ids of its parts."""
        edition = self.ledger.keep_edition(Edition(f"key {number}", f"D{number}", None, messages))
        row = NewDelivery(what, f"subscription {number}", "slot", to(channel), BEGIN, subscription=number)
        self.ledger.write([row])
        (claim,) = self.ledger.to_compose("p", wall()(), timedelta(0), timedelta(minutes=1), 1)
        parts = [
            Part(place, piece)
            for place, message in enumerate(messages)
            for piece in range(self.platform.parts(message.reply))
        ]
        assert self.ledger.composed(claim, edition, parts)
        mine = [row for row in self.ledger.deliveries(limit=2000) if row.owner == f"subscription {number}"]
        return [row.id for row in sorted(mine, key=lambda row: row.part)]

    def row(self, number: int) -> Delivery:
        """Read a row."""
        found = self.ledger.delivery(number)
        assert found is not None
        return found

    def stage(self, number: int) -> Stage:
        """Read its state."""
        return self.row(number).stage

    def final(self, *numbers: int) -> Callable[[], bool]:
        """Make a condition: these are final."""
        return lambda: all(self.stage(number) in (Stage.SENT, Stage.SKIPPED, Stage.DEAD) for number in numbers)


@contextmanager
def a_world(folder: Path, platform: FakePlatform | None = None) -> Iterator[World]:
    """Make one with an empty ledger."""
    memory = open_memory(f"sqlite:///{folder / 'bot.db'}")
    try:
        yield World(memory, platform or FakePlatform())
    finally:
        memory.close()
