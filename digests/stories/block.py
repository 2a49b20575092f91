"""The articles of some days with an inverted index: which of them share terms or shingles with one."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from math import nan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digests.stories.duplicates import CONTAINED, LEAST, are_copies
from digests.stories.features import Features
from digests.stories.postings import Found, Numbers, Postings
from digests.stories.rarity import Vector
from digests.stories.words import Sort

Cosines = NDArray[np.float64]

_COMMON = 60  # a shingle in so many articles is a phrase that outlets append, no sign of a copy
_EVERYWHERE = 0.1  # a term in such a share of the articles tells them apart too little to be looked up
_FINE = 65_535  # weights are kept as whole numbers up to this


class Alike(NamedTuple):
    """Articles that share terms with one, row by row: their slots, the rows of their stories, and their
    cosines over all terms; with what was found, for the cosines over names and over plain words."""

    slots: Numbers
    stories: Numbers
    whole: Cosines
    found: Found
    same: Cosines  # of each key found: its weight among its sort, nothing where the sorts differ
    names: NDArray[np.bool_]  # ... and whether it is a name
    held: int  # slots of the block
    terms: Numbers  # ... its place among the article's terms

    def apart(self, ranks: Numbers, size: int) -> tuple[Cosines, NDArray[np.bool_]]:
        """Sum the cosines over plain words and over names for some stories: rows of two; and rows of terms met.

        ``ranks`` gives the row for each story's row, -1 for those that aren't asked for. A term is
        met where any article of the story has it.
        """
        of_slot = np.full(self.held, -1, np.int64)
        of_slot[self.slots] = ranks[self.stories]
        rows = of_slot[self.found.values >> 32]
        near = np.flatnonzero(rows >= 0)
        rows, places = rows[near], self.found.places[near]
        weights = (self.found.values[near] & _FINE) * self.same[places]
        sums = np.bincount(2 * rows + self.names[places], weights, 2 * size).astype(np.float64).reshape(size, 2)
        met = np.zeros((size, int(self.terms.max(initial=-1)) + 1), np.bool_)
        met[rows, self.terms[places]] = True
        return sums, met


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
        self._sizes = array("q")  # of the sketches
        self._roots: list[str | None] = []  # of a copy: what it was copied from
        self._terms = Postings()
        self._shingles = Postings()

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
        packed = (vector.whole * _FINE).astype(np.int64) << 16 | (vector.apart * _FINE).astype(np.int64)
        self._terms.add(_keys(features.terms, features.sorts), packed | slot << 32)
        self._shingles.add(features.shingles.astype(np.int64), slot)
        return slot

    def remove(self, article_id: str) -> int:
        """Take an article out; gives the slot that it had."""
        slot = self._slots.pop(article_id)
        self._ids[slot] = ""
        self._moments[slot] = nan
        return slot

    def alike(self, features: Features, vector: Vector, but: str, first: float, last: float) -> Alike:
        """Find the articles between two times that share terms, other than the one named.

        A plain word meets a name of the same letters, but only as regards all terms.
        """
        words = np.flatnonzero(features.sorts != Sort.NUMBER)
        others = np.where(features.sorts[words] == Sort.NAME, Sort.PLAIN, Sort.NAME)
        keys = np.concatenate((_keys(features.terms, features.sorts), _keys(features.terms[words], others)))
        order = np.argsort(keys)
        found = self._terms.find(keys[order], max(200.0, _EVERYWHERE * len(self._ids)))
        factors = np.concatenate((vector.whole, vector.whole[words]))[order] / float(_FINE)
        whole: Cosines = np.bincount(found.values >> 32, (found.values >> 16 & _FINE) * factors[found.places],
                                     len(self._ids)).astype(np.float64, copy=False)
        moments = np.array(self._moments)
        if but in self._slots:
            moments[self._slots[but]] = nan
        slots = np.flatnonzero((whole > 0) & (moments >= first) & (moments <= last))
        same = np.concatenate((vector.apart * (features.sorts != Sort.NUMBER), np.zeros(len(words))))[order] / _FINE
        names = np.concatenate((features.sorts, others))[order] == Sort.NAME
        return Alike(slots, np.array(self._stories)[slots], whole[slots], found, same, names, len(self._ids),
                     np.concatenate((np.arange(len(features.terms)), words))[order])

    def copies(self, features: Features, but: str) -> Iterator[Copied]:
        """Find the articles that this one is a copy of."""
        found = self._shingles.find(features.shingles.astype(np.int64), _COMMON)
        shared = np.bincount(found.values, minlength=len(self._ids))
        near = np.flatnonzero(shared >= CONTAINED * LEAST)
        copied = are_copies(shared[near], len(features.shingles), np.array(self._sizes)[near])
        for slot in near[copied].tolist():
            article_id = self._ids[slot]
            if article_id and article_id != but:
                yield Copied(self._moments[slot], self._roots[slot] or article_id, self._stories[slot])


def _keys(terms: NDArray[np.uint32], sorts: NDArray[np.integer]) -> Numbers:
    return terms.astype(np.int64) << 2 | sorts
