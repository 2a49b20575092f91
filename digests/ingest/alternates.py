"""A site's front page → the feeds that it offers. Runs in the parsing process."""

from __future__ import annotations

from urllib.parse import urljoin

from digests.errors import Rejected
from digests.ingest.addresses import web_address
from digests.ingest.decode import decode

_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
_ASIDE = ("comment", "kommentar", "oembed")  # feeds of what readers say


def offered_feeds(content: bytes, url: str) -> list[tuple[str, str | None]]:
    """List (address, title) of the feeds that a page's head offers (WHATWG HTML, 4.6.6.1), most telling first."""
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        tree = html.document_fromstring(decode(content).encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError, Rejected):
        return []
    found: dict[str, str | None] = {}
    for link in tree.iter("link"):
        kind = (link.get("type") or "").split(";")[0].strip().lower()
        named = f"{link.get('href')} {link.get('title')}".lower()
        if "alternate" not in (link.get("rel") or "").lower() or kind not in _KINDS or any(w in named for w in _ASIDE):
            continue
        try:
            found.setdefault(web_address(urljoin(url, link.get("href") or "")), link.get("title"))
        except (Rejected, ValueError):
            continue
    return list(found.items())
