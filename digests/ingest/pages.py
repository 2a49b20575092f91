"""A web page → its article: text, title, author, date, outlet (trafilatura). Runs in the parsing process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from digests.errors import Rejected
from digests.ingest.addresses import host
from digests.ingest.shapes import Page
from digests.ingest.tidy import tidy, tidy_line

_DATE_META = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
    "pubdate",
)
_WITH_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_KEPT = 0.55  # of the text that the stricter extraction must keep
_MOST_LD = 50  # blocks of JSON-LD looked at


def extract_page(html: str, url: str | None = None) -> Page:
    """Take the article out of a page.

    Raises:
        Rejected: there is no text in it that looks like an article.
    """
    import trafilatura

    tree = trafilatura.load_html(html)
    if tree is None:
        raise Rejected("it is not a web page that can be read")
    stated = _stated_date(tree)
    document = trafilatura.bare_extraction(tree, url=url, with_metadata=True, include_comments=False)
    if document is None or isinstance(document, dict) or not (document.text or "").strip():
        raise Rejected("no article was found in the page")
    outlet = tidy_line(document.sitename or "") or None
    return Page(
        title=_without_outlet(tidy_line(document.title or ""), outlet) or None,
        text=tidy(_without_extras(html, url, document.text or "")).strip(),
        author=tidy_line(document.author or "") or None,
        published_at=_best_date(stated, document.date),
        outlet=outlet,
        url=_address(document.url, url),
    )


def _without_extras(html: str, url: str | None, text: str) -> str:
    """Prefer the stricter extraction, without teasers and captions, unless it lost more than half of the text.

    Of the two alone neither is better on Zyte's article-extraction-benchmark; together they are.
    """
    import trafilatura

    strict = trafilatura.extract(html, url=url, include_comments=False, favor_precision=True) or ""
    return strict if len(strict) >= _KEPT * len(text) else text


def _without_outlet(title: str, outlet: str | None) -> str:
    """Take the site's name off the title: "Rocket flies - Space Post" → "Rocket flies"."""
    if not outlet:
        return title
    name = re.escape(outlet)
    return re.sub(rf"^{name}\s*[|:–—-]\s+|\s+[|–—-]\s*{name}$", "", title, flags=re.I).strip() or title


def _address(stated: str | None, fetched: str | None) -> str | None:
    """Believe the address that a page states only of its own host, and if it is not the front page."""
    if not stated or not fetched:
        return stated or fetched
    try:
        own = host(stated) == host(fetched) and urlsplit(stated).path.strip("/") != ""
    except Rejected:
        return fetched
    return stated if own else fetched


def _best_date(stated: str | None, found: str | None) -> str | None:
    """Prefer the date with a time of day, if it is not of another time than trafilatura's."""
    return stated if stated and (not found or stated[:7] == found[:7]) else found


def _stated_date(tree: Any) -> str | None:
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        named.setdefault(name, meta.get("content") or "")
    written = [named.get(name, "") for name in _DATE_META]
    written += [str(block["datePublished"]) for block in _linked_data(tree) if "datePublished" in block]
    written += [time.get("datetime") or "" for time in tree.xpath('.//time[@itemprop="datePublished" or @pubdate]')]
    return next((one.strip() for one in written if _WITH_TIME.match(one.strip())), None)


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.xpath('.//script[@type="application/ld+json"]')[:_MOST_LD]:
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        blocks = value if isinstance(value, list) else [value]
        for block in blocks:
            if isinstance(block, dict):
                yield block
                graph = block.get("@graph")
                yield from (one for one in graph if isinstance(one, dict)) if isinstance(graph, list) else ()
