"""Whether a sentence answers a question, and which ones do best: pure rules on their words. Wrong is worse than silent.

A sentence is judged by the share of the question's weight that its words have, must have every name and nearly every
word in it, and something of the kind that is asked for: a date, a number beside what is counted, a name, a place.
The figures were set on the sample archive: see ``tests/digests/questions/test_ask.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digests.model import Cited, Kind, Mention
from digests.stories.words import Word, words
from digests.summaries.candidates import Candidate
from digests.summaries.questioning import Asked, Sort

LEAST = 0.8  # share of the question's weight that must be covered
_MISSED = 2.0  # rarity of a word that may be missing: commoner ones alone
_TITLE = 0.7  # what a word is worth that only the title has
_NEAR_BEST = 0.05  # others are shown beside the best if they cover nearly as much
_ALIKE = 0.5  # share of stems at which two sentences say the same
_MOST = 3
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DATE = re.compile(rf"\b(?:{_DAY}|(?:19|20)\d\d|\d{{1,2}} {_MONTH}|{_MONTH} \d{{1,2}}|(?:in|since|until|by|of|before"
                   rf"|after|late|early|mid) {_MONTH}|yesterday|today|tomorrow|\d{{1,2}}:\d\d"
                   r"|last (?:week|month|year|summer)"
                   r"|next (?:week|month|year|summer))\b")  # fmt: skip
_CAUSE = re.compile(r"(?i)\b(?:because|due to|owing to|caused?|causing|reasons?|as a result|so that|for lack"
                    r"|forced|in order to|blamed?|led to)\b")  # fmt: skip
_MEANS = re.compile(r"(?i)\b(?:by|with|using|through|via|on|under|after)\b")
_PLACE = re.compile(r"\b(?:in|at|from|off|near|on|over|into|to|for|above|around|toward)\s+(?:the\s+)?"
                    r"(?:\w+\s+of\s+(?:the\s+)?)?((?:[A-Z][\w’'.-]+\s*)+)")  # fmt: skip
_NO_PLACE = re.compile(rf"{_DAY}|{_MONTH}")
_NOT = re.compile(r"(?i)\b(?:not|never|no|nobody|none|neither|nor|cannot|without)\b|n['’]t\b")
_PAST = re.compile(r"(?i)\b(?:did|was|were|has|have|had)\b")
_TO_COME = re.compile(r"(?i)\b(?:will|would|plans?|planned|(?:is|are|was|were) to|aims?|aimed|hopes?|hoped|scheduled"
                      r"|attempts?|try|tries|tried|halted|due|expected|supposed|until|could|may|might)\b")  # fmt: skip
_LESSER = re.compile(r"(?i)\b(vice|deputy|former|assistant|associate|acting|ex)[ -]([^\W\d_]+)")
_DONE_BY = re.compile(
    r"(?i)\b(?:is|was|are|were|be|been|being)\s+(?:\w+\s+){0,2}?\w+(?:ed|en|t|n)\s+(?:\w+\s+){0,4}?by\b")  # fmt: skip
_LANDS = re.compile(r"(?i)\b(?:land(?:s|ed|ing|ings)?|touch(?:es|ed)?|touchdown|splash\w*|came down|comes? down)\b")
_FIGURE = (r"(?:\d[\d.,]*(?:\s+(?:million|billion|trillion))?|(?:a |an )?(?:hundred|thousand|dozen)|one|two|three|four"
           r"|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
           r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|both|several hundred)")  # fmt: skip
_TIME = r"(?:second|minute|hour|day|week|month|year|decade)s?"
_EXTENT = r"(?:met(?:re|er)s?|kilomet(?:re|er)s?|km|miles?|feet|foot|ft|light-years?|centimet(?:re|er)s?|inch(?:es)?)"
_WEIGHT = r"(?:pounds?|kilograms?|kg|tons?|tonnes?)"
_UNITS = {
    "much": rf"(?:dollars?|euros?|pounds?|roubles?|yuan|{_WEIGHT}|per ?cent|%|times|{_TIME}|{_EXTENT})",
    "long": rf"(?:{_TIME}|{_EXTENT})", "far": _EXTENT, "tall": _EXTENT, "big": _EXTENT, "large": _EXTENT,
    "fast": rf"(?:{_EXTENT}|times)", "old": r"(?:years?|year-old|,)", "heavy": _WEIGHT,
    "often": rf"(?:times|{_TIME}|percent)",
}  # fmt: skip
_MONEY = re.compile(r"[$€£]\s?\d")
_WHAT_IT_IS = (r"(?:,\s+|\s+(?:is|was|are|were)\s+)(?:(?:the|an?|one of)\s|which (?:is|was)\b)",
               r"(?:the|an?)\s(?:[\w’'-]+\s){1,4}(?:called|named|known as)\s$")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A candidate and its mentions; ``title``: terms of the title; ``met``: what its names and its date stand for."""

    candidate: Candidate
    title: frozenset[str]
    met: frozenset[str]
    mentions: tuple[Mention, ...] = ()


def best(question: Asked, told: Iterable[Told]) -> list[Cited]:
    """Choose at most 3 sentences that answer, the best first, none like another; none where none is good enough."""
    scored = [(score, one) for one in told if (score := fit(question, one)) >= LEAST]
    scored.sort(key=lambda pair: (-round(pair[0], 2), -pair[1].candidate.cited.article.published_at.timestamp(),
                                  pair[1].candidate.place, pair[1].candidate.cited.article.id))  # fmt: skip
    chosen: list[Candidate] = []
    for score, one in scored:
        if len(chosen) == _MOST or score < scored[0][0] - _NEAR_BEST:
            break
        if all(_apart(one.candidate, other) for other in chosen):
            chosen.append(one.candidate)
    return [one.cited for one in chosen]


