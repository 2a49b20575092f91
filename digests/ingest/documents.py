"""One whole document (text, HTML, feed, OPML, JSON), from a file or an address → raw records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from digests.errors import Rejected
from digests.ingest.decode import decode
from digests.ingest.parsing import Parser, shared_parser
from digests.ingest.records import NO_DEFAULTS, Address, Defaults, RawRecord, Rejection, from_mapping
from digests.ingest.shapes import Entry, Feed, Page
from digests.ingest.sniff import Format
from digests.ingest.tidy import tidy

Found = RawRecord | Rejection | Address
LARGEST_DOCUMENT = 16 * 1024 * 1024  # bytes; JSON Lines alone may be larger


def read_document(
    content: bytes,
    what: Format,
    *,
    source: str,
    modified: datetime | None = None,
    url: str | None = None,
    content_type: str | None = None,
    defaults: Defaults = NO_DEFAULTS,
    parser: Parser | None = None,
) -> Iterator[Found]:
    """Read a document of a known format.

    Raises:
        Rejected: nothing in it can be read.
    """
    if what is Format.EMPTY:
        raise Rejected("it is empty")
    if what is Format.BINARY:
        raise Rejected(_binary(content))
    if len(content) > LARGEST_DOCUMENT:
        raise Rejected(f"it is larger than {LARGEST_DOCUMENT // 1024**2} MB")
    if what is Format.JSON:
        yield from _json(content, source)
    elif what in (Format.FEED, Format.JSON_FEED):
        yield from feed_records(_needed(parser).feed(content, content_type, url), source)
    elif what is Format.OPML:
        yield from (Address(address, title) for address, title in _needed(parser).opml(content))
    elif (
        what is Format.HTML
        and url
        and urlsplit(url).path in ("", "/")
        and (feeds := _needed(parser).offered(content, url))
    ):
        yield Address(*feeds[0])  # a front page is no article
    elif what is Format.HTML:
        page = _needed(parser).page(content, content_type, url or defaults.url)
        yield replace(page_record(page, source), modified_at=modified)
    else:
        yield _text(content, source, modified)


def feed_records(feed: Feed, source: str) -> Iterator[RawRecord | Rejection]:
    """Make records of a feed's entries: the longer of content and summary is the text."""
    for number, entry in enumerate(feed.entries, 1):
        record = entry_record(entry, feed, source)
        if record.text.strip():
            yield record
        else:
            yield Rejection(source, entry.link or entry.guid or f"entry {number}", "the entry has no text")


def entry_record(entry: Entry, feed: Feed, source: str) -> RawRecord:
    """Make a record of one feed entry, as the feed alone tells it."""
    return RawRecord(
        text=max(entry.content or "", entry.summary or "", key=len),
        title=entry.title or None,
        id=entry.guid,
        url=entry.link,
        outlet=entry.outlet or feed.title or None,
        author=entry.author,
        published_at=entry.published_at,
        source=source,
        lenient=True,
    )


def page_record(page: Page, source: str) -> RawRecord:
    """Make a record of a web page."""
    return RawRecord(
        text=page.text,
        title=page.title,
        url=page.url,
        outlet=page.outlet,
        author=page.author,
        published_at=page.published_at,
        source=source,
        lenient=True,
    )


def _needed(parser: Parser | None) -> Parser:
    return parser or shared_parser()


def _text(content: bytes, source: str, modified: datetime | None) -> RawRecord:
    """Take a text file: its first line is the title if a blank line follows it."""
    text = tidy(decode(content))
    first, _, rest = text.lstrip("\n").partition("\n")
    second, _, body = rest.partition("\n")
    if first.strip() and len(first) <= 300 and body.strip() and not second.strip():
        return RawRecord(text=body.lstrip("\n"), title=first.strip(), source=source, modified_at=modified)
    return RawRecord(text=text, source=source, modified_at=modified)


def _json(content: bytes, source: str) -> Iterator[RawRecord | Rejection]:
    """Take one article, or an array of them."""
    try:
        value = json.loads(decode(content))
    except RecursionError:
        raise Rejected("the JSON is nested too deeply") from None
    except ValueError as error:
        raise Rejected(f"it is not JSON: {error}") from None
    for number, one in enumerate(value if isinstance(value, list) else [value], 1):
        try:
            if not isinstance(one, dict):
                raise Rejected("not an article record: a JSON object is needed")
            yield from_mapping(one, source)
        except Rejected as error:
            yield Rejection(source, f"article {number}" if isinstance(value, list) else "", str(error))


def _binary(content: bytes) -> str:
    kinds = {b"%PDF-": "a PDF file", b"\x1f\x8b": "compressed", b"PK\x03\x04": "a ZIP or office file"}
    kind = next((name for mark, name in kinds.items() if content.startswith(mark)), None)
    return f"it is {kind}, not text" if kind else "it is binary data, not text"
