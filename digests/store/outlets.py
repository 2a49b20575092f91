"""Questions about outlets, and totals (an outlet's row keeps its counts)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from digests.model import Kind, Totals
from digests.store.packing import KIND_CODES
from digests.store.schema import article, entity, outlet, story


def ids_containing(connection: sa.Connection, part: str) -> list[int]:
    """Find the outlets whose name contains `part`, case folded."""
    return list(
        connection.execute(
            sa.select(outlet.c.id).where(outlet.c.folded.contains(part.casefold(), autoescape=True))
        ).scalars()
    )


def ids_named(connection: sa.Connection, names: Iterable[str]) -> list[int]:
    """Find the outlets whose name has one of `names` in it as whole words, case folded: AP is no part of Apex."""
    whole = [re.compile(rf"(?<!\w){re.escape(name.casefold().strip())}(?!\w)") for name in names if name.strip()]
    if not whole:
        return []
    return [
        number
        for number, folded in connection.execute(sa.select(outlet.c.id, outlet.c.folded))
        if any(pattern.search(folded) for pattern in whole)
    ]


def outlets(connection: sa.Connection, prefix: str, limit: int) -> Sequence[tuple[str, int]]:
    """See ``Queries.outlets``."""
    question = (
        sa.select(outlet.c.name, outlet.c.articles)
        .where(outlet.c.articles > 0, outlet.c.folded.startswith(prefix.casefold(), autoescape=True))
        .order_by(outlet.c.articles.desc(), outlet.c.folded, outlet.c.id)
        .limit(limit)
    )
    return [(name, count) for name, count in connection.execute(question)]


class Counted:
    """The last totals, kept while nothing is stored: counting people is the one slow part of short answers."""

    def __init__(self) -> None:
        self._at: tuple[int, Totals] | None = None

    def totals(self, connection: sa.Connection) -> Totals:
        """See ``Queries.totals``; every article stored or replaced has a new sequence number."""
        newest = int(connection.execute(sa.select(sa.func.max(article.c.sequence))).scalar() or 0)
        kept = self._at
        if kept is None or kept[0] != newest:
            kept = self._at = newest, totals(connection)
        return kept[1]


def totals(connection: sa.Connection) -> Totals:
    """Count what is stored."""
    articles, copies, outlets = connection.execute(
        sa.select(sa.func.sum(outlet.c.articles), sa.func.sum(outlet.c.copies), sa.func.count())
        .where(outlet.c.articles > 0)
    ).one()
    people = sa.select(sa.func.count()).where(
        entity.c.kind == KIND_CODES[Kind.PERSON], entity.c.articles > 0
    )
    return Totals(
        articles=int(articles or 0),
        duplicates=int(copies or 0),
        stories=connection.execute(sa.select(sa.func.count()).select_from(story)).scalar_one(),
        people=connection.execute(people).scalar_one(),
        outlets=outlets,
        since=connection.execute(
            sa.select(article.c.published_at).order_by(article.c.row).limit(1)).scalar(),
        until=connection.execute(
            sa.select(article.c.published_at).order_by(article.c.row.desc()).limit(1)).scalar(),
    )
