"""Verbatim sentences that sum up one article or the articles of a story.

Several articles: greedy coverage of weighted concepts (Gillick and Favre, A scalable global model for
summarization, 2009): what many articles say is worth most, and each thing is worth something once.
One article: closeness to its centroid, favouring the beginning (Radev et al., Centroid-based
summarization, 2004).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from heapq import heapify, heappop, heapreplace
from math import sqrt

from digests.model import Cited
from digests.store.base import StoredReading
from digests.stories.background import rarity
from digests.stories.words import words as cut_words
from digests.summaries.candidates import Candidate, Concept, Cut, Cutter
from digests.summaries.corrections import Current

Stems = frozenset[str]

ARTICLES = 12  # of a story that are looked at, the newest
_AGEING = 0.1  # a sentence loses so much of its worth for each day that it is older than the newest
_ALIKE = 0.5  # share of a sentence's stems from which it repeats another
_cutter = Cutter()


def summarise(articles: Sequence[StoredReading], *, sentences: int | None = None, words: int | None = None,
              avoid: Sequence[str] = (), cutter: Cutter | None = None) -> list[Cited]:
    """Choose sentences within a budget of sentences or words (two sentences where neither is given).

    Each stands alone and uncorrected, none repeats another nor one of ``avoid``. The budget is only passed where
    even the first sentence does. Nothing where no sentence qualifies. ``cutter`` remembers the
    articles cut: one for the whole process, unless another is given.
    """
    own = [stored for stored in articles if not stored.article.duplicate_of] or articles
    chosen = sorted(own, key=lambda stored: stored.article.published_at)[-ARTICLES:]
    cuts = [(cutter or _cutter).cut(stored) for stored in chosen]
    budget = _Budget(2 if sentences is None and words is None else sentences, words)
    current = Current([stored.article for stored in articles])
    pool = [one for cut in cuts for one in cut.candidates if one.whole and current.stands(one.cited)]
    told = [_stems(text) for text in avoid]
    if not pool:
        return []
    if len(cuts) == 1:
        picked = _closest(pool, cuts[0], budget, told)
        picked.sort(key=lambda one: one.cited.start)
    else:
        picked = _covering(pool, cuts, budget, told)
    return [one.cited for one in picked]


def sentences(articles: Sequence[StoredReading], *, cutter: Cutter | None = None) -> list[Cited]:
    """List all prose of the articles looked at that still stands, copies left out, oldest article first."""
    own = [stored for stored in articles if not stored.article.duplicate_of]
    chosen = sorted(own, key=lambda stored: stored.article.published_at)[-ARTICLES:]
    current = Current([stored.article for stored in articles])
    return [one.cited for stored in chosen for one in (cutter or _cutter).cut(stored).candidates
            if current.stands(one.cited)]


class _Budget:
    """What may still be taken."""

    def __init__(self, sentences: int | None, words: int | None) -> None:
        self._sentences = sentences
        self._words = words
        self._taken = self._used = 0

    @property
    def spent(self) -> bool:
        return (self._sentences is not None and self._taken >= self._sentences) or (
            self._words is not None and self._used >= self._words)

    def allows(self, one: Candidate) -> bool:
        if self.spent:
            return False
        return self._words is None or not self._taken or self._used + one.words <= self._words

    def take(self, one: Candidate) -> None:
        self._taken += 1
        self._used += one.words


def _stems(text: str) -> Stems:
    return frozenset(word.term for word in cut_words(text))


def _repeats(one: Candidate, told: Sequence[Stems]) -> bool:
    return any(len(one.stems & other) > _ALIKE * min(len(one.stems), len(other) or 1) for other in told)


def _closest(pool: Sequence[Candidate], cut: Cut, budget: _Budget, told: Sequence[Stems]) -> list[Candidate]:
    """One article: the sentences closest to what it is about, the beginning favoured."""
    weight = {term: (sqrt(count) + 2 * (term in cut.title)) * rarity(term)
              for term, count in cut.counts.items() if count > 1 or term in cut.title}

    def score(one: Candidate) -> float:
        central = sum(weight.get(stem, 0.0) for stem in one.stems)
        return float(central / (len(one.stems) + 4) ** 0.7 / (1 + one.place) ** 0.45)

    picked: list[Candidate] = []
    for one in sorted(pool, key=score, reverse=True):
        if budget.allows(one) and not _repeats(one, [*told, *(other.stems for other in picked)]):
            budget.take(one)
            picked.append(one)
    return picked


def _covering(pool: Sequence[Candidate], cuts: Sequence[Cut], budget: _Budget,
              told: Sequence[Stems]) -> list[Candidate]:
    """Several articles: the sentences that cover most of what most of them say, newer ones favoured.

    What a sentence adds only shrinks as others are taken, so that a gain has to be counted again
    only for the one on top (Minoux, Accelerated greedy algorithms, 1978).
    """
    shared: Counter[Concept] = Counter()
    for cut in cuts:
        shared.update(cut.concepts)
    worth = {concept: count - 1.0 for concept, count in shared.items() if count > 1}
    newest = max(one.cited.article.published_at for one in pool)
    covered: set[Concept] = set()

    def gain(one: Candidate) -> float:
        fresh = sum(worth[c] for c in one.concepts if c in worth and c not in covered)
        days = (newest - one.cited.article.published_at).total_seconds() / 86_400
        return float(fresh / (one.words + 10) ** 0.6 / (1 + one.place) ** 0.2 / (1 + _AGEING * days))

    heap = [(-gain(one), number, 0) for number, one in enumerate(pool) if not _repeats(one, told)]
    heapify(heap)
    picked: list[Candidate] = []
    while heap and not budget.spent:
        _, number, counted = heap[0]
        one = pool[number]
        if counted != len(picked):
            heapreplace(heap, (-gain(one), number, len(picked)))
            continue
        heappop(heap)
        if budget.allows(one) and not _repeats(one, [other.stems for other in picked]):
            budget.take(one)
            picked.append(one)
            covered |= one.concepts
    return picked
