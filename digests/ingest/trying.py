"""Ask a feed's address once, to see what is there; nothing is stored."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import urlsplit

from digests.errors import Rejected
from digests.ingest.fetch import Fetcher
from digests.ingest.parsing import Parser, shared_parser
from digests.ingest.sniff import Format, sniff


@dataclass(frozen=True, slots=True)
class TriedFeed:
    """What is at an address. ``error`` is one clause that says why it can't be read as a feed."""

    url: str
    title: str | None = None
    entries: int = 0
    newest: str | None = None  # title of the first entry
    error: str | None = None


async def try_feed(url: str, fetcher: Fetcher, parser: Parser | None = None) -> TriedFeed:
    """Fetch and parse a feed. Never raises for what is found there."""
    fetched = await fetcher.get(url)
    if fetched.error:
        return TriedFeed(url, error=fetched.error.rstrip("."))
    if sniff(fetched.content, urlsplit(fetched.url).path, fetched.content_type) not in (Format.FEED, Format.JSON_FEED):
        return TriedFeed(url, error="it is no RSS, Atom or JSON feed")
    parsing = parser or shared_parser()
    try:
        feed = await asyncio.to_thread(parsing.feed, fetched.content, fetched.content_type, fetched.url)
    except Rejected as problem:
        return TriedFeed(url, error=str(problem).rstrip("."))
    return TriedFeed(url, feed.title, len(feed.entries), feed.entries[0].title if feed.entries else None)
