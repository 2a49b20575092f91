"""The articles of some days with an inverted index: which of them share terms or shingles with one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digests.stories.duplicates import is_copy
from digests.stories.features import Features
from digests.stories.rarity import Vector
from digests.stories.words import Sort

Numbers = NDArray[np.float64]

_COMMON = 60  # a shingle in so many articles is a phrase that outlets append, no sign of a copy
_EVERYWHERE = 0.1  # a term in such a share of the articles tells them apart too little to be looked up
_FINE = 65_535  # weights are kept as whole numbers up to this


class Alike(NamedTuple):
    """Articles that share terms with one, row by row: the rows of their stories, and their cosines
    over all terms, over names and over plain words."""

    stories: NDArray[np.int64]
    whole: Numbers
    names: Numbers
    plain: Numbers


class Copied(NamedTuple):
    """An article that one is a copy of; the earliest sorts first. ``story`` is the row of its story."""

    moment: float
    article_id: str
    story: int


class Block:
    """Articles in slots; removed ones stay as dead slots until the block goes.

    A posting packs slot, weight over all terms and weight over its sort of terms into 64 bits.
    """

    def __init__(self) -> None:
        self._ids: list[str] = []  # empty: a dead slot
        self._slots: dict[str, int] = {}
        self._stories = array("q")
        self._moments = array("d")  # NaN: a dead slot
        self._sizes = array("l")  # of the sketches
        self._roots: list[str | None] = []  # of a copy: what it was copied from
        self._postings: dict[int, array[int]] = {}
        self._shingles: dict[int, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._slots)

    def ids(self) -> Iterable[str]:
        """The ids of the articles in it."""
        return self._slots.keys()

    def add(self, article_id: str, story: int, moment: float, root: str | None, features: Features,
            vector: Vector) -> int:
        """Put in an article that isn't there; gives its slot."""
        slot = len(self._ids)
        self._ids.append(article_id)
        self._slots[article_id] = slot
        self._stories.append(story)
        self._moments.append(moment)
        self._sizes.append(len(features.shingles))
        self._roots.append(root)
        keys = features.terms.astype(np.int64) << 2 | features.sorts
        packed = (vector.whole * _FINE).astype(np.int64) << 16 | (vector.apart * _FINE).astype(np.int64)
        postings = self._postings
        for key, value in zip(keys.tolist(), (packed | slot << 32).tolist(), strict=True):
            try:
                postings[key].append(value)
            except KeyError:
                postings[key] = array("q", (value,))
        shingles = self._shingles
        for shingle in features.shingles.tolist():
            known = shingles.get(shingle)
            shingles[shingle] = (slot,) if known is None else (*known, slot) if len(known) <= _COMMON else known
        return slot

    def remove(self, article_id: str) -> int:
        """Take an article out; gives the slot that it had."""
        slot = self._slots.pop(article_id)
        self._ids[slot] = ""
        self._moments[slot] = nan
        return slot

    def alike(self, features: Features, vector: Vector, but: str, first: float, last: float) -> Alike:
        """Find the articles between two times that share terms, other than the one named."""
        found: list[NDArray[np.int64]] = []
        weights: list[tuple[float, float, float]] = []
        most = max(200.0, _EVERYWHERE * len(self._ids))
        rows = zip(features.terms.tolist(), features.sorts.tolist(), vector.whole.tolist(), vector.apart.tolist(),
                   strict=True)
        for term, sort, whole, apart in rows:
            for other in (Sort.NUMBER,) if sort == Sort.NUMBER else (Sort.PLAIN, Sort.NAME):
                posting = self._postings.get(term << 2 | other)
                if posting and len(posting) <= most:
                    found.append(np.frombuffer(posting, np.int64))
                    same = apart if sort == other else 0.0
                    weights.append((whole, same * (sort == Sort.NAME), same * (sort == Sort.PLAIN)))
        if not found:
            return Alike(np.zeros(0, np.int64), *(np.zeros(0) for _ in range(3)))
        return self._summed(found, weights, but, first, last)

    def _summed(self, found: list[NDArray[np.int64]], weights: list[tuple[float, float, float]], but: str,
                first: float, last: float) -> Alike:
        values = np.concatenate(found)
        factors = np.repeat(np.array(weights), [len(part) for part in found], axis=0) / _FINE
        slots = values >> 32
        size = len(self._ids)
        whole: Numbers = np.bincount(slots, (values >> 16 & _FINE) * factors[:, 0], size).astype(np.float64)
        apart = values & _FINE
        moments = np.array(self._moments)
        if but in self._slots:
            moments[self._slots[but]] = nan
        hits = np.flatnonzero((whole > 0) & (moments >= first) & (moments <= last))
        names: Numbers = np.bincount(slots, apart * factors[:, 1], size).astype(np.float64)
        plain: Numbers = np.bincount(slots, apart * factors[:, 2], size).astype(np.float64)
        return Alike(np.array(self._stories)[hits], whole[hits], names[hits], plain[hits])

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
