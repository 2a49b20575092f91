"""Which stories come first in a digest, and why, in plain words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from digests.model import Scope, Window
from digests.store.base import PostedStory, StoryBrief
from digests.stories.features import decode
from digests.stories.rarity import HEAVIER, Rarity
from digests.text import fold

_OUTLETS = 1.0  # weight of a doubling of outlets
_RECENCY = 1.0  # the newest article at the end of the window, against one at its beginning
_TOPIC = 1.0  # the topic in the headline
_PERSON = 1.0  # the person in the headline
_NEWS = 0.5  # a posted story with new facts


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story with its score and the reasons for it, the weightiest first.

    ``held`` says in one sentence why it is not for posting now; held stories come last.
    """

    brief: StoryBrief
    score: float
    reasons: tuple[str, ...]
    held: str | None = None


def rank(briefs: Sequence[StoryBrief], *, scope: Scope, window: Window, now: datetime,
         posted: Mapping[int, PostedStory] | None = None, news: Mapping[int, int] | None = None) -> list[Ranked]:
    """Order stories by independent outlets, recency, scope and what was posted before.

    ``posted`` holds the stories that the destination has had; one comes back only where ``news``
    counts a new fact for it, or, where its facts weren't counted, an article newer than the posting.
    """
    ranked = [_ranked(brief, scope, window, now, (posted or {}).get(brief.id), (news or {}).get(brief.id))
              for brief in briefs]
    return sorted(ranked, key=lambda one: (one.held is not None, -one.score, -one.brief.latest.timestamp(),
                                           one.brief.id))


def _ranked(brief: StoryBrief, scope: Scope, window: Window, now: datetime, posted: PostedStory | None,
            news: int | None) -> Ranked:
    parts: list[tuple[float, str]] = []
    outlets = max(1, brief.outlets)
    parts.append((_OUTLETS * math.log2(1 + outlets), "1 outlet" if outlets == 1 else f"{outlets} outlets"))
    span = max((window.end - window.start).total_seconds(), 1.0)
    fresh = min(1.0, max(0.0, (brief.latest - window.start).total_seconds() / span))
    parts.append((_RECENCY * fresh, f"newest {ago(now - brief.latest)} ago"))
    headline = f" {fold(brief.headline)} "
    topics = [topic for topic in scope.topics if _all_words(topic, headline)]
    people = [person for person in scope.people if _last_word(person, headline)]
    parts += [(_TOPIC, f"{topic} in the headline") for topic in topics[:1]]
    parts += [(_PERSON, f"names {person} in the headline") for person in people[:1]]
    held = None
    if posted:
        if news or (news is None and brief.latest > posted.posted_at):
            parts.append((_NEWS, "new facts since it was posted"))
        else:
            held = "It was posted before, and there is no new fact."
    parts.sort(key=lambda part: -part[0])
    return Ranked(brief, round(sum(weight for weight, _ in parts), 4), tuple(reason for _, reason in parts), held)


def _all_words(topic: str, headline: str) -> bool:
    wanted = fold(topic).split()
    return bool(wanted) and all(f" {word} " in headline for word in wanted)


def _last_word(person: str, headline: str) -> bool:
    wanted = fold(person).split()
    return bool(wanted) and f" {wanted[-1]} " in headline


def ago(gap: timedelta) -> str:
    """Word a stretch of time with its largest unit: "40 min", "2 h", "3 days"."""
    minutes = max(0, int(gap.total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def lead(features: Sequence[bytes]) -> int | None:
    """Choose the article that the others agree with most: closest to the mean of all, the earlier of equals.

    Takes the features of a story's articles, copies left out; gives the place of the one chosen.
    """
    decoded = [decode(one) for one in features]
    if not decoded:
        return None
    terms = np.concatenate([one.terms for one in decoded])
    if not len(terms):
        return 0
    weights = Rarity().rare(terms, np.concatenate([one.weights for one in decoded]))
    weights *= HEAVIER[np.concatenate([one.sorts for one in decoded])]
    owners = np.repeat(np.arange(len(decoded)), [len(one.terms) for one in decoded])
    lengths = np.sqrt(np.bincount(owners, weights * weights))
    weights /= np.where(lengths > 0, lengths, 1.0)[owners]
    _, places = np.unique(terms, return_inverse=True)
    closeness = weights * np.bincount(places, weights)[places]
    sums = np.bincount(owners, closeness, len(decoded))
    return int(np.flatnonzero(sums >= sums.max() - 1e-6)[0])
