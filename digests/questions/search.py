"""Search the stored articles; parse what was typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from digests.answers import SearchPage
from digests.errors import BadQuery
from digests.model import SearchHit, SearchQuery
from digests.store.base import Queries
from digests.summaries.standalone import without_date_line

_A_PAGE = 8
_PART = re.compile(
    r'(?P<minus>-)?(?:(?P<key>outlet|before|after):)?(?:"(?P<phrase>[^"]*)"|(?P<word>\S+))', re.IGNORECASE
)
_EXAMPLE = 'Example: /news "lunar base" -Artemis outlet:Courier after:2022-05-01'
_LONGEST = 500


def search(queries: Queries, asked: str, page: int) -> SearchPage:
    """Answer one page of ``/news``.

    Raises:
        BadQuery: nothing to search for, or a date that is none.
    """
    query = parse(asked)
    result = queries.search(query, limit=_A_PAGE, offset=(max(page, 1) - 1) * _A_PAGE)
    result = replace(result, hits=tuple(map(_without_date_line, result.hits)))
    return SearchPage(asked, query, result, max(page, 1), _A_PAGE, queries.totals())


def _without_date_line(hit: SearchHit) -> SearchHit:
    """Let an excerpt begin after its "MOSCOW —"."""
    cited = hit.excerpt
    if cited is None or not (size := without_date_line(cited.text)):
        return hit
    return replace(hit, excerpt=replace(cited, text=cited.text[size:], start=cited.start + size))


def parse(asked: str) -> SearchQuery:
    """Read words, "phrases", -not, outlet:, before: and after:.

    Raises:
        BadQuery: nothing to search for, or a date that is none.
    """
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    keyed: dict[str, str] = {}
    for part in _PART.finditer(asked.replace("“", '"').replace("”", '"')[:_LONGEST]):
        text = (part["phrase"] if part["phrase"] is not None else part["word"]).strip()
        if part["key"] and text:
            keyed[part["key"].lower()] = text
        elif re.search(r"\w", text):
            (without if part["minus"] else phrases if part["phrase"] is not None else words).append(text.strip('"'))
    before, after = _date(keyed, "before"), _date(keyed, "after")
    if not words and not phrases and "outlet" not in keyed:
        raise BadQuery(f"There is nothing to search for. {_EXAMPLE}")
    return SearchQuery(tuple(words), tuple(phrases), tuple(without), keyed.get("outlet"), before, after)


def _date(keyed: dict[str, str], key: str) -> datetime | None:
    if key not in keyed:
        return None
    try:
        moment = datetime.fromisoformat(keyed[key])
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadQuery(f'"{keyed[key][:40]}" is no date: write {key}:2022-05-01. {_EXAMPLE}') from None
