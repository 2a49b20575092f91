"""Whether a source supports a sentence: what the source lacks, and how its words stand together there.

Four measures weighed as a logistic regression on QAGS (Wang et al., 2020) and AggreFact (Tang et al., 2023)
suggests, rounded: roots of words missing, pairs of neighbouring words found, missing figures, and neighbours that
the source has near each other. A negation that the nearest sentence of the source lacks costs extra, by hand.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from digests.stories.stems import stem
from digests.text import STOP_WORDS, split_sentences

SUPPORTED = 0.5  # score from which a sentence counts as supported

_MISSING, _PAIRS, _FIGURES, _NEAR, _BIAS = -0.9, 0.45, -0.55, 0.35, 0.6
_NEGATED = 1.5
_SMALL = 0.5  # weight of a missing stop word
_WORD = re.compile(r"\w+")
_NEGATION = re.compile(r"\b(?:not|no|never|none|nobody|neither|nor|without|cannot|den(?:y|ies|ied)|refus(?:e|es|ed)"
                       r"|fail(?:s|ed)?)\b|n['’]t\b", re.IGNORECASE)
_ENDING = re.compile(r"(?:ations?|itions?|ions?|ments?|ness|ity|ities|ally|ly|ers?|ors?|ery|ive|al|ist|ism|i|y|e)$")
_LOOKED_AT = 60_000  # code points of the source
_CLAIM = 5_000  # ... and of a sentence


class _Source(NamedTuple):
    places: dict[str, frozenset[int]]  # root → numbers of the sentences that have it
    pairs: frozenset[tuple[str, str]]
    negated: tuple[bool, ...]


def check(source: str, sentences: Sequence[str]) -> list[float]:
    """Score how well the source supports each sentence, 0..1."""
    read = _read(source[:_LOOKED_AT])
    return [round(_score(sentence[:_CLAIM], read), 4) for sentence in sentences]


@lru_cache(maxsize=50_000)
def _root(word: str) -> str:
    """Strip a lower-case word further than its stem, so that "robbed" and "robbery" meet."""
    root = stem(word)
    if len(root) < 5 or not root.isalpha():
        return root
    found = _ENDING.search(root)
    return root[:found.start()] if found and found.start() >= 4 else root


def _read(source: str) -> _Source:
    found: dict[str, set[int]] = {}
    negated = []
    for number, span in enumerate(split_sentences(source, inside_quotes=True)):
        sentence = source[span.start:span.end]
        negated.append(_NEGATION.search(sentence) is not None)
        for word in _WORD.findall(sentence.lower()):
            found.setdefault(_root(word), set()).add(number)
    return _Source({root: frozenset(places) for root, places in found.items()},
                   frozenset(pairwise(_WORD.findall(source.lower()))), tuple(negated))


def _score(sentence: str, source: _Source) -> float:
    plain = _WORD.findall(sentence.lower())
    roots = [_root(word) for word in plain if word not in STOP_WORDS]
    if not roots:
        return 1.0
    missing = {root for root in roots if root not in source.places}
    small = {word for word in plain if word in STOP_WORDS and _root(word) not in source.places}
    figures = sum(root[0].isdigit() for root in missing)
    found = _share([pair in source.pairs for pair in pairwise(plain)])
    near = _share([_near(one, other, source) for one, other in pairwise(roots) if one != other])
    value = (_BIAS + _MISSING * math.log(1 + len(missing) + _SMALL * len(small)) + _PAIRS * found
             + _FIGURES * min(2, figures) + _NEAR * near)
    if _NEGATION.search(sentence) and not _negated(roots, source):
        value -= _NEGATED
    return 1 / (1 + math.exp(-value))


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 1.0


def _near(one: str, other: str, source: _Source) -> bool:
    """Tell whether the source has two roots in one sentence or in neighbouring ones."""
    first, second = sorted((source.places.get(one, frozenset()), source.places.get(other, frozenset())), key=len)
    return any(place in second or place + 1 in second or place - 1 in second for place in first)


def _negated(roots: Sequence[str], source: _Source) -> bool:
    """Tell whether the sentences of the source that share most with these roots deny something, too."""
    shared: dict[int, int] = {}
    for root in set(roots):
        for place in source.places.get(root, ()):
            shared[place] = shared.get(place, 0) + 1
    most = max(shared.values(), default=0)
    return any(source.negated[place] for place, count in shared.items() if count >= most - 1)
