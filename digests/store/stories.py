"""Questions about stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from digests.model import ArticleCard, Story
from digests.store.base import StoryBrief
from digests.store.cards import CARD, WITH_OUTLET, card, chunks
from digests.store.schema import article, story

#: Distinct outlets of a group of articles, copies left out.
OUTLETS = sa.func.count(sa.distinct(sa.case((article.c.duplicate_of.is_(None), article.c.outlet_id))))


def stories(connection: sa.Connection, ids: Iterable[int]) -> Mapping[int, Story]:
    """See ``Queries.stories``."""
    found: dict[int, Story] = {}
    for part in chunks(ids):
        members: dict[int, list[tuple[int, ArticleCard]]] = defaultdict(list)
        question = (
            sa.select(article.c.story_id, article.c.row, *CARD)
            .select_from(WITH_OUTLET)
            .where(article.c.story_id.in_(part))
            .order_by(article.c.row)
        )
        for row in connection.execute(question).all():
            members[row[0]].append((row[1], card(row[2:])))
        for row in connection.execute(sa.select(story).where(story.c.id.in_(part))):
            if row.id in members:
                found[row.id] = _story(row, members[row.id])
    return found


def _story(row: Any, members: list[tuple[int, ArticleCard]]) -> Story:
    lead = next((one for key, one in members if key == row.lead), members[0][1])
    return Story(row.id, row.headline, lead, row.first_seen, row.last_seen, tuple(one for _, one in members))


def briefs(connection: sa.Connection, ids: Sequence[int]) -> list[StoryBrief]:
    """Count over the whole of each story; in the order of `ids`."""
    found: dict[int, StoryBrief] = {}
    for part in chunks(ids):
        question = (
            sa.select(story.c.id, story.c.headline, story.c.first_seen, story.c.last_seen,
                      sa.func.count(), OUTLETS, story.c.last_seen)
            .join_from(article, story, story.c.id == article.c.story_id)
            .where(article.c.story_id.in_(part))
            .group_by(story.c.id)
        )
        found.update((row[0], StoryBrief(*row)) for row in connection.execute(question).all())
    return [found[number] for number in ids if number in found]


def recent(connection: sa.Connection, limit: int, offset: int) -> Sequence[StoryBrief]:
    """See ``Queries.recent_stories``."""
    question = (
        sa.select(story.c.id)
        .where(story.c.last_seen.is_not(None))
        .order_by(story.c.last_seen.desc(), story.c.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return briefs(connection, list(connection.execute(question).scalars()))
