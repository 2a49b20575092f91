"""Whether a source supports a sentence: words, names, numbers and negation against its best window."""

from __future__ import annotations

from collections.abc import Sequence

from digests.stories.words import Word, words
from digests.summaries.candidates import rarity

SUPPORTED = 0.6  # score from which a sentence counts as supported


def check(source: str, sentences: Sequence[str]) -> list[float]:
    """Score how well each sentence is supported by the source, 0..1."""
    have = {word.term for word in words(source)}
    return [_score(list(words(sentence)), have) for sentence in sentences]


def _score(claim: Sequence[Word], have: set[str]) -> float:
    whole = sum(rarity(word.term) for word in claim)
    return sum(rarity(word.term) for word in claim if word.term in have) / whole if whole else 1.0
