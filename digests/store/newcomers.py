"""What was stored last, in the order in which it came: for those who follow a name or a topic."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from digests.store.cards import chunks
from digests.store.schema import article, article_entity
from digests.store.search_index import newest
from digests.store.search_words import all_of
from digests.store.values import Newcomer


def last_arrival(connection: sa.Connection) -> int:
    """See ``Queries.last_arrival``."""
    return connection.execute(sa.select(sa.func.max(article.c.sequence))).scalar() or 0


def newcomers(connection: sa.Connection, after: int, limit: int) -> Sequence[Newcomer]:
    """See ``Queries.newcomers``."""
    found = connection.execute(
        sa.select(article.c.row, article.c.sequence, article.c.story_id, article.c.published_at)
        .where(article.c.sequence > after)
        .order_by(article.c.sequence)
        .limit(limit)
    ).all()
    named = defaultdict[int, set[int]](set)
    for part in chunks(row.row for row in found):
        question = sa.select(article_entity.c.article_row, article_entity.c.entity_id)
        for row, entity in connection.execute(question.where(article_entity.c.article_row.in_(part))):
            named[row].add(entity)
    return [Newcomer(one.sequence, one.story_id, one.published_at, frozenset(named[one.row])) for one in found]


def newcomers_on(connection: sa.Connection, topic: str, after: int, upto: int) -> Sequence[int]:
    """See ``Queries.newcomers_on``."""
    came = sa.and_(article.c.sequence > after, article.c.sequence <= upto)
    ends = sa.select(sa.func.min(article.c.row), sa.func.max(article.c.row)).where(came)
    first, last = connection.execute(ends).one()
    if first is None:
        return []
    rows = newest(connection, all_of(topic), first, last + 1)
    return sorted({
        number
        for part in chunks(rows)
        for number in connection.execute(
            sa.select(article.c.sequence).where(article.c.row.in_(part), came)).scalars()
    })
