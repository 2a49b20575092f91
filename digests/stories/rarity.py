"""How rare a term is: from the articles seen before, on top of the background of English."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from digests.stories.background import background
from digests.stories.features import Features

PRIOR = 200.0  # articles that the background counts for
_MEMORY = 20_000  # articles; then all counts are halved, so that memory is bounded and news ages


class Rarity:
    """Counts of terms over the articles seen; gives weights by them (inverse document frequency)."""

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

    def vector(self, features: Features) -> NDArray[np.float32]:
        """Weigh the terms and scale to length 1 (no terms: nothing)."""
        table = background()
        scale = PRIOR / (table.documents + 1)
        seen, known = self._counts.get, table.counts.get
        share = np.array([seen(term, 0.0) + scale * (known(term, 0) + 0.5) for term in features.terms.tolist()])
        if not len(share):
            return np.zeros(0, np.float32)
        weights = features.weights * np.log(np.maximum(1.0, (self._articles + PRIOR) / share))
        length = float(np.linalg.norm(weights))
        return (weights / length if length else weights).astype(np.float32)
