"""OPML (http://opml.org/spec2.opml): nested outlines → the feeds they list. Runs in the parsing process."""

from __future__ import annotations

from digests.errors import Rejected
from digests.ingest.xml_bombs import refuse_bombs

MOST_FEEDS = 5_000


def parse_opml(content: bytes) -> list[tuple[str, str | None]]:
    """List (address, title) of each feed, each once, in order.

    Raises:
        Rejected: no OPML, or no feed in it.
    """
    from lxml import etree  # type: ignore[import-untyped]

    refuse_bombs(content)
    lenient = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, lenient)
    except (etree.LxmlError, ValueError):
        root = None
    if root is None:
        raise Rejected("it is not OPML that can be read")
    feeds: dict[str, str | None] = {}
    for outline in root.iter("{*}outline", "outline"):
        named = {str(key).lower(): str(value).strip() for key, value in outline.attrib.items()}
        address = named.get("xmlurl")
        if address and len(feeds) < MOST_FEEDS:
            feeds.setdefault(address, named.get("title") or named.get("text") or None)
    if not feeds:
        raise Rejected("its outlines list no feed (xmlUrl)")
    return list(feeds.items())
