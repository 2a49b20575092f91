"""What a question in words asks for: a person, a date, a number, … and the words that an answer must have. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from digests.stories.background import rarity
from digests.stories.stems import stem
from digests.stories.words import Word, words
from digests.text import STOP_WORDS

_LONGEST = 500
_MOST = 16  # terms
_EMPTY = frozenset(
    """who whom whose when where why how what which many much long far fast old tall heavy big large often tell please
    know me date day year time currently current now today yet ever exactly actually really there anything something
    any someone somebody anybody do does did done doing is are was were be been being has have had can could will would
    shall should may might must get got""".split()
)
_EMPTY_STEMS = _EMPTY | {stem(word) for word in _EMPTY}
_SORTS = (
    ("who", r"who(?:m|se)?(?:['’]s)?\b|(?:by|to|with|for) whom\b|which (?:person|astronauts?|cosmonauts?|people)\b"),
    ("when", r"when\b|(?:on|in|since|by)? ?(?:what|which) (?:date|day|year|month|time)\b|how long ago\b"),
    ("count", r"(?:for |in |by |at )?how (?:many|much|long|far|fast|old|tall|heavy|big|large|often)\b"),
    ("where", r"(?:from |to )?where\b|(?:in|at|from|to) (?:what|which) (?:place|country|city|site|state)\b"),
    ("why", r"why\b|(?:for )?what reason\b|how come\b"),
    ("how", r"how\b"),
)
_FIRST = re.compile(r"(?i)\W*(?:please |can you |could you |tell me |do you know )*")
_MONTHS = ("january february march april may june july august september october november december").split()
_IMPLIED = {"heavy": "weigh"}
_HAS_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEADS = r"heads?|headed|leads?|led|runs?|ran|directs?|directed|is in charge of|was in charge of"
_OFFICE = re.compile(
    rf"(?:who\s+(?:is |was |currently |now )*(?:(?P<verb>{_HEADS})\s+|(?:the )?(?:current |new |former )?"
    r"(?P<role>heads?|chief(?: executive)?(?: officer)?|ceo|boss|leader|director(?: general)?|administrator"
    r"|general director)\s+(?:of|at)\s+)(?:the )?(?P<place>.+?))\W*", re.IGNORECASE)
_WHO_IS = re.compile(r"who(?:['’]s|\s+is|\s+was|\s+are)\s+(?P<name>.+?)\W*", re.IGNORECASE)
_WHAT_IS = re.compile(r"what(?:['’]s|\s+is|\s+was|\s+are|\s+were)\s+(?:the |an? )?(?P<name>\S+?(?:\s+\S+?){0,3}?)\W*",
                      re.IGNORECASE)
_PAST = re.compile(r"(?i)\b(?:was|were|led|headed|ran|directed|former)\b")
_DOES = re.compile(r"(?i)who\s+(?P<verb>[^\W\d_]+)\s+\S")
_DOING = frozenset("is was are were will would has have had did does do can could should may might must".split())


class Sort(StrEnum):
    """What kind of fact a question wants."""

    WHO = "who"
    WHEN = "when"
    COUNT = "count"
    WHERE = "where"
    WHY = "why"
    HOW = "how"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    ``terms``: term → weight, of the words that carry meaning. ``names``: of these the ones that look like names or have
    figures. ``counted``: the term of what "how many" counts; ``measure``: the word after "how". ``verb``: what the
    unknown one of "who VERB …" does. ``times``: years, and months as words, which the date of an article may meet.
    ``literal``: names with a figure, as ``artemis ii`` and ``crew 9``, and places: sentences must have them so.
    """

    text: str
    sort: Sort
    terms: dict[str, float]
    names: frozenset[str]
    counted: str | None = None
    measure: str | None = None
    verb: str | None = None
    times: frozenset[str] = frozenset()
    literal: frozenset[str] = frozenset()


def asked(text: str) -> Asked:
    """Take a question apart; one without words has no terms."""
    plain = " ".join(text[:_LONGEST].split())
    plain = plain[_FIRST.match(plain).end():] if _FIRST.match(plain) else plain  # type: ignore[union-attr]
    sort = next((Sort(name) for name, begins in _SORTS if re.match(begins, plain, re.IGNORECASE)), Sort.WHAT)
    measure = _measure(plain) if sort is Sort.COUNT else None
    found = [word for word in words(plain) if word.term not in _EMPTY_STEMS]
    if measure in _IMPLIED:
        found.append(Word(stem(_IMPLIED[measure]), False))
    terms = {word.term: rarity(word.term) for word in found[:_MOST]}
    lower = plain.casefold()
    times = frozenset(_YEAR.findall(lower)) | {stem(m) for m in _MONTHS if re.search(rf"\b(?:in|of) {m}\b", lower)}
    named = frozenset(w.term for w in found if w.capital or _HAS_DIGIT.search(w.term)) & terms.keys()
    return Asked(plain, sort, terms, named, _counted(plain) if measure == "many" else None, measure, _verb(plain, sort),
                 times & terms.keys(), _literal(plain))  # fmt: skip


def _literal(text: str) -> frozenset[str]:
    found = re.findall(r"\b([^\W\d_]{2,})[ -](\d{1,3}|[ivx]{1,4})\b(?![.,]\d)", text.casefold())
    places = re.findall(rf"\b(?:in|on|at) (?:the )?(?!(?i:{'|'.join(_MONTHS)})\b)([A-Z][^\W\d_]+)", text)
    return frozenset(f"{name} {number}" for name, number in found if name not in STOP_WORDS) | {
        place.casefold() for place in places}  # fmt: skip


def office_asked(text: str) -> tuple[str, bool] | None:
    """Tell whose head is asked for, and whether former ones count too; None where the question is another."""
    found = _OFFICE.fullmatch(text)
    return (found["place"], _PAST.search(text[:found.start("place")]) is not None) if found else None


def name_asked(text: str) -> str | None:
    """Give the name in "who is NAME", as typed; None where the question is another."""
    found = _WHO_IS.fullmatch(text)
    return found["name"] if found else None


def thing_asked(text: str) -> str | None:
    """Give the thing in "what is THING", as typed; None where the question is another."""
    found = _WHAT_IS.fullmatch(text)
    return found["name"] if found else None




def _measure(text: str) -> str | None:
    found = re.search(r"(?i)\bhow (many|much|long|far|fast|old|tall|heavy|big|large|often)\b", text)
    return found[1].casefold() if found else None


def _counted(text: str) -> str | None:
    """Find what is counted: the last noun before the verb, taken as the word before the first helping verb."""
    found = re.search(r"(?i)\bhow many ((?:[^\W_]+[ -]){0,3}?[^\W_]+)(?= (?:is|are|was|were|did|does|do|has|have|had"
                      r"|will|would|can|could|of|in|on|at|to|from|for|with|that|by)\b|\W*$)", text)
    inner = words(found[1] if found else text.casefold().partition("how many ")[2].partition(" ")[0])
    return inner[-1].term if inner else None


def _verb(text: str, sort: Sort) -> str | None:
    found = _DOES.match(text) if sort is Sort.WHO else None
    if found is None or found["verb"].casefold() in _DOING:
        return None
    inner = words(found["verb"].casefold())
    return inner[0].term if inner else None
