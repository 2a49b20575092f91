"""Posted editions as RSS 2.0 (https://www.rssboard.org/rss-specification) and JSON Feed 1.1
(https://www.jsonfeed.org/version/1.1/). Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as ET

from bot.web.archive import words
from bot.web.archive.html import content
from bot.web.archive.shelf import Posted, replies

TITLE = "Downlink: posted digests"
ABOUT = "Space news digests, every sentence with its source."
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ATOM = "http://www.w3.org/2005/Atom"


def rss(editions: Sequence[Posted], origin: str) -> bytes:
    """Write an RSS feed; ``origin`` is where the archive is, such as ``https://bot.example.org``."""
    ET.register_namespace("content", _CONTENT)
    ET.register_namespace("atom", _ATOM)
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    for name, text in (("title", TITLE), ("link", f"{origin}/"), ("description", ABOUT), ("language", "en")):
        ET.SubElement(channel, name).text = text
    own = {"href": f"{origin}/feed.xml", "rel": "self", "type": "application/rss+xml"}
    ET.SubElement(channel, f"{{{_ATOM}}}link", own)
    for posted in editions:
        item = ET.SubElement(channel, "item")
        link = _link(posted, origin)
        ET.SubElement(item, "title").text = words.seen(words.dated(posted.edition.title, posted.at))
        ET.SubElement(item, "link").text = link
        ET.SubElement(item, "guid", {"isPermaLink": "true"}).text = link
        ET.SubElement(item, "pubDate").text = format_datetime(posted.at, usegmt=True)
        ET.SubElement(item, f"{{{_CONTENT}}}encoded").text = _content(posted, origin)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def json_feed(editions: Sequence[Posted], origin: str) -> str:
    """Write a JSON Feed."""
    items: list[dict[str, Any]] = [
        {
            "id": _link(posted, origin),
            "url": _link(posted, origin),
            "title": words.seen(words.dated(posted.edition.title, posted.at)),
            "content_html": _content(posted, origin),
            "date_published": words.stamp(posted.at),
        }
        for posted in editions
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "description": ABOUT,
        "home_page_url": f"{origin}/",
        "feed_url": f"{origin}/feed.json",
        "language": "en",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False)


def _link(posted: Posted, origin: str) -> str:
    return f"{origin}/editions/{posted.edition.id}"


def _content(posted: Posted, origin: str) -> str:
    return content(replies(posted.edition), origin)
