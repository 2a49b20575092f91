"""Which sentences tell something that was not told before: for "Update: …", precise rather than eager."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digests.model import Cited
from digests.stories.words import words
from digests.summaries.candidates import rarity

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NEW_SHARE = 0.5  # of a sentence's weight that must be new
_NEW_WEIGHT = 12.0  # ... and how much of it in all: about three uncommon words
_NAME = 1.5  # a new name or number weighs so much more than a word


def new_facts(candidates: Sequence[Cited], told: Sequence[str]) -> list[Cited]:
    """Keep the sentences that say something new, most new first; each also new beside those before it.

    New are numbers, dates, names and content words that nothing told has. A rewording shares
    most of its words with what was told, so half of the weight has to be new.
    """
    known = {word.term for text in told for word in words(text)}
    figures = {figure for text in told for figure in _NUMBER.findall(text)}
    found: list[Cited] = []
    left = list(candidates)
    while left:
        scored = [(_news(one.text, known, figures), -place) for place, one in enumerate(left)]
        news, place = max(scored)
        if news <= 0:
            break
        best = left.pop(-place)
        found.append(best)
        known |= {word.term for word in words(best.text)}
        figures.update(_NUMBER.findall(best.text))
    return found


def _news(text: str, known: set[str], figures: set[str]) -> float:
    """Weigh what is new in a sentence; 0 where that is too little."""
    fresh = whole = 0.0
    for word in {word.term: word for word in words(text)}.values():
        weight = rarity(word.term) * (_NAME if word.capital or word.term[:1].isdigit() else 1.0)
        whole += weight
        if word.term not in known and not (word.term[:1].isdigit() and word.term in figures):
            fresh += weight
    return fresh if whole and fresh >= _NEW_WEIGHT and fresh >= _NEW_SHARE * whole else 0.0
