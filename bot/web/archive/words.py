"""Words and addresses made harmless for pages: what acts is left out, only links to the web lead anywhere. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.spans import Moment, Style

# Controls, and what turns the direction of text or hides in it; XML allows no controls at all.
_ACTING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_IN_ADDRESSES = str.maketrans({c: f"%{ord(c):02X}" for c in " \"'<>`()\\^{|}\n\r\t"})


def seen(text: str) -> str:
    """Leave out what acts instead of being seen."""
    return _ACTING.sub("", text)


def address(url: str | None) -> str | None:
    """Give an address of the web, safe within HTML, XML and Markdown; None for any other kind."""
    if not url or _ACTING.search(url):
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return None
    return url.strip().translate(_IN_ADDRESSES)


def moment(span: Moment) -> str:
    """Write a time out, in UTC: nobody knows the reader's zone."""
    at = span.at.astimezone(UTC)
    day, clock = f"{at.day} {at:%b %Y}", f"{at:%H:%M} UTC"
    return {Style.DATE: day, Style.TIME: clock, Style.DATE_TIME: f"{day}, {clock}"}[span.style]


def dated(title: str, at: datetime, style: Style = Style.DATE_TIME) -> str:
    """Add to an edition's title when it was posted: the titles of a subscription's digests are all alike."""
    return f"{title} ({moment(Moment(at, style))})"


def stamp(at: datetime) -> str:
    """Write a time for programs (RFC 3339)."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
