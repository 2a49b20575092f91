"""Taking articles out again: before they are stored anew, or because they are old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digests.store.cards import chunks
from digests.store.packing import entity_id, unpack_entities
from digests.store.schema import (
    article,
    article_entity,
    article_features,
    article_text,
    entity,
    outlet,
    posted,
    quote,
    role,
    story,
)
from digests.store.search_index import unindex


@dataclass
class Removed:
    """What was taken out: the former key and story of each article id, and the entities that lost it."""

    rows: dict[str, int] = field(default_factory=dict)
    stories: dict[str, int] = field(default_factory=dict)
    entities: list[int] = field(default_factory=list)


def remove(connection: sa.Connection, ids: Sequence[str]) -> Removed:
    """Take these articles out with all that was read in them; unknown ids are passed over."""
    removed = Removed()
    question = sa.select(
        article.c.row, article.c.id, article.c.story_id, article.c.outlet_id, article.c.duplicate_of,
        article.c.entities,
    )
    for part in chunks(ids):
        found = connection.execute(question.where(article.c.id.in_(part))).all()
        if not found:
            continue
        unindex(connection, [row.row for row in found])
        mentions = [(entity_id(packed), row.row) for row in found for packed in unpack_entities(row.entities)]
        _delete(connection, [row.row for row in found], mentions)
        _count_down(connection, [(row.outlet_id, row.duplicate_of is not None) for row in found])
        removed.rows.update((row.id, row.row) for row in found)
        removed.stories.update((row.id, row.story_id) for row in found)
        removed.entities.extend(number for number, _ in mentions)
    return removed


def remove_old(connection: sa.Connection, before: datetime, limit: int) -> int:
    """Take out whole stories of which nothing was published or came in since then; gives how many articles.

    Whole stories, so that no copy loses its original. The last numbers in use stay, for they decide on the next ones:
    a number is never given twice.
    """
    inside = article.alias("inside")
    late = sa.exists().where(inside.c.story_id == story.c.id, inside.c.received_at >= before)
    last = sa.select(article.c.story_id).order_by(article.c.sequence.desc()).limit(1).scalar_subquery()
    newest = sa.select(sa.func.max(story.c.id)).scalar_subquery()
    old = (
        sa.select(story.c.id)
        .where(story.c.last_seen < before, ~late, story.c.id != newest, story.c.id != sa.func.coalesce(last, -1))
        .order_by(story.c.last_seen, story.c.id)
        .limit(limit)
    )
    numbers = list(connection.execute(old).scalars())
    ids = list(connection.execute(sa.select(article.c.id).where(article.c.story_id.in_(numbers))).scalars())
    recount(connection, remove(connection, ids))
    return len(ids)


def remove_posted(connection: sa.Connection, before: datetime) -> int:
    """Forget which channels had stories that are not there any more, where that was before then."""
    there = sa.exists().where(story.c.id == posted.c.story_id)
    return connection.execute(sa.delete(posted).where(posted.c.posted_at < before, ~there)).rowcount


def _delete(connection: sa.Connection, rows: list[int], mentions: list[tuple[int, int]]) -> None:
    if mentions:
        this = (article_entity.c.entity_id == sa.bindparam("e")) & (
            article_entity.c.article_row == sa.bindparam("r"))
        connection.execute(sa.delete(article_entity).where(this), [{"e": e, "r": r} for e, r in mentions])
    for table in (quote, role, article_features, article_text):
        connection.execute(sa.delete(table).where(table.c.article_row.in_(rows)))
    connection.execute(sa.delete(article).where(article.c.row.in_(rows)))


def _count_down(connection: sa.Connection, outlets: list[tuple[int, bool]]) -> None:
    fewer = sa.update(outlet).where(outlet.c.id == sa.bindparam("o")).values(
        articles=outlet.c.articles - 1, copies=outlet.c.copies - sa.bindparam("c", type_=sa.Integer))
    connection.execute(fewer, [{"o": number, "c": int(copy)} for number, copy in outlets])


def recount(connection: sa.Connection, removed: Removed) -> None:
    """Set right the counts and dates of entities that lost articles, and of stories that may be empty now."""
    if removed.entities:
        _recount_entities(connection, sorted(set(removed.entities)))
    for part in chunks(removed.stories.values()):
        left = set(connection.execute(
            sa.select(article.c.story_id).where(article.c.story_id.in_(part)).distinct()).scalars())
        empty = [number for number in part if number not in left]
        connection.execute(sa.delete(story).where(story.c.id.in_(empty)))
        _redate_stories(connection, [number for number in part if number in left])


def _recount_entities(connection: sa.Connection, numbers: list[int]) -> None:
    its = article_entity.c.entity_id == entity.c.id
    count = sa.select(sa.func.count()).select_from(article_entity).where(its).scalar_subquery()

    def published(key: sa.ColumnElement[int]) -> sa.ScalarSelect[object]:
        at = sa.select(key).select_from(article_entity).where(its).correlate(entity).scalar_subquery()
        return sa.select(article.c.published_at).where(article.c.row == at).scalar_subquery()

    for part in chunks(numbers):
        connection.execute(sa.update(entity).where(entity.c.id.in_(part)).values(
            articles=count,
            first_seen=published(sa.func.min(article_entity.c.article_row)),
            last_seen=published(sa.func.max(article_entity.c.article_row)),
        ))


def _redate_stories(connection: sa.Connection, numbers: list[int]) -> None:
    members = (
        sa.select(article.c.story_id, article.c.row, article.c.title, article.c.published_at)
        .where(article.c.story_id.in_(numbers))
        .order_by(article.c.row)
    )
    inside: dict[int, list[Any]] = {}
    for row in connection.execute(members):
        inside.setdefault(row[0], []).append(row)
    chosen = connection.execute(sa.select(story.c.id, story.c.lead).where(story.c.id.in_(numbers)))
    leads: dict[int, int | None] = {row[0]: row[1] for row in chosen}
    for number, rows in inside.items():
        lead = next((row for row in rows if row.row == leads[number]), rows[0])
        connection.execute(sa.update(story).where(story.c.id == number).values(
            lead=lead.row, headline=lead.title, first_seen=rows[0].published_at,
            last_seen=rows[-1].published_at))
