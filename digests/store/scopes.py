"""Stories within a scope and a window, for digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from digests.model import Scope, Window
from digests.store.articles import published_within
from digests.store.base import StoryBrief
from digests.store.cards import chunks
from digests.store.columns import end_row, first_row
from digests.store.outlets import ids_named
from digests.store.schema import article, article_entity, story
from digests.store.search_index import newest
from digests.store.search_words import all_of
from digests.store.stories import OUTLETS


def story_briefs(connection: sa.Connection, window: Window, scope: Scope, entity_ids: Sequence[int],
                 limit: int) -> Sequence[StoryBrief]:
    """See ``Queries.story_briefs``."""
    counted = _counted(window) + _outlet_filter(connection, scope)
    if scope.topics or scope.people or entity_ids:
        rows = _matching(connection, window, scope, entity_ids)
        numbers = _stories_of(connection, rows, counted)
        return _best([one for part in chunks(numbers) for one in _briefs(
            connection, [*counted, article.c.story_id.in_(part)], limit)], limit)
    return _best(_briefs(connection, counted, limit), limit)


def _counted(window: Window) -> list[sa.ColumnElement[bool]]:
    """Give the conditions of ``Window.has``."""
    conditions = published_within(window.earliest, window.end)
    if window.arrived is not None:
        conditions.append(sa.or_(article.c.published_at >= window.start, article.c.received_at >= window.arrived))
    return conditions


def _outlet_filter(connection: sa.Connection, scope: Scope) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if scope.include_outlets:
        conditions.append(article.c.outlet_id.in_(ids_named(connection, scope.include_outlets)))
    if scope.exclude_outlets:
        conditions.append(article.c.outlet_id.not_in(ids_named(connection, scope.exclude_outlets)))
    return conditions


def _matching(connection: sa.Connection, window: Window, scope: Scope, entity_ids: Sequence[int]) -> set[int]:
    """Find the keys of articles in the window that have a topic's words or mention an entity."""
    first, end = first_row(window.earliest), end_row(window.end)
    rows: set[int] = set()
    for topic in scope.topics:
        rows.update(newest(connection, all_of(topic), first, end))
    for part in chunks(entity_ids):
        rows.update(connection.execute(sa.select(article_entity.c.article_row).where(
            article_entity.c.entity_id.in_(part),
            article_entity.c.article_row >= first,
            article_entity.c.article_row < end,
        )).scalars().all())
    return rows


def _stories_of(connection: sa.Connection, rows: Iterable[int],
                counted: list[sa.ColumnElement[bool]]) -> set[int]:
    return {
        number
        for part in chunks(rows)
        for number in connection.execute(
            sa.select(article.c.story_id).where(article.c.row.in_(part), *counted).distinct()).scalars().all()
    }


def _briefs(connection: sa.Connection, conditions: list[sa.ColumnElement[bool]], limit: int) -> list[StoryBrief]:
    counts = (
        sa.select(article.c.story_id, sa.func.count().label("articles"), OUTLETS.label("outlets"),
                  sa.func.max(article.c.published_at).label("latest"))
        .where(*conditions)
        .group_by(article.c.story_id)
        .order_by(sa.desc("outlets"), sa.desc("latest"), article.c.story_id)
        .limit(limit)
        .subquery()
    )
    question = sa.select(
        story.c.id, story.c.headline, story.c.first_seen, story.c.last_seen, counts.c.articles,
        counts.c.outlets, counts.c.latest,
    ).join_from(counts, story, story.c.id == counts.c.story_id)
    return [StoryBrief(*row) for row in connection.execute(question).all()]


def _best(found: list[StoryBrief], limit: int) -> list[StoryBrief]:
    """Most outlets first, then newest, then by id: a total order."""
    return sorted(found, key=lambda one: (-one.outlets, -one.latest.timestamp(), one.id))[:limit]