def fit(question: Asked, one: Told) -> float:
    """Give the share of the question's weight that a sentence has; 0 where something asked for is not in it."""
    if not one.candidate.whole or not question.terms or _only_a_name(question):
        return 0.0
    if not _literal(question, one.candidate.cited.text):
        return 0.0
    has = one.candidate.stems | one.met
    missing = [term for term in question.terms if term not in has]
    borrows = question.sort not in (Sort.WHO, Sort.WHAT)  # those may be of another than the title's
    entitled = [term for term in missing if borrows and term in one.title]
    if any(term in question.names for term in missing if term not in entitled):
        return 0.0
    if any(question.terms[term] > _MISSED for term in missing if term not in entitled):
        return 0.0
    if question.verb in missing or len(missing) > 2 or not question.terms.keys() & has:
        return 0.0
    total = sum(question.terms.values())
    covered = total - sum(question.terms[term] for term in missing)
    covered += _TITLE * sum(question.terms[term] for term in entitled)
    return covered / total if _of_its_sort(question, one) else 0.0


def defines(name: str, sentence: str) -> bool:
    """Tell whether a sentence says what something is: "NAME is a …", "NAME, a …", "a … called NAME"."""
    for place in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", sentence):
        if re.match(_WHAT_IT_IS[0], sentence[place.end():]) or re.search(_WHAT_IT_IS[1], sentence[:place.start()]):
            return True
    return False


def _literal(question: Asked, text: str) -> bool:
    """Judge what stems are too coarse for: "Artemis II" is not Artemis I, a vice president no president."""
    lower = re.sub(r"[\s-]+", " ", text.casefold())
    if any(re.search(rf"\b{re.escape(name)}\b", lower) is None for name in question.literal):
        return False
    if any(_terms(found[2]) & question.terms.keys() and not re.search(rf"(?i)\b{found[1]}\b", question.text)
           for found in _LESSER.finditer(text)):  # fmt: skip
        return False
    return "land" not in question.terms or _LANDS.search(text) is not None


def _only_a_name(question: Asked) -> bool:
    """A name alone asks for everything: there is a dossier for that."""
    return len(question.terms) < 2 or question.terms.keys() <= question.names


def _of_its_sort(question: Asked, one: Told) -> bool:
    text, sort = one.candidate.cited.text, question.sort
    if sort is not Sort.WHAT and _NOT.search(text) and not _NOT.search(question.text):
        return False
    happened = sort in (Sort.WHEN, Sort.WHERE) and _PAST.search(question.text) and not _TO_COME.search(question.text)
    if happened and _TO_COME.search(text):
        return False
    if sort is Sort.WHO:
        return _somebody_else(question, one) and _does(question, text)
    if sort is Sort.COUNT:
        return _counts(question, text)
    if sort is Sort.WHERE:
        return any(not _NO_PLACE.match(found[1]) and not _terms(found[1]) <= question.terms.keys()
                   for found in _PLACE.finditer(text))  # fmt: skip
    wanted: Mapping[Sort, re.Pattern[str]] = {Sort.WHEN: _DATE, Sort.WHY: _CAUSE, Sort.HOW: _MEANS}
    return sort not in wanted or wanted[sort].search(text) is not None


def _somebody_else(question: Asked, one: Told) -> bool:
    """Find a person in the sentence that the question has not; or a body, where somebody does something."""
    kinds = (Kind.PERSON,) if question.verb is None else (Kind.PERSON, Kind.ORGANISATION)
    return any(
        mention.kind in kinds and not _terms(mention.name) & question.terms.keys()
        for mention in one.mentions
    )


def _does(question: Asked, text: str) -> bool:
    """Tell whether a sentence words the doing the way round that is asked: who replaced Rogozin replaced *him*."""
    if question.verb is None or not question.names:
        return True
    order = [word.term for word in words(text)]
    if question.verb not in order:
        return False
    doing = order.index(question.verb)
    names = [place for place, term in enumerate(order) if term in question.names]
    if not names or min(names) > doing:
        return True
    return _DONE_BY.search(text) is not None


def _counts(question: Asked, text: str) -> bool:
    if question.counted is not None:
        return any(question.counted in [word.term for word in _after(text[found.end():])]
                   for found in re.finditer(rf"(?i)(?<![\w.,-]){_FIGURE}\b", text))  # fmt: skip
    units = _UNITS.get(question.measure or "")
    if units is None or (question.measure == "much" and _MONEY.search(text)):
        return units is not None
    measured = rf"(?i)(?<![\w.,]){_FIGURE}[\s-]*(?:of an? |and a half |more |full )?{units}(?!\w)"
    return re.search(measured, text) is not None


def _after(text: str) -> Sequence[Word]:
    """Give the meaning words soon after a figure, up to a comma."""
    return words(" ".join(re.split(r"[,;:.—]", text.lstrip(), maxsplit=1)[0].split()[:4]))


def _terms(name: str) -> set[str]:
    return {word.term for word in words(name)}


def _apart(one: Candidate, other: Candidate) -> bool:
    return len(one.stems & other.stems) < _ALIKE * max(1, min(len(one.stems), len(other.stems)))
