"""How common words are in English, for judging the first articles: counts in ``background.txt``.

The file was counted by ``benchmarks/count_background.py`` over openly licensed text; see its head.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from digests.stories.words import code


@dataclass(frozen=True, slots=True)
class Background:
    """In how many of ``documents`` pieces of text each term (by its code) occurs; once is left out."""

    documents: int
    counts: Mapping[int, int]

    def rarity(self, term: int) -> float:
        """Weigh a term by its code: about 1 for the commonest words, 7 and more for unknown ones."""
        return math.log((self.documents + 1) / (self.counts.get(term, 0) + 0.5))


@cache
def background() -> Background:
    """Read the table once a process."""
    documents = 1
    counts: dict[int, int] = {}
    for line in files("digests.stories").joinpath("background.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        number, _, terms = line.partition(" ")
        if terms:
            counts.update((code(term), int(number)) for term in terms.split())
        else:
            documents = int(number)
    return Background(documents, counts)


@lru_cache(maxsize=100_000)
def rarity(term: str) -> float:
    """Weigh a term by how rare it is in English, about 1 to 7."""
    return background().rarity(code(term))
