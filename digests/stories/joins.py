"""Whether an article belongs to a story: a weighing of how alike they are, in words, names and numbers.

A logistic regression over what is in :class:`Likeness`, fitted by ``benchmarks/fit_joins.py`` on
ECB+ (Cybulska and Vossen, 2014) and labelled space headlines together; fitted on one half they gave B³ .89 to .91
and F1 .80 on the other, for three ways of halving. What is numbered otherwise ("Crew-6", "Crew-7") or alike is
weighed by hand: those sets hardly have it.
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
    same_number: bool  # both have the same number of a series
    names_met: float  # log of the share of its first names that the story has
    kept: float  # log of the share of the story's first names that it has
    fit: float  # log of what its first names share with the story's, against what those share among themselves
    person: float  # 1 where the story names the person it is most about, -1 where not
    story_person: float  # ... the other way round


# Weights of what ``terms`` gives, in its order.
WEIGHTS: tuple[float, ...] = (1.43, -0.77, -0.16, 7.24, -0.38, -0.27, -0.36, -2.46, -1.64, 1.12, 1.05, 1.01, 1.02, 3.71)
BIAS = 5.44
RENUMBERED = 2.5  # for each that is counted, five at most
NUMBERED = 1.5  # for the same number of a series on the same day, less with every day since
WAIT = 0.25  # for each day since the last article, for long texts; the fitting sets have none on several days


def terms(likeness: Likeness) -> tuple[float, ...]:
    """Scale for weighing: logarithms of likenesses and counts.

    Days count as far as the text is short, people as far as it is long. That an article names a story's person says
    little for it (rulers are in many stories), that it doesn't says much against it.
    """
    long = 1 - _shortness(likeness.size)
    return (math.log(_FLOOR + likeness.whole), math.log(_FLOOR + likeness.names), math.log(_FLOOR + likeness.plain),
            likeness.closest, math.log(likeness.articles), likeness.size, likeness.story_size,
            likeness.days * (1 - long), float(likeness.years_apart),
            likeness.names_met, likeness.kept, likeness.fit, likeness.person * long,
            min(0.0, likeness.story_person) * long)


def _shortness(size: float) -> float:
    """1 for a headline alone (up to 12 terms), 0 from 33 terms: a short report."""
    return min(1.0, max(0.0, 3.5 - size))


def chance(likeness: Likeness) -> float:
    """Weigh: 0..1, above a half where the article belongs to the story."""
    value = BIAS + sum(weight * term for weight, term in zip(WEIGHTS, terms(likeness), strict=True))
    value -= RENUMBERED * min(5, likeness.renumbered) + WAIT * likeness.days * (1 - _shortness(likeness.size))
    value += NUMBERED * likeness.same_number / (1 + likeness.days)
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, value))))
