"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), leniently: wrong types count as absent."""

from __future__ import annotations

import json
import re
from typing import Any

from digests.errors import Rejected
from digests.ingest.dates import rfc3339
from digests.ingest.decode import decode
from digests.ingest.markup import plain_line, plain_text
from digests.ingest.shapes import Entry, Feed

_VERSION = re.compile(r"jsonfeed\.org/version/1(?:\.\d)?/?$")


def parse(content: bytes) -> Feed:
    """Read a JSON Feed.

    Raises:
        Rejected: not JSON, or JSON that says nowhere that it is a JSON Feed.
    """
    try:
        value = json.loads(decode(content))
    except (ValueError, RecursionError):
        raise Rejected("it is not a feed: the JSON is broken") from None
    version = value.get("version") if isinstance(value, dict) else None
    if not isinstance(version, str) or not _VERSION.search(version):
        raise Rejected("it is not a feed: the JSON does not state JSON Feed 1.0 or 1.1")
    items = value.get("items")
    entries = [_entry(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return Feed(plain_line(_string(value, "title")) or None, tuple(entries))


def _entry(item: dict[str, Any]) -> Entry:
    html, text = _string(item, "content_html"), _string(item, "content_text")
    number = item.get("id")
    counted = isinstance(number, int | float) and not isinstance(number, bool)
    guid = str(number) if counted else _string(item, "id")
    return Entry(
        title=plain_line(_string(item, "title")) or None,
        link=_string(item, "url") or _string(item, "external_url") or None,
        published_at=rfc3339(_string(item, "date_published") or _string(item, "date_modified")),
        summary=_string(item, "summary").strip() or None,
        content=(text.strip() or plain_text(html)) or None,
        guid=guid or None,
        author=_author(item),
    )


def _author(item: dict[str, Any]) -> str | None:
    authors = item.get("authors")
    first = authors[0] if isinstance(authors, list) and authors else item.get("author")
    return plain_line(_string(first, "name")) or None if isinstance(first, dict) else None


def _string(holder: dict[str, Any], key: str) -> str:
    value = holder.get(key)
    return value if isinstance(value, str) else ""
