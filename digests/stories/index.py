"""The open stories in memory: an article in, the story that it joins and the article it copies out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from digests.model import Article
from digests.stories.block import Alike, Block
from digests.stories.features import decode
from digests.stories.rarity import Rarity
from digests.store.base import Remembered

OPEN_DAYS = 7.0  # a story stays open so long after its last article
LONGEST_DAYS = 30.0  # ... and in all
JOINS = 0.24  # likeness from which an article joins a story
CAPACITY = 40_000  # articles held at most
_DAY = 86_400.0
_BLOCK_DAYS = 8.0


@dataclass(frozen=True, slots=True)
class Decision:
    """The story an article joins (None: a new one), the article it is a copy of, and how alike they are, 0..1."""

    story_id: int | None
    duplicate_of: str | None
    score: float


@dataclass(slots=True)
class _Open:
    first: float
    last: float
    articles: int


class StoryIndex:
    """What is open, in blocks of days. Deciding changes nothing; :meth:`remember` does. Not thread-safe.

    Several processes keep theirs level by remembering the rows that the store gives them
    (``Queries.remembered``), their own included, in order of sequence.
    """

    def __init__(self) -> None:
        self.sequence = 0  # of the newest row remembered
        self._blocks: dict[int, Block] = {}
        self._where: dict[str, int] = {}  # article id → block
        self._open: dict[int, _Open] = {}
        self._rarity = Rarity()

    def __len__(self) -> int:
        return len(self._where)

    def remember(self, row: Remembered) -> None:
        """Take in a stored article; a row of an article known replaces what was known of it."""
        self.sequence = max(self.sequence, row.sequence)
        features = decode(row.features)
        moment = row.published_at.timestamp() / _DAY
        if row.article_id in self._where:
            self._left(self._blocks[self._where.pop(row.article_id)].remove(row.article_id))
        number = int(moment // _BLOCK_DAYS)
        block = self._blocks.setdefault(number, Block())
        block.add(row.article_id, row.story_id, moment, row.duplicate_of, features, self._rarity.vector(features))
        self._where[row.article_id] = number
        story = self._open.setdefault(row.story_id, _Open(moment, moment, 0))
        story.first, story.last = min(story.first, moment), max(story.last, moment)
        story.articles += 1
        self._rarity.count(features)
        self._prune(number)

    def decide(self, article: Article, features: bytes) -> Decision:
        """Find the story that this article belongs to, and the article that it copies."""
        wanted = decode(features)
        moment = article.published_at.timestamp() / _DAY
        near = self._near(moment)
        copied = [copy for block in near for copy in block.copies(wanted, article.id)]
        if copied:
            original = min(copied)
            return Decision(original.story, original.article_id, 1.0)
        vector = self._rarity.vector(wanted)
        found = [block.alike(wanted.terms.tolist(), vector, article.id, moment - OPEN_DAYS, moment + OPEN_DAYS)
                 for block in near]
        return self._best(found, moment)

    def _best(self, found: list[Alike], moment: float) -> Decision:
        stories = np.concatenate([part.stories for part in found]) if found else np.zeros(0, np.int64)
        if not len(stories):
            return Decision(None, None, 0.0)
        cosines = np.concatenate([part.cosines for part in found])
        names, rows = np.unique(stories, return_inverse=True)
        sums = np.bincount(rows, cosines)
        best, score = None, 0.0
        for story, total in zip(names.tolist(), sums.tolist(), strict=True):
            seen = self._open[story]
            value = total / seen.articles ** 0.75
            if value > score and max(seen.last, moment) - min(seen.first, moment) <= LONGEST_DAYS:
                best, score = story, value
        return Decision(best if score >= JOINS else None, None, min(1.0, score))

    def _near(self, moment: float) -> list[Block]:
        first, last = ((moment + step) // _BLOCK_DAYS for step in (-OPEN_DAYS, OPEN_DAYS))
        return [self._blocks[n] for n in range(int(first), int(last) + 1) if n in self._blocks]

    def _left(self, story: int) -> None:
        """Count one article less in a story; an empty one is no longer open."""
        known = self._open[story]
        known.articles -= 1
        if not known.articles:
            del self._open[story]

    def _prune(self, current: int) -> None:
        """Let the oldest block go while too much is held; never the one in use."""
        while len(self._where) > CAPACITY and len(self._blocks) > 1:
            block = self._blocks.pop(min(number for number in self._blocks if number != current))
            for article_id in block.ids():
                del self._where[article_id]
                self._left(block.story(article_id))
