"""RSS, Atom, RDF and JSON feeds → titles, links, dates and texts. Runs in the parsing process."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from digests.errors import Rejected
from digests.ingest import json_feed
from digests.ingest.decode import is_binary
from digests.ingest.markup import plain_line, plain_text
from digests.ingest.shapes import Entry, Feed
from digests.ingest.sniff import Format, sniff
from digests.ingest.xml_bombs import refuse_bombs

NOT_A_FEED = "it is not a feed: neither RSS, Atom nor JSON Feed"


def parse_feed(content: bytes, content_type: str | None = None, url: str | None = None) -> Feed:
    """Read a feed, broken ones as far as possible (feedparser), in the order of its entries.

    Raises:
        Rejected: it is no feed, or an XML bomb.
    """
    what = sniff(content, content_type=content_type)
    if what is Format.EMPTY:
        raise Rejected("it is empty")
    if what in (Format.JSON_FEED, Format.JSON, Format.LINES):
        return json_feed.parse(content)
    if what is Format.BINARY and is_binary(content):
        raise Rejected("it is binary data, not a feed")
    refuse_bombs(content)
    import feedparser  # type: ignore[import-untyped]

    headers = {"content-type": content_type} if content_type else {}
    if url:
        headers["content-location"] = url
    parsed = feedparser.parse(BytesIO(content), response_headers=headers)
    if not parsed.get("version") and what is not Format.FEED:
        raise Rejected(NOT_A_FEED)
    return Feed(title=_title(parsed.feed), entries=tuple(map(_entry, parsed.entries)))


def _entry(entry: Any) -> Entry:
    contents = [_text(one) for one in entry.get("content", ())]
    content = max(contents, key=len, default=None)
    return Entry(
        title=_title(entry), link=_link(entry), published_at=_date(entry),
        summary=_text(entry.get("summary_detail")) or None, content=content or None,
        guid=entry.get("id") or None, author=plain_line(entry.get("author") or "") or None)


def _title(holder: Any) -> str | None:
    detail = holder.get("title_detail")
    return _text(detail, plain_line) if detail else None


def _text(detail: Any, plain: Any = plain_text) -> str:
    if not detail:
        return ""
    value = detail.get("value") or ""
    return str(plain(value))


def _link(entry: Any) -> str | None:
    return entry.get("link") or None


def _date(entry: Any) -> str | None:
    for key in ("published_parsed", "updated_parsed", "created_parsed"):
        moment = entry.get(key)
        if moment:
            try:
                return datetime.fromtimestamp(calendar.timegm(moment), UTC).isoformat().replace("+00:00", "Z")
            except (ValueError, OverflowError, OSError):
                continue
    return None
