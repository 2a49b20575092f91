"""Whether an article belongs to a story: a weighing of how alike they are, in words, names and numbers.

A logistic regression over what is in :class:`Likeness`, fitted by ``benchmarks/fit_joins.py`` on
ECB+ (Cybulska and Vossen, 2014) and labelled space headlines together; fitted on one half they gave B³ .88 and
F1 .80 on the other. What is numbered otherwise ("Crew-6", "Crew-7") is weighed by hand: those sets hardly have it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

_FLOOR = 0.02  # a likeness below says nothing more


class Likeness(NamedTuple):
    """An article beside a story. Likenesses are cosines, 0..1, to its articles on average."""

    whole: float  # over all terms
    names: float  # over names alone
    plain: float  # over the other words alone
    closest: float  # over all terms, to the three closest articles
    articles: int
    size: float  # log of the article's terms
    story_size: float  # ... of the story's articles' terms on average
    days: float  # between it and the last article, 0..7
    years_apart: bool  # both name years, and none in common
    renumbered: int  # families of designations that both have, with no number in common; a series five times


# Weights of what ``terms`` gives, in its order.
WEIGHTS = (2.9, 0.26, -0.46, 8.85, -0.17, 0.02, -0.71, -2.85, -1.5)
BIAS = 5.91
RENUMBERED = 2.5  # for each that is counted, five at most
WAIT = 0.25  # for each day since the last article, for long texts; the fitting sets have none on several days


def terms(likeness: Likeness) -> tuple[float, ...]:
    """Scale for weighing: logarithms of likenesses and counts. Days count as far as the text is short."""
    return (math.log(_FLOOR + likeness.whole), math.log(_FLOOR + likeness.names), math.log(_FLOOR + likeness.plain),
            likeness.closest, math.log(likeness.articles), likeness.size, likeness.story_size,
            likeness.days * _shortness(likeness.size), float(likeness.years_apart))


def _shortness(size: float) -> float:
    """1 for a headline alone (up to 12 terms), 0 from 90 terms."""
    return min(1.0, max(0.0, (4.5 - size) / 2))


def chance(likeness: Likeness) -> float:
    """Weigh: 0..1, above a half where the article belongs to the story."""
    value = BIAS + sum(weight * term for weight, term in zip(WEIGHTS, terms(likeness), strict=True))
    value -= RENUMBERED * min(5, likeness.renumbered) + WAIT * likeness.days * (1 - _shortness(likeness.size))
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, value))))
