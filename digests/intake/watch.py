"""Feeds are read again and again: connections, the parsing process and the story index are kept between them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from digests.answers import IngestReport
from digests.ingest.fetch import Fetcher
from digests.ingest.parsing import ProcessParser
from digests.ingest.safety import PUBLIC, Policy
from digests.ingest.sources import gather
from digests.intake.batch import Desk
from digests.intake.options import IngestOptions
from digests.intake.pump import Run, feed_state, is_stored
from digests.reading.pool import Reader, ReadingPool, read_article
from digests.store.base import Store


@dataclass
class Watch:
    """Reads feeds politely, as their states allow; many at once from one event loop. Close it.

    ``jobs``: processes that read articles, so that the event loop stays free.
    """

    store: Store
    clock: Callable[[], datetime]
    jobs: int = 1
    policy: Policy = PUBLIC
    reader: Reader = read_article

    def __post_init__(self) -> None:
        self._fetcher = Fetcher(policy=self.policy, clock=self.clock)
        self._parser = ProcessParser()
        self._pool = ReadingPool(self.jobs, reader=self.reader, few=0)
        self._desk = Desk(self.store, self._pool, self.clock)
        self._turn = asyncio.Lock()  # of the desk: one batch at a time

    async def read(self, url: str) -> IngestReport:
        """Ask a feed for what is new, and store it; its state is stored as well.

        Raises:
            StoreError: the database refused; what was stored before stays.
        """
        run = Run(self.store, self._desk, IngestOptions(), None, self._turn)
        stream = gather(
            [url],
            fetcher=self._fetcher,
            feed_state=lambda address: feed_state(self.store, address),
            is_stored=lambda address: is_stored(self.store, address),
            parser=self._parser,
            concurrency=1,
        )
        async with aclosing(stream):
            async for found in stream:
                await run.take(found)
        await run.flush()
        return run.report()

    async def close(self) -> None:
        """Let go of connections and processes."""
        await self._fetcher.close()
        await asyncio.to_thread(self._parser.close)
        self._pool.close()
