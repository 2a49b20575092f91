"""Questions about the articles and stories that mention one entity: ranges of ``article_entity``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import sqlalchemy as sa

from digests.model import ArticleCard, DayCount, Window
from digests.store.base import StoryBrief
from digests.store.cards import CARD, WITH_OUTLET, card
from digests.store.columns import COUNTER_BITS, SECONDS_A_DAY, day_of, end_row, first_row
from digests.store.schema import article, article_entity
from digests.store.stories import briefs

_STORIES_AT_ONCE = 200


def articles_of(connection: sa.Connection, entity_id: int, limit: int, offset: int) -> Sequence[ArticleCard]:
    """See ``Queries.articles_of``."""
    rows = (
        sa.select(article_entity.c.article_row)
        .where(article_entity.c.entity_id == entity_id, article_entity.c.copy.is_(False))
        .order_by(article_entity.c.article_row.desc())
        .limit(limit)
        .offset(offset)
        .subquery()
    )
    question = (
        sa.select(*CARD)
        .select_from(WITH_OUTLET.join(rows, rows.c.article_row == article.c.row))
        .order_by(article.c.row.desc())
    )
    return [card(row) for row in connection.execute(question).all()]


def stories_of(connection: sa.Connection, entity_id: int, limit: int, offset: int) -> Sequence[StoryBrief]:
    """See ``Queries.stories_of``: walks back from the newest mention until enough stories are met."""
    question = (
        sa.select(article.c.row, article.c.story_id)
        .join_from(article_entity, article, article.c.row == article_entity.c.article_row)
        .where(article_entity.c.entity_id == entity_id, article_entity.c.article_row < sa.bindparam("before"))
        .order_by(article_entity.c.article_row.desc())
        .limit(_STORIES_AT_ONCE)
    )
    met: dict[int, None] = {}
    before = (1 << 63) - 1
    while len(met) < offset + limit:
        page = connection.execute(question, {"before": before}).all()
        if not page:
            break
        met.update((story_id, None) for _, story_id in page)
        before = page[-1][0]
    return briefs(connection, list(islice(met, offset, offset + limit)))


def activity_of(connection: sa.Connection, entity_id: int, window: Window) -> Sequence[DayCount]:
    """See ``Queries.activity_of``."""
    day = sa.literal_column(f"((article_row >> {COUNTER_BITS}) / {SECONDS_A_DAY})", sa.BigInteger)
    question = (
        sa.select(day.label("day"), sa.func.count())
        .select_from(article_entity)
        .where(
            article_entity.c.entity_id == entity_id,
            article_entity.c.article_row >= first_row(window.start),
            article_entity.c.article_row < end_row(window.end),
        )
        .group_by(sa.text("day"))
        .order_by(sa.text("day"))
    )
    a_day = SECONDS_A_DAY << COUNTER_BITS
    return [DayCount(day_of(number * a_day), count) for number, count in connection.execute(question).all()]
