"""What a story is about: the names at the beginnings of its articles, and how much those have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log

from digests.stories.background import background
from digests.stories.duplicates import Codes
from digests.stories.features import Features
from digests.stories.words import Sort

_NAMES = 400  # remembered of a story
_EVEN = 5.0  # weight of what is supposed of a share beside what is seen: about one rare name
_LITTLE = 3.0  # weight in common that tells nothing yet


@dataclass(slots=True)
class Core:
    """Names at the beginnings of a story's articles, by how many have them."""

    articles: int = 0
    names: dict[int, int] = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    weight: float = 0.0  # of all its names
    shared: float = 0.0  # of the names that two articles have in common, over all pairs

    def add(self, features: Features) -> None:
        """Take in an article."""
        self.articles += 1
        for name, rarity in _rare(features.terms[features.leads & (features.sorts == Sort.NAME)]):
            known = self.names.get(name, 0)
            if known or len(self.names) < _NAMES:
                self.names[name] = known + 1
                self.weight += rarity
                self.shared += rarity * known
        if features.person:
            self.persons[features.person] = self.persons.get(features.person, 0) + 1


class Beside:
    """What an article names, for setting it beside the cores of several stories."""

    def __init__(self, features: Features) -> None:
        named = features.sorts == Sort.NAME
        self._every = _rare(features.terms[named])
        self._first = _rare(features.terms[named & features.leads])
        self._terms = set(features.terms.tolist())

    def kept(self, core: Core) -> float:
        """Log of the share of what the story is about that the article names anywhere; what most name counts most."""
        counts = core.names
        found = sum(rarity * counts[name] ** 2 for name, rarity in self._every if name in counts)
        square = max(1, core.articles) ** 2
        return share(found / square, (core.weight + 2 * core.shared) / square)

    def fit(self, core: Core) -> float:
        """Compare what the article's beginning shares with the story's and what those share among themselves."""
        if core.articles < 2:
            return 0.0
        mine = sum(rarity * core.names.get(name, 0) for name, rarity in self._first) / core.articles
        usual = core.shared / (core.articles * (core.articles - 1) / 2)
        return log((mine + _LITTLE) / (usual + _LITTLE))

    def person(self, core: Core) -> float:
        """Tell whether the article names the person that the story is most about: -1..1, 0 where there is none.

        The more articles are about that person, the surer.
        """
        if not core.persons:
            return 0.0
        person, count = max(core.persons.items(), key=lambda item: (item[1], item[0]))
        return (count if person in self._terms else -count) / (core.articles + 1)


def _rare(terms: Codes) -> list[tuple[int, float]]:
    """Pair terms with how rare they are in English."""
    table = background()
    return [(term, table.rarity(term)) for term in terms.tolist()]


def share(part: float, whole: float) -> float:
    """Log of a share, near a half as long as little is known."""
    return log((part + _EVEN / 2) / (whole + _EVEN))
