"""Which sentences tell something that was not told before: for "Update: …", precise rather than eager."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digests.model import Cited
from digests.stories.background import rarity
from digests.stories.stems import stem
from digests.stories.words import words

_NEW_SHARE = 0.5  # of a sentence's weight that must be new
_NEW_WEIGHT = 12.0  # ... and how much of it in all: about two uncommon words
_FIGURE_SHARE = 0.15  # with a number or date that wasn't told, so much is enough
_FIGURE_WEIGHT = 5.0
_NAME = 1.5  # a new name or number weighs so much more than a word
_MONTHS = frozenset(stem(month) for month in """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec""".split())
_MAY = re.compile(r"\b(\d{1,2}) May\b|\bMay (\d{1,2})\b")  # "may" is a stop word


def new_facts(candidates: Sequence[Cited], told: Sequence[str]) -> list[Cited]:
    """Keep the sentences that say something new, most new first; each also new beside those before it.

    New are numbers, dates, names and content words that nothing told has. A rewording shares
    most of its words with what was told, so half of the weight has to be new; less is enough
    where a number or date is.
    """
    known = {fact for text in told for fact in _facts(text)}
    weighed = [_facts(one.text) for one in candidates]
    left = list(range(len(candidates)))
    found: list[Cited] = []
    while left:
        news, place = max((_news(weighed[place], known), -place) for place in left)
        if news <= 0:
            break
        left.remove(-place)
        found.append(candidates[-place])
        known.update(weighed[-place])
    return found


def _facts(text: str) -> dict[str, float]:
    """Weigh the terms of a text, and its dates as whole terms ("5 octob")."""
    met = list(words(text))
    facts = {word.term: rarity(word.term) * (_NAME if word.capital or word.term[:1].isdigit() else 1.0)
             for word in met}
    for day in _MAY.findall(text):
        facts["".join(day) + " may"] = _FIGURE_WEIGHT
    for first, second in pairwise(word.term for word in met):
        for day, month in ((first, second), (second, first)):
            if month in _MONTHS and day.isdigit():
                facts[f"{day} {month}"] = facts[day]
    return facts


def _news(facts: dict[str, float], known: set[str]) -> float:
    """Weigh what is new in a sentence; 0 where that is too little."""
    fresh = {fact: weight for fact, weight in facts.items() if fact not in known}
    weight, whole = sum(fresh.values()), sum(facts.values())
    if any(fact[0].isdigit() for fact in fresh) and weight >= max(_FIGURE_WEIGHT, _FIGURE_SHARE * whole):
        return weight
    return weight if weight >= max(_NEW_WEIGHT, _NEW_SHARE * whole) else 0.0
