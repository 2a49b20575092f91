"""What a destination has been told, and what a digest adds to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from digests.answers import Digest, DigestStory
from digests.questions.digest import digest, known
from digests.questions.requests import DigestRequest
from digests.store.base import PostedStory, Queries, StoryBrief

_SENTENCES = 100  # of one story, the newest


class Composed(NamedTuple):
    """A digest, and what its destination has been told of its stories once it is posted there."""

    digest: Digest
    told: tuple[PostedStory, ...]


def composed(queries: Queries, request: DigestRequest, now: datetime) -> Composed:
    """Compose a digest to be posted."""
    answer = digest(queries, request, now)
    numbers = [story.story_id for story in answer.stories]
    had, stories = known(queries, request, numbers), queries.stories(numbers)
    told = []
    for story in answer.stories:
        articles = tuple(card.id for card in stories[story.story_id].articles)
        before = had[story.story_id].sentences if story.story_id in had else ()
        said = tuple(dict.fromkeys((*before, *sentences(story))))[-_SENTENCES:]
        told.append(PostedStory(request.destination or "", story.story_id, now, articles, said))
    return Composed(answer, tuple(told))


def sentences(story: DigestStory) -> tuple[str, ...]:
    """List the texts that an entry tells."""
    lines = [line.cited.text for line in (*filter(None, (story.update,)), *story.lines)]
    return (story.headline, *lines, *([story.quote.cited.text] if story.quote else ()))


def fingerprint(queries: Queries, request: DigestRequest, briefs: Sequence[StoryBrief]) -> str:
    """Give a text that is the same for all destinations that get the same digest of these stories."""
    return _digest_of(briefs, known(queries, request, [brief.id for brief in briefs]))


def _digest_of(briefs: Sequence[StoryBrief], had: Mapping[int, PostedStory]) -> str:
    facts = [
        (brief.id, sorted(one.article_ids), sorted(one.sentences), brief.latest > one.posted_at)
        for brief in sorted(briefs, key=lambda brief: brief.id)
        if (one := had.get(brief.id)) is not None
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32] if facts else ""
