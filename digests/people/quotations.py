"""Gather the same quotation from several articles into one. Pure, and linear in the words given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from digests.answers import SaidQuote
from digests.model import ArticleCard, QuoteSighting
from digests.people.names import fold

_SHORT = 16  # folded characters; shorter words are only the same when equal
_GRAM = 3  # words in a row by which a longer quotation is found


@dataclass(slots=True)
class _Kept:
    words: str
    first: QuoteSighting
    also: list[ArticleCard] = field(default_factory=list)


def gather(sightings: Sequence[QuoteSighting]) -> tuple[SaidQuote, ...]:
    """Keep the order; of quotations with the same words keep the first, and note the other articles.

    A quotation whose words all stand within another one (an outlet broke it, or cut it) is the same; within one
    article the longer one is kept.
    """
    kept: list[_Kept] = []
    places: dict[str, list[int]] = defaultdict(list)  # words in a row → where they are kept
    for sighting in sightings:
        words = fold(sighting.cited.text)
        at = _find(words, kept, places)
        if at is None:
            at = len(kept)
            kept.append(_Kept(words, sighting))
            for gram in _grams(words):
                places[gram].append(at)
            continue
        one = kept[at]
        if sighting.cited.article.id == one.first.cited.article.id:
            if len(words) > len(one.words):
                one.words, one.first = words, sighting
                for gram in _grams(words):
                    places[gram].append(at)
        elif sighting.cited.article.id not in {card.id for card in one.also}:
            one.also.append(sighting.cited.article)
    return tuple(SaidQuote(one.first, tuple(one.also)) for one in kept)


def _find(words: str, kept: Sequence[_Kept], places: dict[str, list[int]]) -> int | None:
    """Find a kept quotation that is the same: whichever is shorter, its rows of words stand in the longer one."""
    grams = _grams(words)
    near = {at for gram in (*grams[:1], *grams[-1:], *grams) for at in places.get(gram, ())[:8]}
    return next((at for at in sorted(near) if _same(words, kept[at].words)), None)


def _grams(words: str) -> list[str]:
    split = words.split()
    return [" ".join(split[at : at + _GRAM]) for at in range(max(1, len(split) - _GRAM + 1))]


def _same(a: str, b: str) -> bool:
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= _SHORT and f" {shorter} " in f" {longer} "
