"""Search: the newest matches from the full-text index, the best of them first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import sqlalchemy as sa

from digests.model import SearchHit, SearchQuery, SearchResult
from digests.store.articles import published_within
from digests.store.cards import cards_of_rows
from digests.store.columns import end_row, first_row
from digests.store.excerpts import excerpts
from digests.store.outlets import ids_containing
from digests.store.ranking import best_first
from digests.store.schema import article
from digests.store.search_index import newest
from digests.store.search_words import Phrase, Wanted, phrases_of
from digests.store.vocabulary import corrections

RANKED = 2_000  # newest matches that are ranked; older ones follow by date
COUNTED = 5_000  # matches that are counted
_MOST_OUTLETS = 200
_LAST_ROW = (1 << 63) - 1


def search(connection: sa.Connection, query: SearchQuery, limit: int, offset: int) -> SearchResult:
    """See ``Queries.search``."""
    limit, offset = max(limit, 0), max(offset, 0)
    asked = query.words + query.phrases
    wanted = Wanted(phrases_of(asked), phrases_of(query.without))
    if query.outlet:
        outlets = tuple(ids_containing(connection, query.outlet)[:_MOST_OUTLETS])
        if not outlets:
            return SearchResult((), 0)
        wanted = replace(wanted, outlets=outlets)
    if not wanted.phrases:
        return SearchResult((), 0) if asked else _listed(connection, query, wanted, limit, offset)
    corrected = corrections(connection, (word for phrase in wanted.phrases for word in phrase))
    if corrected:
        wanted = replace(wanted, phrases=tuple(_mended(phrase, corrected) for phrase in wanted.phrases))
    return _found(connection, query, wanted, limit, offset, corrected)


def _mended(phrase: Phrase, corrected: Mapping[str, str]) -> Phrase:
    return tuple(corrected.get(word, word) for word in phrase)


def _found(connection: sa.Connection, query: SearchQuery, wanted: Wanted, limit: int, offset: int,
           corrected: Mapping[str, str]) -> SearchResult:
    first = first_row(query.after) if query.after else 0
    end = end_row(query.before) if query.before else _LAST_ROW
    rows = newest(connection, wanted, first, end, COUNTED + 1)
    total, at_least = min(len(rows), COUNTED), len(rows) > COUNTED
    if offset < RANKED:
        ranked = best_first(connection, rows[:RANKED], wanted.phrases)
        rows = (ranked + rows[RANKED:])[offset:offset + limit]
    elif offset + limit <= COUNTED:
        rows = rows[offset:offset + limit]
    else:
        rows = newest(connection, wanted, first, end, limit, offset)
    return _page(connection, rows, wanted, total, at_least, corrected)


def _listed(connection: sa.Connection, query: SearchQuery, wanted: Wanted, limit: int, offset: int) -> SearchResult:
    """List the newest articles of an outlet or a time, where no word is asked for."""
    question = sa.select(article.c.row).where(*published_within(query.after, query.before))
    if wanted.outlets:
        question = question.where(article.c.outlet_id.in_(wanted.outlets))
    question = question.order_by(article.c.row.desc())
    counted = connection.execute(
        sa.select(sa.func.count()).select_from(question.limit(COUNTED + 1).subquery())).scalar_one()
    rows = list(connection.execute(question.limit(limit).offset(offset)).scalars())
    return _page(connection, rows, wanted, min(counted, COUNTED), counted > COUNTED, {})


def _page(connection: sa.Connection, rows: list[int], wanted: Wanted, total: int, at_least: bool,
          corrected: Mapping[str, str]) -> SearchResult:
    cards = cards_of_rows(connection, rows)
    shown = excerpts(connection, cards, wanted.phrases) if wanted.phrases else {}
    hits = tuple(SearchHit(cards[row], shown.get(row)) for row in rows if row in cards)
    return SearchResult(hits, total, at_least, dict(corrected))
