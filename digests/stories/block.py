"""The articles of some days with an inverted index: which of them share terms or shingles with one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digests.stories.duplicates import is_copy
from digests.stories.features import Features

_COMMON = 60  # a shingle in so many articles is a phrase that outlets append, no sign of a copy


class Alike(NamedTuple):
    """Articles that share terms with one: their stories, times (days) and cosines, row by row."""

    stories: NDArray[np.int64]
    moments: NDArray[np.float64]
    cosines: NDArray[np.float64]


class Copied(NamedTuple):
    """An article that one is a copy of; the earliest sorts first."""

    moment: float
    article_id: str
    story: int


class Block:
    """Articles in slots; removed ones stay as dead slots until the block goes."""

    def __init__(self) -> None:
        self._ids: list[str | None] = []
        self._slots: dict[str, int] = {}
        self._stories = array("q")
        self._moments = array("d")
        self._sizes = array("l")  # of the sketches
        self._roots: list[str | None] = []  # of a copy: what it was copied from
        self._terms: dict[int, tuple[array[int], array[float]]] = {}
        self._shingles: dict[int, array[int]] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def ids(self) -> Iterable[str]:
        """The ids of the articles in it."""
        return self._slots.keys()

    def story(self, article_id: str) -> int:
        """The story of an article in it."""
        return self._stories[self._slots[article_id]]

    def add(self, article_id: str, story: int, moment: float, root: str | None, features: Features,
            vector: NDArray[np.float32]) -> None:
        """Put in an article that isn't there."""
        slot = len(self._ids)
        self._ids.append(article_id)
        self._slots[article_id] = slot
        self._stories.append(story)
        self._moments.append(moment)
        self._sizes.append(len(features.shingles))
        self._roots.append(root)
        for term, weight in zip(features.terms.tolist(), vector.tolist(), strict=True):
            if weight > 0:
                slots, weights = self._terms.setdefault(term, (array("l"), array("d")))
                slots.append(slot)
                weights.append(weight)
        for shingle in features.shingles.tolist():
            self._shingles.setdefault(shingle, array("l")).append(slot)

    def remove(self, article_id: str) -> int:
        """Take an article out; gives its story."""
        slot = self._slots.pop(article_id)
        self._ids[slot] = None
        return self._stories[slot]

    def alike(self, terms: Iterable[int], vector: NDArray[np.float32], but: str, first: float, last: float) -> Alike:
        """Find the articles between two times that share terms, other than the one named."""
        dots = np.zeros(len(self._ids))
        for term, weight in zip(terms, vector.tolist(), strict=True):
            found = self._terms.get(term)
            if found and weight > 0:
                dots[np.frombuffer(found[0], np.int64)] += weight * np.frombuffer(found[1], np.float64)
        moments = np.array(self._moments)
        hits = np.flatnonzero((dots > 0) & (moments >= first) & (moments <= last))
        alive = np.array([slot for slot in hits.tolist() if self._ids[slot] not in (None, but)], np.int64)
        return Alike(np.array(self._stories)[alive], moments[alive], dots[alive])

    def copies(self, features: Features, but: str) -> Iterator[Copied]:
        """Find the articles that this one is a copy of."""
        shared: dict[int, int] = {}
        for shingle in features.shingles.tolist():
            slots = self._shingles.get(shingle, ())
            if len(slots) <= _COMMON:
                for slot in slots:
                    shared[slot] = shared.get(slot, 0) + 1
        for slot, count in shared.items():
            article_id = self._ids[slot]
            if article_id and article_id != but and is_copy(count, len(features.shingles), self._sizes[slot]):
                yield Copied(self._moments[slot], self._roots[slot] or article_id, self._stories[slot])
