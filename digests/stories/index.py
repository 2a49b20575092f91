"""The open stories in memory: an article in, the story that it joins and the article it copies out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digests.model import Article
from digests.store.base import Remembered
from digests.stories.block import Block
from digests.stories.core import Beside, share
from digests.stories.features import Features, decode
from digests.stories.joins import Likeness, chance
from digests.stories.open_stories import OpenStories, log_size
from digests.stories.rarity import Rarity, Vector
from digests.stories.words import Sort

OPEN_DAYS = 7.0  # a story stays open so long after its last article
LONGEST_DAYS = 30.0  # ... and in all
CAPACITY = 20_000  # articles held at most: the newest blocks
JOINS = 0.5  # chance from which an article joins a story
_CANDIDATES = 8  # stories weighed in full
_DAY = 86_400.0
_BLOCK_DAYS = 8.0


@dataclass(frozen=True, slots=True)
class Decision:
    """The story that an article joins (None: a new one) and the article that it is a copy of.

    ``score`` is how sure the best story is, 0..1; above a half it is joined.
    """

    story_id: int | None
    duplicate_of: str | None
    score: float


class _Place(NamedTuple):
    block: int
    story: int  # row
    size: float


class StoryIndex:
    """What is open, in blocks of days. Deciding changes nothing; :meth:`remember` does. Not thread-safe.

    Several processes keep theirs level by remembering the rows that the store gives them
    (``Queries.remembered``), their own included, in order of sequence. Articles may come in any order
    of time: only those within days of one another are compared. What is held is bounded by CAPACITY.
    """

    def __init__(self) -> None:
        self.sequence = 0  # of the newest row remembered
        self._blocks: dict[int, Block] = {}
        self._places: dict[str, _Place] = {}
        self._stories = OpenStories()
        self._rarity = Rarity()
        self._last: tuple[bytes, Features, Vector] | None = None

    def __len__(self) -> int:
        return len(self._places)

    def size(self, story_id: int) -> int:
        """Count the articles held of a story, copies included."""
        return self._stories.articles(story_id)

    def remember(self, row: Remembered) -> None:
        """Take in a stored article; a row of an article known replaces what was known of it."""
        self.sequence = max(self.sequence, row.sequence)
        features, vector = self._weigh(row.features)
        moment = row.published_at.timestamp() / _DAY
        known = row.article_id in self._places
        if known:
            place = self._places.pop(row.article_id)
            self._blocks[place.block].remove(row.article_id)
            self._stories.leave(place.story, place.size)
        number = int(moment // _BLOCK_DAYS)
        block = self._blocks.setdefault(number, Block())
        story = self._stories.add(row.story_id, moment, features)
        block.add(row.article_id, story, moment, row.duplicate_of, features, vector)
        self._places[row.article_id] = _Place(number, story, log_size(features))
        if not known:
            self._rarity.count(features)
            self._last = None
        self._prune(number)

    def decide(self, article: Article, features: bytes) -> Decision:
        """Find the story that this article belongs to, and the article that it copies.

        An article known by its id is not compared with itself.
        """
        wanted, vector = self._weigh(features)
        moment = article.published_at.timestamp() / _DAY
        near = self._near(moment)
        copied = [copy for block in near for copy in block.copies(wanted, article.id)]
        if copied:
            original = min(copied)
            return Decision(self._stories[original.story].id, original.article_id, 1.0)
        best, score = None, 0.0
        for story_id, likeness in self._weighed(near, article.id, wanted, vector, moment):
            value = chance(likeness)
            if value > score:
                best, score = story_id, value
        return Decision(best if score >= JOINS else None, None, score)

    def likenesses(self, article: Article, features: bytes) -> list[tuple[int, Likeness]]:
        """Compare with the open stories that have most in common: each story's id and what is weighed."""
        moment = article.published_at.timestamp() / _DAY
        return list(self._weighed(self._near(moment), article.id, *self._weigh(features), moment))

    def _weigh(self, features: bytes) -> tuple[Features, Vector]:
        """Decode and weigh; what is remembered has mostly been decided just before."""
        if self._last is None or self._last[0] != features:
            decoded = decode(features)
            self._last = features, decoded, self._rarity.vector(decoded)
        return self._last[1:]

    def _weighed(self, near: list[Block], but: str, wanted: Features, vector: Vector,
                 moment: float) -> Iterator[tuple[int, Likeness]]:
        found = [block.alike(wanted, vector, but, moment - OPEN_DAYS, moment + OPEN_DAYS) for block in near]
        if not any(len(part.stories) for part in found):
            return
        rows, whole = (np.concatenate(parts) for parts in zip(*((p.stories, p.whole) for p in found), strict=True))
        total = np.bincount(rows, whole, len(self._stories))
        best = _most(total / self._stories.dampers, _CANDIDATES)
        ranks = np.full(len(self._stories), -1)
        ranks[best] = np.arange(len(best))
        sums, mets = zip(*(part.apart(ranks, len(best)) for part in found), strict=True)
        apart, met = np.sum(sums, axis=0), np.any(mets, axis=0)
        rare = self._rarity.rare(wanted.terms, wanted.weights)
        first = rare * (wanted.leads & (wanted.sorts == Sort.NAME))
        beside = Beside(wanted)
        person = np.flatnonzero(wanted.terms == wanted.person)
        mine = np.flatnonzero(ranks[rows] >= 0)
        rows, whole = rows[mine], whole[mine]
        for rank, row in enumerate(best.tolist()):
            story = self._stories[row] if total[row] > 0 else None
            if story is None or max(story.last, moment) - min(story.first, moment) > LONGEST_DAYS:
                continue
            closest = sorted(whole[rows == row].tolist())[-3:]
            plain, names = apart[rank].tolist()
            yield story.id, Likeness(
                float(total[row]) / story.articles, names / story.articles, plain / story.articles,
                sum(closest) / len(closest), story.articles, log_size(wanted), story.size / story.articles,
                min(OPEN_DAYS, abs(moment - story.last)), story.years_apart(wanted), story.renumbered(wanted),
                story.same_number(wanted), share(float(first @ met[rank]), float(first.sum())),
                beside.kept(story.core), beside.fit(story.core),
                float(2 * met[rank][person[0]] - 1) if len(person) else 0.0, beside.person(story.core))

    def _near(self, moment: float) -> list[Block]:
        first, last = (int((moment + step) // _BLOCK_DAYS) for step in (-OPEN_DAYS, OPEN_DAYS))
        return [self._blocks[number] for number in range(first, last + 1) if number in self._blocks]

    def _prune(self, current: int) -> None:
        """Let the oldest block go while too much is held; never the one in use."""
        while len(self._places) > CAPACITY and len(self._blocks) > 1:
            for article_id in self._blocks.pop(min(n for n in self._blocks if n != current)).ids():
                place = self._places.pop(article_id)
                self._stories.leave(place.story, place.size)


def _most(values: NDArray[np.float64], count: int) -> NDArray[np.int64]:
    """Give the places of the largest values, the largest and of equals the earliest first."""
    if len(values) > count:
        places = np.flatnonzero(values >= np.partition(values, -count)[-count])
    else:
        places = np.arange(len(values))
    return places[np.argsort(-values[places], kind="stable")][:count]
