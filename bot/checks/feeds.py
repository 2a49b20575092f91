"""Checks of the feeds that channels asked for."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.checks.findings import Finding, failed, well

if TYPE_CHECKING:
    from bot.config import Settings

SHOWN = 10
PASSES = 3  # failures in a row: fewer pass by themselves


def feeds(settings: Settings) -> Iterator[Finding]:
    """Name those that fail again and again. Call it only where the database is well."""
    from bot.app import database_url
    from bot.store.sql import open_memory
    from digests.store.sql import open_store

    url = database_url(settings)
    with contextlib.closing(open_memory(url)) as memory:
        watched = sorted({feed.url for feed in memory.feeds()})
    with contextlib.closing(open_store(url)) as store, store.reading() as queries:
        states = [state for each in watched if (state := queries.feed_state(each))]
    wrong = [state for state in states if state.failures >= PASSES]
    if not wrong:
        yield well("Feeds", f"None of {len(watched):,} fails." if watched else "None is asked for by a channel.")
    for state in wrong[:SHOWN]:
        said = f"{state.url} failed {state.failures} times: {state.error or 'no reason is known'}."
        yield failed("Feed", said, f"/downlink feeds remove {state.url}, or wait until it is mended")
