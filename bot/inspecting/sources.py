"""``inspect page`` and ``inspect feed``: what is read in a page or a feed before it becomes articles."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from bot.inspecting.records import BadRecord, Record, optional, text_of


def inspect_page(record: Record) -> Record:
    """Extract the article of one page."""
    from digests.ingest.pages import extract_page

    identity = text_of(record, "id")
    page = extract_page(text_of(record, "html"), optional(record, "url"))
    return {
        "id": identity,
        "title": page.title,
        "text": page.text,
        "author": page.author,
        "published_at": stamp(page.published_at),
        "outlet": page.outlet,
        "url": page.url,
    }


def inspect_feed(record: Record) -> Record:
    """Read one feed's entries."""
    from digests.ingest.feeds import parse_feed

    identity = text_of(record, "id")
    try:
        content = base64.b64decode(text_of(record, "content_base64"), validate=False)
    except (binascii.Error, ValueError):
        raise BadRecord('"content_base64" is no base64') from None
    feed = parse_feed(content, optional(record, "content_type"), optional(record, "url"))
    return {
        "id": identity,
        "title": feed.title,
        "entries": [
            {
                "title": e.title,
                "link": e.link,
                "published_at": stamp(e.published_at),
                "summary": e.summary,
                "content": e.content,
                "guid": e.guid,
            }
            for e in feed.entries
        ],
    }


def stamp(moment: datetime | str | None) -> str | None:
    """Write a time as RFC 3339."""
    return moment.isoformat().replace("+00:00", "Z") if isinstance(moment, datetime) else moment
