"""Everything that was named (files, folders, "-", addresses) → one stream of raw records."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO
from urllib.parse import urlsplit

from digests.errors import DigestsError, Rejected
from digests.ingest.documents import read_document
from digests.ingest.entries import ALWAYS, TEASER, Follower, read_entries
from digests.ingest.fetch import Fetched, Fetcher
from digests.ingest.files import read_files
from digests.ingest.lines import read_lines
from digests.ingest.off_loop import off_loop
from digests.ingest.parsing import Parser, ProcessParser
from digests.ingest.records import NO_DEFAULTS, Address, Defaults, RawRecord, Rejection, Stored
from digests.ingest.sniff import Format, sniff
from digests.store.base import FeedState

Gathered = RawRecord | Rejection | Stored | FeedState
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)
_BATCH = 256  # records read from files in one go, off the event loop
_WAITING = 512  # found and not yet taken: bounds the memory
_DEEPEST = 2  # a list may name a list or a site with a feed, no further


def is_address(source: str) -> bool:
    """Tell an address from a path."""
    return _ADDRESS.match(source) is not None


async def gather(
    sources: Sequence[str],
    *,
    fetcher: Fetcher,
    feed_state: Callable[[str], FeedState | None],
    defaults: Defaults = NO_DEFAULTS,
    parser: Parser | None = None,
    stdin: BinaryIO | None = None,
    follow_links: bool | None = None,
    is_stored: Callable[[str], bool] | None = None,
    concurrency: int = 8,
) -> AsyncGenerator[Gathered, None]:
    """Read all sources: files in their order, beside them addresses, a few at a time.

    A feed's state comes after all of its records: who stores things in the order given can be killed at
    any time, and the next run gets again what was not stored.

    Args:
        feed_state: gives what is stored of a feed's address.
        parser: made for this call, and ended with it, if none is given.
        follow_links: fetch the pages of feed entries: all, none, or (None) of those with little text.
        is_stored: tells whether the article at an address is stored; its page is then not fetched again.
    """
    parsing = parser or ProcessParser()
    enough = ALWAYS if follow_links else TEASER
    follower = None if follow_links is False else Follower(fetcher, parsing, is_stored, enough)
    run = _Run(fetcher, feed_state, defaults, parsing, follower)
    files = [source for source in sources if not is_address(source)]
    for source in sources:
        if is_address(source):
            run.add(source, 0)
    tasks = [
        asyncio.create_task(run.read_all(files, stdin)),
        *(asyncio.create_task(run.work()) for _ in range(concurrency)),
    ]
    given = _GivenAddress(defaults.url)
    try:
        while (found := await run.found.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield given.check(found)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if parser is None:
            await asyncio.to_thread(parsing.close)


@dataclass
class _GivenAddress:
    """The address given for an article that states none: good for one, or all would be the same article."""

    url: str | None
    used: bool = False

    def check(self, found: Gathered) -> Gathered:
        """Refuse the second record that would get it."""
        if self.url is None or not isinstance(found, RawRecord) or found.url:
            return found
        if self.used:
            return Rejection(found.source, found.where, "the address given is taken by an earlier article")
        self.used = True
        return found


@dataclass
class _Run:
    """One call of gather: the addresses still to ask, and what was found."""

    fetcher: Fetcher
    feed_state: Callable[[str], FeedState | None]
    defaults: Defaults
    parser: Parser
    follower: Follower | None
    found: asyncio.Queue[Gathered | BaseException | None] = field(
        default_factory=lambda: asyncio.Queue(maxsize=_WAITING)
    )
    _addresses: asyncio.Queue[tuple[str, int]] = field(default_factory=asyncio.Queue)
    _named: set[str] = field(default_factory=set)

    def add(self, address: str, depth: int) -> None:
        """Note an address to be asked, once."""
        if address not in self._named:
            self._named.add(address)
            self._addresses.put_nowait((address, depth))

    async def read_all(self, files: Sequence[str], stdin: BinaryIO | None) -> None:
        """Read the files, wait for the addresses, and say that this is all."""
        try:
            stream = read_files(files, defaults=self.defaults, stdin=stdin, parser=self.parser)
            while batch := await off_loop(lambda: list(islice(stream, _BATCH))):
                for one in batch:
                    if isinstance(one, Address):
                        self.add(one.url, 1)
                    else:
                        await self.found.put(one)
            await self._addresses.join()
            await self.found.put(None)
        except Exception as error:
            await self.found.put(error)

    async def work(self) -> None:
        """Ask one address after the other."""
        while True:
            address, depth = await self._addresses.get()
            try:
                async with aclosing(self._ask(address, depth)) as answers:
                    async for one in answers:
                        await self.found.put(one)
            except DigestsError as error:
                await self.found.put(Rejection(address, "", str(error)))
            except Exception as error:
                await self.found.put(error)
            finally:
                self._addresses.task_done()

    async def _ask(self, address: str, depth: int) -> AsyncGenerator[Gathered, None]:
        before = await asyncio.to_thread(self.feed_state, address)
        fetched = await self.fetcher.get(address, before)
        if fetched.error:
            yield Rejection(address, "", fetched.error)
            if fetched.state not in (before, FeedState(address)):
                yield fetched.state
            return
        what = sniff(fetched.content, urlsplit(fetched.url).path, fetched.content_type)
        if fetched.not_modified:
            yield fetched.state
        elif what in (Format.FEED, Format.JSON_FEED):
            async with aclosing(self._feed(address, fetched, before)) as entries:
                async for one in entries:
                    yield one
        else:
            for found in await asyncio.to_thread(self._document, address, fetched, what):
                if not isinstance(found, Address):
                    yield found
                elif depth < _DEEPEST:
                    self.add(found.url, depth + 1)

    async def _feed(self, address: str, fetched: Fetched, before: FeedState | None) -> AsyncGenerator[Gathered, None]:
        try:
            feed = await asyncio.to_thread(self.parser.feed, fetched.content, fetched.content_type, fetched.url)
        except Rejected as error:
            yield Rejection(address, "", str(error))
            yield self.fetcher.failed(before or FeedState(address), str(error))
            return
        async with aclosing(read_entries(feed, address, self.follower)) as entries:
            async for one in entries:
                yield one
        yield fetched.state

    def _document(self, address: str, fetched: Fetched, what: Format) -> list[RawRecord | Rejection | Address]:
        if what is Format.LINES:
            return list(read_lines(fetched.content, io.BytesIO(), address))
        return list(
            read_document(
                fetched.content,
                what,
                source=address,
                url=fetched.url,
                parser=self.parser,
                content_type=fetched.content_type,
                defaults=self.defaults,
            )
        )
