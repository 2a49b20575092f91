"""Figures on which outlets disagree: the same thing told in the same words, with another number.

Precise rather than eager: what may be a rounding, a development of a later day, or a figure of something
else is no disagreement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from math import floor, log10
from typing import NamedTuple

from digests.model import Cited
from digests.stories.lexicon import CARDINALS, FIGURES
from digests.stories.stems import stem
from digests.stories.words import words
from digests.text import STOP_WORDS

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_ABOUT = r"about|around|roughly|nearly|almost|some|more than|over|at least|up to|fewer than|less than"
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|" + "|".join(CARDINALS)
_FIGURE = re.compile(
    rf"(?<![\w.,:$£€/-])(?:(?P<about>{_ABOUT})\s)?(?P<money>[$£€])?(?P<number>{_NUMBER})(?![\w:/-]|,\d|\.\d)"
    rf"(?:\s(?P<scale>{'|'.join(_SCALES)}))?(?P<units>(?:\s[A-Za-z][\w-]{{1,20}}){{0,2}})", re.IGNORECASE)
_NO_UNITS = frozenset(stem(word) for word in """
    january february march april may june july august september october november december gmt utc am pm est
    edt second minute hour day week month season year game""".split())  # times are mostly those of different things
_SAME_DAY = timedelta(days=1)
_SHARED = 0.5  # of the words of the shorter sentence, without figures
_LEAST = 4  # words in common
_NEAR = 40  # code points on both sides of a figure
_NEIGHBOURS = 2  # words in common there, besides what is counted
_TIMES = 4.0  # a figure so many times as large is one of something else
_OUTLETS = 3  # named at most
_FROM = 2  # values up to here are mostly no count of what the story is about


class _Figure(NamedTuple):
    value: float
    units: frozenset[str]
    vague: bool
    neighbours: frozenset[str]
    start: int
    end: int


class _Told(NamedTuple):
    cited: Cited
    stems: frozenset[str]
    figures: tuple[_Figure, ...]


def disagreements(shown: Iterable[Cited], others: Sequence[Cited]) -> list[tuple[Cited, ...]]:
    """Find figures of the sentences shown that sentences of other outlets give otherwise, on the same day.

    Each is what the outlets say, the outlet shown first: the words of the figure, cut out of their articles.
    """
    told = [one for one in map(_told, others) if one.figures]
    found = []
    for one in map(_told, shown):
        for figure in _alone(one):
            said = {_outlet(one.cited): _cut(one.cited, figure)}
            for other in told:
                otherwise = _otherwise(one, figure, other)
                if otherwise is not None:
                    said.setdefault(_outlet(other.cited), _cut(other.cited, otherwise))
            if len(said) > 1:
                found.append(tuple(said.values())[:_OUTLETS])
    return found


def _otherwise(one: _Told, figure: _Figure, other: _Told) -> _Figure | None:
    """Give the other sentence's figure of the same thing, if it is another one."""
    one_card, other_card = one.cited.article, other.cited.article
    if _outlet(one.cited) == _outlet(other.cited) or abs(one_card.published_at - other_card.published_at) > _SAME_DAY:
        return None
    shared = one.stems & other.stems
    if len(shared) < max(_LEAST, _SHARED * min(len(one.stems), len(other.stems))):
        return None
    alike = [mine for mine in _alone(other) if mine.units & figure.units]
    if len(alike) != 1 or len((alike[0].neighbours & figure.neighbours) - figure.units) < _NEIGHBOURS:
        return None
    return None if _agree(figure, alike[0]) else alike[0]


def _told(cited: Cited) -> _Told:
    stems = frozenset(word.term for word in words(cited.text) if not word.term[:1].isdigit())
    return _Told(cited, stems, tuple(_figures(cited.text)))


def _figures(text: str) -> Iterator[_Figure]:
    for match in _FIGURE.finditer(text):
        raw = match["number"].lower()
        value = float(FIGURES.get(raw, raw).replace(",", "")) * _SCALES.get((match["scale"] or "").lower(), 1.0)
        units: list[str] = ["money"] if match["money"] else []
        end = match.start("units")
        for word in re.finditer(r"\S+", match["units"]):
            if word[0].lower() in STOP_WORDS or stem(word[0].lower()) in _NO_UNITS:
                break
            units.append(stem(word[0].lower()))
            end = match.start("units") + word.end()
            if word[0].endswith("s") or word[0] in ("people", "percent"):
                break  # what is counted; the next word is another matter
        if units and value > _FROM:
            around = words(f"{text[max(0, match.start() - _NEAR):match.start()]} {text[end:end + _NEAR]}")
            yield _Figure(value, frozenset(units), match["about"] is not None,
                          frozenset(word.term for word in around), match.start(), end)


def _alone(one: _Told) -> list[_Figure]:
    """Leave out figures that the sentence has several of: who knows which is meant."""
    return [figure for figure in one.figures
            if not any(figure is not other and figure.units & other.units for other in one.figures)]


def _agree(one: _Figure, other: _Figure) -> bool:
    """Tell whether one may be a rounding of the other, or both are no figures of one thing."""
    if max(one.value, other.value) > _TIMES * min(one.value, other.value):
        return True
    if (one.vague or other.vague) and abs(one.value - other.value) <= 0.15 * max(one.value, other.value):
        return True
    return any(_rounded(a, b) == b for a, b in ((one.value, other.value), (other.value, one.value)))


def _rounded(value: float, like: float) -> float:
    """Round to as many significant digits as another value has; one digit is no rounding but a count."""
    digits = len(f"{like:.10g}".replace(".", "").strip("0"))
    if like < 10 and like == int(like):
        return value
    return round(value, digits - 1 - floor(log10(value)))


def _cut(cited: Cited, figure: _Figure) -> Cited:
    return Cited(cited.text[figure.start:figure.end], cited.article, cited.start + figure.start,
                 cited.start + figure.end)


def _outlet(cited: Cited) -> str:
    return cited.article.outlet.casefold()
