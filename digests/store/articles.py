"""Questions about articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from digests.model import Article, ArticleCard, DateBasis
from digests.store.base import Known, Remembered, StoredReading
from digests.store.cards import CARD, WITH_OUTLET, card, chunks
from digests.store.columns import end_row, first_row, short_key
from digests.store.outlets import ids_containing
from digests.store.packing import unpack_reading
from digests.store.schema import article, article_features, article_text, outlet

_STREAMED = 1_000

_WHOLE = (
    article.c.id,
    article.c.title,
    article_text.c.text,
    outlet.c.name,
    article.c.published_at,
    article.c.url,
    article.c.author,
    article.c.state_owned,
    article.c.date_basis,
    article.c.language,
    article.c.received_at,
    article.c.content_digest,
    article.c.duplicate_of,
)
_WITH_TEXT = WITH_OUTLET.join(article_text, article_text.c.article_row == article.c.row)


def url_key(url: str) -> str:
    """Give the key that an address is found by: its host's case doesn't matter."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return short_key(url)
    return short_key(parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower()).geturl())


def known(connection: sa.Connection, ids: Iterable[str]) -> Mapping[str, Known]:
    """See ``Queries.known``."""
    return {
        row[0]: Known(row[0], row[1])
        for part in chunks(ids)
        for row in connection.execute(
            sa.select(article.c.id, article.c.content_digest).where(article.c.id.in_(part))
        )
    }


def with_digest(connection: sa.Connection, content_digest: str) -> ArticleCard | None:
    """See ``Queries.article_with_digest``."""
    if not content_digest:
        return None
    found = connection.execute(
        sa.select(*CARD)
        .select_from(WITH_OUTLET)
        .where(article.c.content_digest == content_digest)
        .order_by(article.c.row)
        .limit(1)
    ).first()
    return None if found is None else card(found)


def _whole(values: Sequence[Any]) -> Article:
    parts: list[Any] = [*values[:8], DateBasis(values[8]), *values[9:13]]
    return Article(*parts)


def articles(connection: sa.Connection, ids: Iterable[str]) -> Mapping[str, Article]:
    """See ``Queries.articles``."""
    return {
        row[0]: _whole(row)
        for part in chunks(ids)
        for row in connection.execute(
            sa.select(*_WHOLE).select_from(_WITH_TEXT).where(article.c.id.in_(part))
        )
    }


def by_url(connection: sa.Connection, url: str) -> Article | None:
    """See ``Queries.article_by_url``."""
    found = connection.execute(
        sa.select(*_WHOLE)
        .select_from(_WITH_TEXT)
        .where(article.c.url_key == url_key(url))
        .order_by(article.c.row.desc())
        .limit(1)
    ).first()
    return None if found is None else _whole(found)


def published_within(since: datetime | None, until: datetime | None) -> list[sa.ColumnElement[bool]]:
    """Give the conditions for ``since ≤ published_at < until`` as a range of keys."""
    conditions: list[sa.ColumnElement[bool]] = []
    if since is not None:
        conditions.append(article.c.row >= first_row(since))
        if since.microsecond:
            conditions.append(article.c.published_at >= since)
    if until is not None:
        conditions.append(article.c.row < end_row(until))
        if until.microsecond:
            conditions.append(article.c.published_at < until)
    return conditions


def cards(connection: sa.Connection, named: str | None, since: datetime | None, until: datetime | None,
          limit: int, offset: int) -> Sequence[ArticleCard]:
    """See ``Queries.cards``."""
    question = sa.select(*CARD).select_from(WITH_OUTLET).where(*published_within(since, until))
    if named:
        question = question.where(article.c.outlet_id.in_(ids_containing(connection, named)))
    question = question.order_by(article.c.row.desc()).limit(limit).offset(offset)
    return [card(row) for row in connection.execute(question).all()]


def readings(connection: sa.Connection, ids: Iterable[str]) -> Mapping[str, StoredReading]:
    """See ``Queries.readings``."""
    return {
        row[0]: StoredReading(_whole(row), *unpack_reading(row[13]))
        for part in chunks(ids)
        for row in connection.execute(
            sa.select(*_WHOLE, article_text.c.reading).select_from(_WITH_TEXT).where(article.c.id.in_(part))
        )
    }


def features(connection: sa.Connection, ids: Iterable[str]) -> Mapping[str, bytes]:
    """See ``Queries.features``; in the order of `ids`."""
    wanted = list(ids)
    found: dict[str, bytes] = {}
    for part in chunks(wanted):
        question = (
            sa.select(article.c.id, article_features.c.features)
            .join_from(article, article_features, article_features.c.article_row == article.c.row)
            .where(article.c.id.in_(part))
        )
        found.update((row[0], row[1]) for row in connection.execute(question).all())
    return {one: found[one] for one in wanted if one in found}


def story_of(connection: sa.Connection, article_id: str) -> int | None:
    """See ``Queries.story_of``."""
    return connection.execute(sa.select(article.c.story_id).where(article.c.id == article_id)).scalar()


def copies_of(connection: sa.Connection, article_id: str) -> Sequence[str]:
    """See ``Queries.copies_of``; a copy is in its original's story."""
    story = sa.select(article.c.story_id).where(article.c.id == article_id).scalar_subquery()
    question = sa.select(article.c.id).where(article.c.story_id == story, article.c.duplicate_of == article_id)
    return connection.execute(question.order_by(article.c.row)).scalars().all()


def remembered(connection: sa.Connection, after_sequence: int, since: datetime) -> Iterator[Remembered]:
    """See ``Queries.remembered``; fetched in pages, so that no cursor stays open between two steps."""
    question = (
        sa.select(
            article.c.sequence,
            article.c.id,
            article.c.story_id,
            article.c.published_at,
            article.c.duplicate_of,
            article_features.c.features,
        )
        .join_from(article, article_features, article_features.c.article_row == article.c.row)
        .where(article.c.sequence > sa.bindparam("after"), *published_within(since, None))
        .order_by(article.c.sequence)
        .limit(_STREAMED)
    )
    while page := connection.execute(question, {"after": after_sequence}).all():
        for row in page:
            yield Remembered(*row)
        after_sequence = page[-1][0]
