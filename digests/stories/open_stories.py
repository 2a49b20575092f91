"""What is known of each open story beside its articles' terms, in dense rows for quick sums."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from digests.stories.core import Core
from digests.stories.features import Features
from digests.stories.lexicon import SERIES
from digests.stories.words import code

_YEARS = 40  # remembered of a story
_DESIGNATIONS = 60
_DAMPED = 0.75


@dataclass(slots=True)
class OpenStory:
    """A story with articles in the index; times in days."""

    id: int
    first: float
    last: float
    articles: int = 0
    size: float = 0.0  # sum of the logs of its articles' terms
    years: set[int] = field(default_factory=set)
    numbered: dict[int, set[int]] = field(default_factory=dict)  # family → designations
    core: Core = field(default_factory=Core)

    def add(self, moment: float, features: Features) -> None:
        """Take in an article."""
        self.first, self.last = min(self.first, moment), max(self.last, moment)
        self.articles += 1
        self.size += log_size(features)
        if len(self.years) < _YEARS:
            self.years.update(features.years.tolist())
        self.core.add(features)
        for family, whole in features.designations.tolist():
            if len(self.numbered) < _DESIGNATIONS:
                self.numbered.setdefault(family, set()).add(whole)

    def years_apart(self, features: Features) -> bool:
        """Tell whether story and article both name years, and none in common."""
        years = features.years.tolist()
        return bool(years and self.years) and self.years.isdisjoint(years)

    def renumbered(self, features: Features) -> int:
        """Count the families ("Crew") that both have a number of, and none in common; a series counts five times."""
        own = _by_family(features)
        return sum(5 if family in _series() else 1 for family, wholes in own.items()
                   if family in self.numbered and self.numbered[family].isdisjoint(wholes))

    def same_number(self, features: Features) -> bool:
        """Tell whether both have the same number of a series."""
        return any(not self.numbered[family].isdisjoint(wholes) for family, wholes in _by_family(features).items()
                   if family in self.numbered and family in _series())


def _by_family(features: Features) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for family, whole in features.designations.tolist():
        found.setdefault(family, set()).add(whole)
    return found


@cache
def _series() -> frozenset[int]:
    return frozenset(code(family) for family in SERIES)


def log_size(features: Features) -> float:
    """Measure an article by the log of its terms."""
    return math.log(1 + len(features.terms))


class OpenStories:
    """Rows of open stories; the row of one that closed is used again."""

    def __init__(self) -> None:
        self._rows: dict[int, int] = {}
        self._stories: list[OpenStory | None] = []
        self._free: list[int] = []
        self._dampers = np.ones(64)

    def __len__(self) -> int:
        return len(self._stories)

    def __getitem__(self, row: int) -> OpenStory:
        story = self._stories[row]
        assert story is not None, "rows of closed stories are in no block"
        return story

    @property
    def dampers(self) -> NDArray[np.float64]:
        """What sums over a row's story are to be divided by, so that large ones don't always come first."""
        return self._dampers[:len(self._stories)]

    def add(self, story_id: int, moment: float, features: Features) -> int:
        """Take an article into a story, opening it if need be; gives its row."""
        row = self._rows.get(story_id)
        if row is None:
            row = self._rows[story_id] = self._free.pop() if self._free else len(self._stories)
            if row == len(self._stories):
                self._stories.append(None)
            self._stories[row] = OpenStory(story_id, moment, moment)
        self[row].add(moment, features)
        if row >= len(self._dampers):
            self._dampers = np.concatenate((self._dampers, np.ones(len(self._dampers))))
        self._dampers[row] = self[row].articles ** _DAMPED
        return row

    def articles(self, story_id: int) -> int:
        """Count the articles of a story; 0 where it is not open."""
        row = self._rows.get(story_id)
        return self[row].articles if row is not None else 0

    def leave(self, row: int, size: float) -> None:
        """Take an article out of a story; the last one closes it."""
        story = self[row]
        story.articles -= 1
        story.size -= size
        self._dampers[row] = max(1, story.articles) ** _DAMPED
        if not story.articles:
            del self._rows[story.id]
            self._stories[row] = None
            self._free.append(row)
