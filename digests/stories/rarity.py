"""How rare a term is: from the articles seen before, on top of the background of English."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digests.stories.background import background
from digests.stories.features import Features
from digests.stories.words import Sort

PRIOR = 200.0  # articles that the background counts for
_NAME = 1.8  # a name weighs so much more than a word as rare
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
        for term in features.terms.tolist():
            counts[term] = counts.get(term, 0.0) + 1.0
        self._articles += 1.0
        if self._articles >= _MEMORY:
            self._articles /= 2
            self._counts = {term: count / 2 for term, count in counts.items() if count > 1.5}

    def vector(self, features: Features) -> Vector:
        """Weigh the terms and scale; no terms give no weights."""
        table = background()
        scale = PRIOR / (table.documents + 1)
        seen, known = self._counts.get, table.counts.get
        share = np.array([seen(term, 0.0) + scale * (known(term, 0) + 0.5) for term in features.terms.tolist()])
        rare = features.weights * np.log(np.maximum(1.0, (self._articles + PRIOR) / share))
        whole = np.where(features.sorts == Sort.NAME, rare * _NAME, rare)
        lengths = np.sqrt(np.bincount(features.sorts, rare * rare, minlength=len(Sort)))
        length = float(np.linalg.norm(whole))
        return Vector((whole / (length or 1.0)).astype(np.float32),
                      (rare / np.where(lengths > 0, lengths, 1.0)[features.sorts]).astype(np.float32))
