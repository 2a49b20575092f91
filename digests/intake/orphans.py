"""When an original is updated, its copies may have nothing left to be copies of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digests.store.base import Arrival, Remembered, Writes
from digests.stories.index import StoryIndex


def readopt(writes: Writes, index: StoryIndex, original: str, copies: Sequence[str]) -> None:
    """Decide anew each article that was stored as a copy of an article just replaced, oldest first.

    What the new text no longer covers becomes an article of its own right: the oldest of them is the
    original of the others from now on.
    """
    stored, features = writes.readings(copies), writes.features(copies)
    stories = {key: writes.story_of(key) or 0 for key in copies}

    def remember(key: str, story: int, duplicate_of: str | None) -> None:
        moment = stored[key].article.published_at
        index.remember(Remembered(index.sequence, key, story, moment, duplicate_of, features[key]))

    for key in copies:  # or each would pass for a copy of what the others are copies of
        remember(key, stories[key], None)
    heir: str | None = None
    for key in copies:
        one = stored[key]
        decision = index.decide(one.article, features[key])
        if decision.duplicate_of == original:
            remember(key, stories[key], original)
            continue
        story = stories[heir] if heir else stories[key]
        article = replace(one.article, duplicate_of=heir)
        writes.put_article(Arrival(article, one.reading, story, one.entities, features[key]))
        remember(key, story, heir)
        heir = heir or key
