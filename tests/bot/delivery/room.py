"""A newsroom and a ledger on one SQLite file, with a clock that tests turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, build
from bot.config import load
from bot.delivery.composing import Composer
from bot.delivery.digesting import Digesting
from bot.delivery.planning import Planner
from bot.delivery.values import Claim, Delivery, Edition, Plan, Sent, Stage
from bot.store.base import Memory
from bot.store.values import Place, Subscription
from digests.ingest.records import Defaults, RawRecord
from digests.intake.batch import Desk
from digests.newsroom import Newsroom
from digests.reading.pool import ReadingPool
from digests.store.base import Store
from digests.store.sql import open_store

EIGHT = datetime(2026, 3, 4, 8, tzinfo=UTC)
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
PLACE = Place("slack", "T1")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TEXTS = {
    "lander": "The Selene-4 lander touched down near the south pole of the Moon on Saturday with a drill and two "
    "rovers. Engineers in Tampere received its first pictures within an hour. It is to last for two weeks.",
    "rocket": "A Tavi heavy rocket exploded on its pad in Woomera on Sunday during a test of its engines. Nobody was "
    "hurt. The company Tavi Launch had planned its first flight for June of this year.",
    "crew": "Three astronauts returned from the Orbital Gateway station in a Dragonfly capsule and landed off "
    "Florida. They had spent two hundred days in orbit and repaired a cooling pump on four spacewalks.",
    "comet": "Astronomers in Chile found a comet that will pass the Earth in October at a distance of nine million "
    "kilometres. It should be seen with the naked eye from the southern hemisphere for about a week.",
}
TITLES = {
    "lander": "Selene-4 lands on the Moon",
    "rocket": "Tavi rocket explodes on its pad",
    "crew": "Gateway crew returns after two hundred days",
    "comet": "New comet to pass the Earth in October",
}


async def ask(call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
    """Call from a thread, as workers do."""
    return await asyncio.to_thread(call, *args, **kwargs)


@dataclass
class Room:
    """What a worker works with. ``now`` is the clock."""

    path: Path
    now: datetime = EIGHT - HOUR
    store: Store = field(init=False)
    app: App = field(init=False)

    def __post_init__(self) -> None:
        from bot.store.sql import open_memory

        url = f"sqlite:///{self.path / 'downlink.db'}"
        self.store = open_store(url)
        settings = load({"DOWNLINK_DATABASE_URL": url}, self.path)
        self.app = build(settings, store=self.store, memory=open_memory(url), clock=lambda: self.now)
        self.planner = Planner()

    @property
    def memory(self) -> Memory:
        """Give the bot's memory."""
        assert self.app.desk.memory is not None
        return self.app.desk.memory

    @property
    def newsroom(self) -> Newsroom:
        """Give the newsroom."""
        return self.app.newsroom

    def arrives(
        self,
        name: str,
        published_at: datetime,
        *,
        at: datetime | None = None,
        text: str = "",
        outlet: str = "Orbit Courier",
    ) -> None:
        """Let an article come in; now, or at a time."""
        moment = at or self.now
        desk = Desk(self.store, ReadingPool(0), lambda: moment)
        stamp = published_at.isoformat()
        title = TITLES.get(name, name)
        url = f"https://news.example/{name}-{stamp[:16]}"
        said = text or TEXTS[name]
        record = RawRecord(said, title, outlet=outlet, published_at=stamp, url=url)
        counts = desk.take([record], Defaults())
        assert counts.new + counts.duplicates == 1, counts

    def subscribe(self, channel: str = "C1", when: str = "daily 08:00", **more: Any) -> Subscription:
        """Store a subscription, made a minute ago."""
        one = Subscription(PLACE, channel, when, more.pop("zone", "UTC"), created_at=self.now - MINUTE, **more)
        return _with_id(one, self.memory.add_subscription(one))

    def plan(self) -> int:
        """Plan what is due."""
        return self.memory.ledger.plan(
            self.planner.until(self.now), lambda due: self.planner.decide(due, self.now)
        ).rows

    def planner_sets(self, number: int, next_run_at: datetime) -> None:
        """Let a subscription have been planned under other rules."""
        ledger = self.memory.ledger
        ledger.replan(EPOCH)
        ledger.plan(EPOCH, lambda due: Plan(due.subscription.id, next_run_at))

    def composer(self) -> Composer:
        """Make a composer of this very moment's process."""
        ledger = self.memory.ledger
        digesting = Digesting(ledger, self.memory, self.newsroom, ask)
        return Composer(ledger, self.newsroom, digesting, ask, lambda: self.now, "composer 1")

    async def compose(self) -> int:
        """Compose what is due soon."""
        return await self.composer().step()

    def rows(self, *stages: Stage, channel: str | None = None) -> list[Delivery]:
        """List the ledger's rows, oldest first."""
        return list(reversed(self.memory.ledger.deliveries(channel=channel, stages=stages, limit=500)))

    def edition(self, row: Delivery) -> Edition:
        """Give a row's edition."""
        assert row.edition is not None, row
        found = self.memory.ledger.edition(row.edition)
        assert found is not None
        return found

    def post(self) -> list[Claim]:
        """Post everything that may go, as couriers do, and record it."""
        posted: list[Claim] = []
        while claims := self.memory.ledger.claim("courier", self.now, 2 * MINUTE, 100):
            for number, claim in enumerate(claims, len(posted)):
                self.memory.ledger.record([Sent(claim, f"m{number}", self.now)])
            posted += claims
        return posted

    def close(self) -> None:
        """Close it all."""
        self.app.close()


def _with_id(one: Subscription, number: int) -> Subscription:
    from dataclasses import replace

    return replace(one, id=number)
