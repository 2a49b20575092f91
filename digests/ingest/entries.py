"""Feed entries that say little: their page is fetched for the rest."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from digests.errors import DigestsError
from digests.ingest.addresses import canonical
from digests.ingest.documents import entry_record
from digests.ingest.fetch import Fetcher
from digests.ingest.parsing import Parser
from digests.ingest.records import RawRecord, Rejection, Stored
from digests.ingest.shapes import Feed

TEASER = 600  # characters: an entry with more is taken as the whole article
ALWAYS = 2_000_000
MOST_FOLLOWED = 100  # pages of one feed at a time
AT_ONCE = 2  # pages of one host


@dataclass
class Follower:
    """Fetches the pages of entries, two of a host at a time."""

    fetcher: Fetcher
    parser: Parser
    is_stored: Callable[[str], bool] | None = None
    enough: int = TEASER  # characters of text from which on the page isn't fetched
    _hosts: defaultdict[str, asyncio.Semaphore] = field(
        default_factory=lambda: defaultdict(lambda: asyncio.Semaphore(AT_ONCE))
    )

    async def follow(self, record: RawRecord) -> RawRecord | Rejection | Stored:
        """Complete a record from its page; where that fails, what the feed said has to do."""
        try:
            url = canonical(record.url or "")
            if self.is_stored is not None and await asyncio.to_thread(self.is_stored, url):
                return Stored(record.source, url)
            async with self._hosts[urlsplit(url).netloc]:
                return await self._complete(record, url)
        except DigestsError as error:
            return _without_page(record, str(error))

    async def _complete(self, record: RawRecord, url: str) -> RawRecord | Rejection:
        fetched = await self.fetcher.get(record.url or url)
        if fetched.error:
            return _without_page(record, fetched.error)
        page = await asyncio.to_thread(self.parser.page, fetched.content, fetched.content_type, fetched.url)
        if len(page.text) <= len(record.text):
            return record
        return replace(
            record,
            text=page.text,
            title=record.title or page.title,
            author=record.author or page.author,
            published_at=record.published_at or page.published_at,
        )


def _without_page(record: RawRecord, error: str) -> RawRecord | Rejection:
    if record.text.strip():
        return record
    reason = f"the entry has no text, and its page can't be had: {error}"
    return Rejection(record.source, record.url or record.where, reason)


async def read_entries(
    feed: Feed, source: str, follower: Follower | None
) -> AsyncGenerator[RawRecord | Rejection | Stored, None]:
    """Make records of a feed's entries, in order; short ones from their pages where there is a follower."""
    records = [entry_record(entry, feed, source) for entry in feed.entries]
    tasks: dict[int, asyncio.Task[RawRecord | Rejection | Stored]] = {}
    if follower is not None:
        short = [at for at, record in enumerate(records) if record.url and len(record.text) < follower.enough]
        tasks = {at: asyncio.create_task(follower.follow(records[at])) for at in short[:MOST_FOLLOWED]}
    try:
        for at, record in enumerate(records):
            if at in tasks:
                yield await tasks[at]
            elif record.text.strip():
                yield record
            else:
                yield Rejection(source, record.url or record.id or f"entry {at + 1}", "the entry has no text")
    finally:
        for task in tasks.values():
            task.cancel()
