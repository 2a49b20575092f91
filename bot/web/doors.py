"""The web part's own pages, beside the platforms' doors: health, figures, the archive."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from aiohttp import web

from bot.lateness import late
from bot.metrics.counts import Counts
from bot.metrics.page import Figures
from bot.metrics.shared import Feeds, Shared
from bot.store.base import Memory
from bot.web.archive.pages import Pages
from bot.web.archive.shelf import Shelf
from bot.web.health import Health, Trouble

if TYPE_CHECKING:
    from bot.app import App


def own_doors(app: App, database: Trouble, troubles: Sequence[Trouble], counts: Counts | None) -> list[web.RouteDef]:
    """List the routes. ``database`` may block; ``troubles`` are those of the platforms; ``counts``: of this process.

    Health is there in any case; the rest where there is a memory.
    """
    memory, clock = app.desk.memory, app.desk.clock
    if memory is None:
        return Health(database, troubles).routes()

    def whole() -> str | None:
        return database() or late(memory.ledger, clock())

    shared = Shared(memory.ledger, functools.partial(_feeds, memory, app), clock)
    return [
        *Health(whole, troubles).routes(),
        *Figures(counts or Counts(), shared).routes(),
        *Pages(Shelf(memory.ledger, memory, app.newsroom)).routes(),
    ]


def _feeds(memory: Memory, app: App) -> Feeds:
    urls = {feed.url for feed in memory.feeds()}
    return Feeds(len(urls), app.newsroom.failing_feeds(urls))
