"""What has come in since somebody last asked, by name and by topic: for direct messages to those who follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from digests.model import LATE
from digests.store.base import Newcomer, Queries

_ARTICLES = 500  # looked at in one go


class News(NamedTuple):
    """Stories with new articles; ``upto`` is where to go on from. What is old when it comes in is no news."""

    upto: int
    by_entity: Mapping[int, set[int]]
    by_topic: Mapping[str, set[int]]


def news(queries: Queries, after: int | None, topics: Sequence[str], now: datetime) -> News:
    """Say which stories got articles after a sequence; ``after`` None: none, from now on."""
    if after is None:
        return News(queries.last_arrival(), {}, {})
    came = queries.newcomers(after=after, limit=_ARTICLES)
    if not came:
        return News(after, {}, {})
    upto = came[-1].sequence
    fresh = {one.sequence: one for one in came if one.published_at >= now - LATE}
    by_topic = {topic: _stories(fresh, queries.newcomers_on(topic, after=after, upto=upto)) for topic in topics}
    by_entity = defaultdict[int, set[int]](set)
    for one in fresh.values():
        for entity in one.entities:
            by_entity[entity].add(one.story_id)
    return News(upto, by_entity, {topic: stories for topic, stories in by_topic.items() if stories})


def _stories(fresh: Mapping[int, Newcomer], sequences: Sequence[int]) -> set[int]:
    return {fresh[number].story_id for number in sequences if number in fresh}
