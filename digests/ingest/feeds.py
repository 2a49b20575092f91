"""RSS, Atom, RDF and JSON feeds → titles, links, dates and texts. Runs in the parsing process."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax import SAXException

from digests.errors import Rejected
from digests.ingest import json_feed
from digests.ingest.dates import parse_zoned
from digests.ingest.decode import byte_order_mark, is_binary, wide
from digests.ingest.markup import plain_line, plain_text
from digests.ingest.shapes import Entry, Feed
from digests.ingest.sniff import Format, sniff
from digests.ingest.xml_bombs import refuse_bombs

_DECLARED = re.compile(r"""^\s*<\?xml[^>]{0,200}\?>""")
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
    parsed = _parse(*_narrow(content, content_type), url)
    if not parsed.get("version") and what is not Format.FEED:
        raise Rejected(NOT_A_FEED)
    return Feed(title=_title(parsed.feed), entries=tuple(map(_entry, parsed.entries)))


def _parse(content: bytes, content_type: str | None, url: str | None) -> Any:
    """Let feedparser read it; where the XML is broken, also as lxml mends it, and take what says more."""
    headers = {"content-type": content_type} if content_type else {}
    if url:
        headers["content-location"] = url
    parsed = _attempt(content, headers)
    if parsed is not None and not isinstance(parsed.get("bozo_exception"), SAXException):
        return parsed
    other = _attempt(_mend(content), {**headers, "content-type": "text/xml"})
    if parsed is None or other is None:
        parsed = parsed or other
        if parsed is None:
            raise Rejected("it is too broken to be read as a feed")
        return parsed
    more = len(other.entries) > len(parsed.entries)
    return other if more or (other.feed.get("title") and not parsed.feed.get("title")) else parsed


def _attempt(content: bytes, headers: dict[str, str]) -> Any:
    import feedparser  # type: ignore[import-untyped]

    try:
        return feedparser.parse(BytesIO(content), response_headers=headers)
    except Exception:  # KeyError, TypeError, UnicodeDecodeError …: what broken feeds make it raise has no common base
        return None


def _mend(content: bytes) -> bytes:
    from lxml import etree  # type: ignore[import-untyped]

    lenient = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, lenient)
    except (etree.LxmlError, ValueError):
        return b""
    return etree.tostring(root, encoding="utf-8") if root is not None else b""


def _narrow(content: bytes, content_type: str | None) -> tuple[bytes, str | None]:
    """Write UTF-16 and UTF-32 as UTF-8, which feedparser reads with fewer slips; correct the type's charset."""
    encoding = byte_order_mark(content) or wide(content)
    if encoding in (None, "utf-8"):
        return content, _without_wrong_charset(content, content_type)
    text = content.decode(str(encoding), "replace").removeprefix("\ufeff")
    return _DECLARED.sub("", text, count=1).encode("utf-8", "replace"), None


def _without_wrong_charset(content: bytes, content_type: str | None) -> str | None:
    """Don't believe a server that calls UTF-8 something else: text in another encoding is hardly ever valid UTF-8."""
    if not content_type or "charset" not in content_type.lower() or content.isascii():
        return content_type
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content_type
    return content_type.split(";")[0]


def _entry(entry: Any) -> Entry:
    contents = [_text(one) for one in entry.get("content", ())]
    content = max(contents, key=len, default=None)
    return Entry(
        title=_title(entry),
        link=_link(entry),
        published_at=_date(entry),
        summary=_text(entry.get("summary_detail")) or None,
        content=content or None,
        guid=entry.get("id") or None,
        author=plain_line(entry.get("author") or "") or None,
        outlet=plain_line((entry.get("source") or {}).get("title") or "") or None,
    )


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
    for key in ("published", "updated", "created"):
        if key not in entry:  # feedparser gives one for another, with a warning
            continue
        stated = parse_zoned(entry[key] or "")
        if stated is not None:
            return stated.isoformat().replace("+00:00", "Z")
        moment = entry.get(f"{key}_parsed")
        if moment:
            try:
                return datetime.fromtimestamp(calendar.timegm(moment), UTC).isoformat().replace("+00:00", "Z")
            except (ValueError, OverflowError, OSError):
                continue
    return None
