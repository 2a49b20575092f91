"""How rare a term is: from the articles seen before, on top of the background of English."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digests.stories.background import background
from digests.stories.duplicates import Codes
from digests.stories.features import Features
from digests.stories.words import Sort

PRIOR = 200.0  # articles that the background counts for
_NAME = 1.8  # a name weighs so much more than a word as rare
HEAVIER = np.array([_NAME if sort is Sort.NAME else 1.0 for sort in Sort])  # by sort
_MEMORY = 20_000  # articles; then all counts are halved, so that memory is bounded and news ages


class Vector(NamedTuple):
    """Weights of an article's terms: ``whole`` has length 1 over all, ``apart`` over each sort of term."""

    whole: NDArray[np.float32]
    apart: NDArray[np.float32]


class Rarity:
    """Counts of terms over the articles seen; weighs terms by them (inverse document frequency)."""

    def __init__(self) -> None:
        self._articles = 0.0
        self._counts: dict[int, float] = {}

    def count(self, features: Features) -> None:
        """Take in one more article."""
        counts = self._counts
        counts.update([(term, counts.get(term, 0.0) + 1.0) for term in features.terms.tolist()])
        self._articles += 1.0
        if self._articles >= _MEMORY:
            self._articles /= 2
            self._counts = {term: count / 2 for term, count in counts.items() if count > 1.5}

    def vector(self, features: Features) -> Vector:
        """Weigh the terms and scale; no terms give no weights."""
        rare = self.rare(features.terms, features.weights)
        whole = rare * HEAVIER[features.sorts]
        lengths = np.sqrt(np.bincount(features.sorts, rare * rare, len(Sort)))
        lengths[lengths == 0] = 1.0
        length = math.sqrt(float(np.dot(whole, whole))) or 1.0
        return Vector((whole / length).astype(np.float32), (rare / lengths[features.sorts]).astype(np.float32))

    def rare(self, codes: Codes, weights: NDArray[np.float32]) -> NDArray[np.float64]:
        """Weigh terms by how rare they are, of one article or of several."""
        table = background()
        seen, known, terms = self._counts.get, table.counts.get, codes.tolist()
        share = np.array([seen(term, 0.0) for term in terms])
        share += np.array([known(term, 0) + 0.5 for term in terms]) * (PRIOR / (table.documents + 1))
        rarity = np.log(np.maximum(1.0, (self._articles + PRIOR) / share))
        rare: NDArray[np.float64] = weights.astype(np.float64) * rarity
        return rare
