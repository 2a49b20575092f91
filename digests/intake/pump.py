"""Sources → batches → the store, with progress. What is waiting when it is cancelled is simply not stored yet."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import aclosing
from datetime import datetime

from digests.answers import IngestReport
from digests.errors import Rejected
from digests.ingest.clean import id_of_address
from digests.ingest.fetch import Fetcher
from digests.ingest.language import NAMES
from digests.ingest.records import Defaults, RawRecord, Rejection, Stored
from digests.ingest.safety import OPEN, PUBLIC
from digests.ingest.sources import gather
from digests.intake.batch import Counts, Desk
from digests.intake.options import IngestOptions, Progress
from digests.reading.pool import Reader, ReadingPool, read_article
from digests.store.base import FeedState, Store

BATCH = 256
_REJECTIONS_KEPT = 1_000


async def pump(
    store: Store,
    sources: Sequence[str],
    options: IngestOptions,
    *,
    clock: Callable[[], datetime],
    progress: Callable[[Progress], None] | None = None,
    reader: Reader = read_article,
) -> IngestReport:
    """Take in everything that the sources give.

    A feed's state is stored after its articles: a killed run asks for them again.

    Raises:
        StoreError: the database refused; what was taken in before stays.
    """
    pool = ReadingPool(options.jobs, reader=reader)
    fetcher = Fetcher(policy=OPEN if options.allow_private else PUBLIC, clock=clock, insist=True)
    run = Run(store, Desk(store, pool, clock, dry_run=options.dry_run), options, progress)
    try:
        stream = gather(
            sources,
            fetcher=fetcher,
            feed_state=lambda url: feed_state(store, url),
            is_stored=lambda url: is_stored(store, url),
            defaults=run.defaults,
            follow_links=options.follow_links,
        )
        async with aclosing(stream):
            async for found in stream:
                await run.take(found)
        await run.flush()
    finally:
        await fetcher.close()
        pool.close()
    return run.report()


class Run:
    """What has been gathered and counted so far. ``turn``: of a desk that several runs use."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        options: IngestOptions,
        progress: Callable[[Progress], None] | None,
        turn: asyncio.Lock | None = None,
    ) -> None:
        self._turn = turn or asyncio.Lock()
        self._store, self._desk, self._progress = store, desk, progress
        self._dry_run = options.dry_run
        self.defaults = Defaults(options.outlet, options.published_at, options.url)
        self._records: list[RawRecord] = []
        self._states: list[FeedState] = []
        self._notices: list[str] = []
        self._counts = Counts()
        self._rejected = 0

    async def take(self, found: RawRecord | Rejection | Stored | FeedState) -> None:
        """Sort one find into its place; a full batch is stored."""
        if isinstance(found, RawRecord):
            self._records.append(found)
        elif isinstance(found, Rejection):
            self._reject([found])
        elif isinstance(found, Stored):
            self._counts.known += 1
        else:
            self._states.append(found)
        if len(self._records) >= BATCH:
            await self.flush()

    async def flush(self) -> None:
        """Store what waits, then the states of the feeds that it came from."""
        records, self._records = self._records, []
        states, self._states = self._states, []
        if records:
            async with self._turn:
                counts = await asyncio.to_thread(self._desk.take, records, self.defaults)
            self._add(counts)
        if states and not self._dry_run:
            await asyncio.to_thread(self._put_states, states)
        if self._progress is not None:
            self._progress(self._now())

    def report(self) -> IngestReport:
        """Sum up."""
        counts = self._counts
        return IngestReport(
            new=counts.new,
            known=counts.known,
            updated=counts.updated,
            duplicates=counts.duplicates,
            rejected=self._rejected,
            rejections=tuple((_place(one), one.reason) for one in counts.rejections),
            notices=(*self._notices, *_foreign(counts.foreign)),
        )

    def _add(self, counts: Counts) -> None:
        self._counts.new += counts.new
        self._counts.known += counts.known
        self._counts.updated += counts.updated
        self._counts.duplicates += counts.duplicates
        self._counts.foreign.update(counts.foreign)
        self._reject(counts.rejections)

    def _reject(self, rejections: Sequence[Rejection]) -> None:
        self._rejected += len(rejections)
        room = _REJECTIONS_KEPT - len(self._counts.rejections)
        self._counts.rejections.extend(rejections[:room])

    def _put_states(self, states: Sequence[FeedState]) -> None:
        with self._store.writing() as writes:
            for state in states:
                writes.put_feed_state(state)

    def _now(self) -> Progress:
        counts = self._counts
        done = counts.new + counts.known + counts.updated + counts.duplicates + self._rejected
        return Progress(done, None, counts.new, counts.known, counts.duplicates, self._rejected)


def _foreign(counted: Counter[str]) -> Sequence[str]:
    """Say what was stored but not read, because only English is."""
    if not counted:
        return ()
    total = sum(counted.values())
    named = ", ".join(f"{count:,} {NAMES[language]}" for language, count in counted.most_common())
    return (f"{total:,} {'article is' if total == 1 else 'articles are'} not in English ({named}): stored and found by "
            "search, but not read for names, roles and quotations",)  # fmt: skip


def _place(rejection: Rejection) -> str:
    return f"{rejection.source}, {rejection.where}" if rejection.where else rejection.source


def feed_state(store: Store, url: str) -> FeedState | None:
    """Give what is stored of a feed's address."""
    with store.reading() as queries:
        return queries.feed_state(url)


def is_stored(store: Store, url: str) -> bool:
    """Tell whether the article at an address is stored; an address that can't be an article's is not."""
    try:
        key = id_of_address(url)
    except Rejected:
        return False
    with store.reading() as queries:
        return key in queries.known([key])
