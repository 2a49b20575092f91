"""Rows → article cards: the columns every list and citation selects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from digests.model import ArticleCard, DateBasis
from digests.store.schema import article, outlet

T = TypeVar("T")
_BASES = {basis.value: basis for basis in DateBasis}
_IN_ONE_GO = 500

CARD = (
    article.c.id,
    article.c.title,
    outlet.c.name,
    article.c.published_at,
    article.c.url,
    article.c.state_owned,
    article.c.duplicate_of,
    article.c.date_basis,
    article.c.received_at,
)
WITH_OUTLET = article.join(outlet, outlet.c.id == article.c.outlet_id)


def card(values: Sequence[Any]) -> ArticleCard:
    """Make a card of the values of ``CARD``."""
    id, title, named, published_at, url, state_owned, duplicate_of, basis, received_at = values
    return ArticleCard(id, title, named, published_at, url, state_owned, duplicate_of, _BASES[basis], received_at)


def chunks(values: Iterable[T], size: int = _IN_ONE_GO) -> Iterator[list[T]]:
    """Cut distinct values into lists short enough for one IN (…)."""
    rest = iter(dict.fromkeys(values))
    while part := list(islice(rest, size)):
        yield part


def cards_of_rows(connection: sa.Connection, rows: Iterable[int]) -> dict[int, ArticleCard]:
    """Fetch cards by key."""
    return {
        row[0]: card(row[1:])
        for part in chunks(rows)
        for row in connection.execute(
            sa.select(article.c.row, *CARD).select_from(WITH_OUTLET).where(article.c.row.in_(part))
        )
    }
