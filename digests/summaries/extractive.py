"""Verbatim sentences that sum up one article or the articles of a story.

Several articles: greedy coverage of weighted concepts (Gillick and Favre, A scalable global model for
summarization, 2009): what many articles say is worth most, and each thing is worth something once.
One article: closeness to its centroid, favouring the beginning (Radev et al., Centroid-based
summarization, 2004).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from digests.model import Cited
from digests.store.base import StoredReading
from digests.stories.words import words
from digests.summaries.candidates import Candidate, Cut, Cutter, rarity

ARTICLES = 12  # of a story that are looked at, the newest
_ALIKE = 0.5  # share of a sentence's stems from which it repeats another
_cutter = Cutter()


def summarise(articles: Sequence[StoredReading], *, sentences: int | None = None, words: int | None = None,
              avoid: Sequence[str] = ()) -> list[Cited]:
    """Choose sentences within a budget of sentences or words (two sentences where neither is given).

    Each stands alone, none repeats another nor one of ``avoid``. The budget is only passed where
    even the first sentence does. Nothing where no sentence qualifies.
    """
    chosen = sorted((stored for stored in articles if not stored.article.duplicate_of) or articles,
                    key=lambda stored: stored.article.published_at)[-ARTICLES:]
    if not chosen:
        chosen = sorted(articles, key=lambda stored: stored.article.published_at)[-ARTICLES:]
    cuts = [_cutter.cut(stored) for stored in chosen]
    budget = _Budget(sentences if sentences or words else 2, words)
    pool = [one for cut in cuts for one in cut.candidates if one.whole]
    told = [_stems(text) for text in avoid]
    if len(cuts) == 1:
        picked = _closest(pool, cuts[0], budget, told)
        picked.sort(key=lambda one: one.cited.start)
    else:
        picked = _covering(pool, cuts, budget, told)
    return [one.cited for one in picked]


class _Budget:
    """What may still be taken."""

    def __init__(self, sentences: int | None, words: int | None) -> None:
        self._sentences = sentences
        self._words = words
        self._taken = self._used = 0

    def allows(self, one: Candidate) -> bool:
        if self._sentences is not None and self._taken >= self._sentences:
            return False
        return self._words is None or not self._taken or self._used + one.words <= self._words

    def take(self, one: Candidate) -> None:
        self._taken += 1
        self._used += one.words


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.term for word in words(text))


def _repeats(one: Candidate, told: Sequence[frozenset[str]]) -> bool:
    return any(len(one.stems & other) > _ALIKE * min(len(one.stems), len(other) or 1) for other in told)


def _closest(pool: Sequence[Candidate], cut: Cut, budget: _Budget, told: list[frozenset[str]]) -> list[Candidate]:
    """One article: the sentences closest to what it is about, the beginning favoured."""
    weight = {term: (count + (2 if term in cut.title else 0)) * rarity(term) for term, count in cut.counts.items()
              if count > 1 or term in cut.title}

    def score(one: Candidate) -> float:
        return sum(weight.get(stem, 0.0) for stem in one.stems) / (len(one.stems) + 4) ** 0.7 / (1 + one.place) ** 0.5

    picked: list[Candidate] = []
    for one in sorted(pool, key=score, reverse=True):
        if budget.allows(one) and not _repeats(one, told):
            budget.take(one)
            told.append(one.stems)
            picked.append(one)
    return picked


def _covering(pool: Sequence[Candidate], cuts: Sequence[Cut], budget: _Budget,
              told: list[frozenset[str]]) -> list[Candidate]:
    """Several articles: the sentences that cover most of what most of them say."""
    shared: Counter[object] = Counter()
    for cut in cuts:
        shared.update({concept for one in cut.candidates for concept in (*one.stems, *one.pairs)})
    worth = {concept: count - 1.0 for concept, count in shared.items() if count > 1}
    picked: list[Candidate] = []
    covered: set[object] = set()
    left = [one for one in pool if not _repeats(one, told)]
    while left:
        def gain(one: Candidate) -> float:
            fresh = sum(worth.get(c, 0.0) for c in (*one.stems, *one.pairs) if c not in covered)
            return fresh / (one.words + 10) ** 0.6 / (1 + one.place) ** 0.2

        best = max(left, key=gain)
        if not budget.allows(best):
            left.remove(best)
            continue
        budget.take(best)
        picked.append(best)
        covered |= best.stems | best.pairs
        left = [one for one in left if one is not best and not _repeats(one, [best.stems])]
    return picked
