"""Puts delivery together: couriers of the platforms, the worker's ticks, the queue, the reading of feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.asking import Threads
from bot.counting import Counting
from bot.delivery.clocks import Clocks
from bot.delivery.courier import Courier
from bot.delivery.means import Means
from bot.delivery.standing import Standing
from bot.fetching import Fetching
from bot.jobs import Queue
from bot.notices import Noticed
from bot.platforms.base import Platform
from bot.running import Role
from bot.working import Worker, worker_name

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Settings
    from bot.store.base import Memory


@dataclass(frozen=True, slots=True)
class Deliveries:
    """``couriers`` by their platforms' names; ``roles``: all others, to be run beside theirs."""

    couriers: Mapping[str, Courier]
    roles: Sequence[Role]


def deliveries(
    settings: Settings, app: App, memory: Memory, platforms: Mapping[str, Platform], counting: Counting, *,
    fetch: bool,
) -> Deliveries:  # fmt: skip
    """Make what delivers on these platforms, none: nothing; and what reads feeds. Inside a running event loop."""
    from bot.app import database_url

    ask, name, clock = Threads(), worker_name(), app.desk.clock
    url = database_url(settings).replace("postgresql+psycopg:", "postgresql:", 1)
    queue = Queue(None if url.startswith("sqlite") else url)
    roles = [Role("The queue", queue.run, queue.close, aside=True)]
    standing = Standing(memory)
    means = Means(memory.ledger, ask, Clocks(now=clock), standing.fallen, standing.doubt, Noticed(memory), counting)
    couriers = {each: Courier(platform, means, name) for each, platform in platforms.items()}
    if couriers:
        worker = Worker(memory, app.newsroom, clock, ask, queue, list(couriers.values()), counting, name)
        roles.insert(0, Role("The worker", worker.run, worker.close, aside=True))
    if fetch:
        reading = Fetching(memory, app.newsroom, clock, ask, queue, counting, app.newsroom.watch(), settings)
        roles.insert(0, Role("The reading of feeds", reading.run, reading.close, aside=bool(couriers)))
    return Deliveries(couriers, roles)
