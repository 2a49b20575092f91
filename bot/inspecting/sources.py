"""``inspect page`` and ``inspect feed``: what is read in a page or a feed before it becomes articles."""

from __future__ import annotations

import base64
import binascii

from bot.inspecting.records import BadRecord, Record, optional, text_of


def inspect_page(record: Record) -> Record:
    """Extract the article of one page."""
    from digests.ingest.dates import rfc3339
    from digests.ingest.parsing import shared_parser

    identity = text_of(record, "id")
    html = text_of(record, "html").encode("utf-8", "replace")
    page = shared_parser().page(html, "text/html; charset=utf-8", optional(record, "url"))
    return {
        "id": identity,
        "title": page.title,
        "text": page.text,
        "author": page.author,
        "published_at": rfc3339(page.published_at or ""),
        "outlet": page.outlet,
        "url": page.url,
    }


def inspect_feed(record: Record) -> Record:
    """Read one feed's entries."""
    from digests.ingest.parsing import shared_parser

    identity = text_of(record, "id")
    try:
        content = base64.b64decode(text_of(record, "content_base64"), validate=False)
    except (binascii.Error, ValueError):
        raise BadRecord('"content_base64" is no base64') from None
    feed = shared_parser().feed(content, optional(record, "content_type"), optional(record, "url"))
    return {
        "id": identity,
        "title": feed.title,
        "entries": [
            {
                "title": e.title,
                "link": e.link,
                "published_at": e.published_at,
                "summary": e.summary,
                "content": e.content,
                "guid": e.guid,
            }
            for e in feed.entries
        ],
    }
