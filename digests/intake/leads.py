"""Choose a story's lead article anew as it grows."""

from __future__ import annotations

from collections.abc import Iterable

from digests.store.base import Writes
from digests.stories.rank import lead

_READ = 12  # newest articles that are asked for their view


def choose_leads(writes: Writes, story_ids: Iterable[int]) -> None:
    """Give each of these stories the headline that its articles agree with most."""
    for story in writes.stories(sorted(story_ids)).values():
        asked = [card.id for card in story.articles if card.duplicate_of is None][-_READ:]
        features = writes.features(asked)
        best = lead([features[key] for key in asked])
        if best is not None and asked[best] != story.lead.id:
            writes.set_lead(story.id, asked[best])
