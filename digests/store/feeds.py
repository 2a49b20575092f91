"""What is known of feeds' addresses, and what was posted where."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digests.store.base import FeedState, PostedStory
from digests.store.cards import chunks
from digests.store.columns import short_key
from digests.store.rows import insert_or_replace
from digests.store.schema import feed_state as feed
from digests.store.schema import posted as posting


def feed_state(connection: sa.Connection, url: str) -> FeedState | None:
    """See ``Queries.feed_state``."""
    columns = [column for column in feed.c if column is not feed.c.key]
    found = connection.execute(sa.select(*columns).where(feed.c.key == short_key(url))).first()
    return None if found is None else FeedState(**found._mapping)


def put_feed_state(connection: sa.Connection, state: FeedState) -> None:
    """See ``Writes.put_feed_state``."""
    insert_or_replace(connection, feed, [{"key": short_key(state.url), **asdict(state)}])


def posted(connection: sa.Connection, destination: str, story_ids: Iterable[int]) -> Mapping[int, PostedStory]:
    """See ``Queries.posted``."""
    return {
        row.story_id: PostedStory(
            row.destination, row.story_id, row.posted_at, tuple(json.loads(row.article_ids)),
            tuple(json.loads(row.sentences)))
        for part in chunks(story_ids)
        for row in connection.execute(
            sa.select(posting).where(posting.c.destination == destination, posting.c.story_id.in_(part)))
    }


def last_posted_at(connection: sa.Connection, destination: str) -> datetime | None:
    """See ``Queries.last_posted_at``."""
    return connection.execute(
        sa.select(posting.c.posted_at)
        .where(posting.c.destination == destination)
        .order_by(posting.c.posted_at.desc())
        .limit(1)
    ).scalar()


def put_posted(connection: sa.Connection, postings: Iterable[PostedStory]) -> None:
    """See ``Writes.put_posted``; one posted before keeps the later time."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for one in sorted(postings, key=lambda one: one.posted_at):
        rows[one.destination, one.story_id] = {
            "destination": one.destination, "story_id": one.story_id, "posted_at": one.posted_at,
            "article_ids": json.dumps(one.article_ids), "sentences": json.dumps(one.sentences),
        }
    insert_or_replace(connection, posting, list(rows.values()))
