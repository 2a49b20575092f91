"""Questions about what articles say of an entity: roles and quotations, cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from digests.model import Cited, QuoteSighting, RoleSighting, Tenure
from digests.store.cards import CARD, WITH_OUTLET, card, chunks
from digests.store.schema import article, quote, role

_TENURES = {tenure.value: tenure for tenure in Tenure}
_NEWEST_ROLES = (role.c.article_row.desc(), role.c.start, role.c.place)

_ROLES = sa.select(
    role.c.entity_id, role.c.role, role.c.organisation, role.c.organisation_id, role.c.tenure, role.c.text,
    role.c.start, role.c.end, *CARD,
).select_from(WITH_OUTLET.join(role, role.c.article_row == article.c.row))

_QUOTES = sa.select(
    quote.c.entity_id, quote.c.cue, quote.c.text, quote.c.start, quote.c.end, *CARD,
).select_from(WITH_OUTLET.join(quote, quote.c.article_row == article.c.row))


def _role(row: Sequence[Any]) -> RoleSighting:
    cited = Cited(row[5], card(row[8:]), row[6], row[7])
    return RoleSighting(row[0], row[1], row[2], row[3], _TENURES[row[4]], cited)


def _quote(row: Sequence[Any]) -> QuoteSighting:
    return QuoteSighting(row[0], Cited(row[2], card(row[5:]), row[3], row[4]), row[1])


def roles_of(connection: sa.Connection, entity_id: int, limit: int) -> Sequence[RoleSighting]:
    """See ``Queries.roles_of``."""
    question = _ROLES.where(role.c.entity_id == entity_id).order_by(*_NEWEST_ROLES).limit(limit)
    return [_role(row) for row in connection.execute(question).all()]


def roles_at(connection: sa.Connection, organisation_id: int, limit: int) -> Sequence[RoleSighting]:
    """See ``Queries.roles_at``."""
    question = _ROLES.where(role.c.organisation_id == organisation_id).order_by(*_NEWEST_ROLES).limit(limit)
    return [_role(row) for row in connection.execute(question).all()]


def quotes_of(connection: sa.Connection, entity_id: int, about: Sequence[str], limit: int,
              offset: int) -> Sequence[QuoteSighting]:
    """See ``Queries.quotes_of``."""
    words = (word for part in about for word in part.split())
    question = (
        _QUOTES.where(
            quote.c.entity_id == entity_id,
            quote.c.copy.is_(False),
            *(quote.c.folded.contains(f" {word} ", autoescape=True) for word in words),
        )
        .order_by(quote.c.article_row.desc(), quote.c.start, quote.c.place)
        .limit(limit)
        .offset(offset)
    )
    return [_quote(row) for row in connection.execute(question).all()]


def quotes_in(connection: sa.Connection, article_ids: Iterable[str]) -> Sequence[QuoteSighting]:
    """See ``Queries.quotes_in``."""
    found = [
        (-row[0], row[4], _quote(row[1:]))
        for part in chunks(article_ids)
        for row in connection.execute(
            _QUOTES.with_only_columns(article.c.row, *_QUOTES.selected_columns).where(article.c.id.in_(part)))
    ]
    return [sighting for _, _, sighting in sorted(found, key=lambda one: one[:2])]
