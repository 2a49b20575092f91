"""Gather the same quotation from several articles into one. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from digests.answers import SaidQuote
from digests.model import ArticleCard, QuoteSighting
from digests.people.names import fold

_SHORT = 16  # folded characters; shorter words are only the same when equal


def gather(sightings: Sequence[QuoteSighting]) -> tuple[SaidQuote, ...]:
    """Keep the order; of quotations with the same words keep the longest, and note the other articles.

    A quotation whose words all stand within another one (an outlet broke it, or cut it) is the same.
    """
    kept: list[tuple[str, QuoteSighting, list[ArticleCard]]] = []
    for sighting in sightings:
        words = fold(sighting.cited.text)
        at = next((i for i, (other, _, _) in enumerate(kept) if _same(words, other)), None)
        if at is None:
            kept.append((words, sighting, []))
            continue
        other, first, also = kept[at]
        if sighting.cited.article.id not in {first.cited.article.id, *(card.id for card in also)}:
            also.append(sighting.cited.article)
        if len(words) > len(other) and sighting.cited.article.id == first.cited.article.id:
            kept[at] = (words, sighting, also)
    return tuple(SaidQuote(sighting, tuple(also)) for _, sighting, also in kept)


def _same(a: str, b: str) -> bool:
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    return len(shorter) >= _SHORT and f" {shorter} " in f" {longer} "
