"""Roles after a name: "X, the R of O," · "X, who is R at O," · "R of O, X," · "X (R, O)"."""

from __future__ import annotations

from collections.abc import Iterator

from digests.model import Kind, Tenure
from digests.reading.lexicon import CLOSED, PREPOSITIONS
from digests.reading.quotes.cues import base_of
from digests.reading.roles.claims import Claim
from digests.reading.roles.descriptions import Bit, Describer, Description
from digests.reading.stream import BREAK, MARK, NUMBER, POSSESSIVE

_LEADS = frozenset("heads leads chairs directs".split())
_BE = {"is": Tenure.CURRENT, "was": Tenure.FORMER, "serves": Tenure.CURRENT, "works": Tenure.CURRENT,
       "served": Tenure.FORMER, "worked": Tenure.FORMER, "remains": Tenure.CURRENT, "acts": Tenure.ACTING}


def after_names(describer: Describer) -> Iterator[Claim]:
    """Read what follows each person named."""
    for place in describer.people:
        yield from _apposition(describer, place)
        yield from _inverted(describer, place)


def claims_of(describer: Describer, place: int, description: Description,
              tenure: Tenure | None = None) -> Iterator[Claim]:
    """Turn a description of the person named at ``place`` into claims."""
    person = describer.mentions[describer.tokens[place].ref].name
    for role, organisation, worded in zip(
            description.roles, description.organisations, description.tenures, strict=True):
        state = worded if worded is not Tenure.CURRENT or tenure is None else tenure
        yield Claim(person, Bit(place, place), role, organisation or _owner(describer, place), state)


def _owner(describer: Describer, place: int) -> Bit | None:
    """"NASA's Matt Stumbo, the lead for the rover": the owner before the name."""
    if place > 2 and describer.tokens[place - 1].kind == POSSESSIVE and describer.kind(
            place - 2) is Kind.ORGANISATION:
        return Bit(place - 2, place - 2)
    return None


def _apposition(describer: Describer, place: int) -> Iterator[Claim]:
    tokens = describer.tokens
    at = _over_asides(describer, place + 1)
    if tokens[at].low not in (",", "(", "—", "–", "--"):
        return
    at += 1
    if tokens[at].low in ("who", "which"):
        yield from _relative(describer, place, at + 1)
        return
    description = describer.parse(at)
    if description and _closes(describer, description.last + 1):
        yield from claims_of(describer, place, description)


def _over_asides(describer: Describer, at: int) -> int:
    """Go over "(pictured)", ", 47" and ", Ph.D."."""
    tokens = describer.tokens
    if tokens[at].low == "(":
        end = at
        while tokens[end].low != ")" and tokens[end].kind != BREAK and end - at < 8:
            end += 1
        if tokens[end].low == ")" and tokens[end + 1].low == ",":
            at = end + 1
    if tokens[at].low == "," and tokens[at + 1].kind == NUMBER and tokens[at + 2].low == ",":
        at += 2
    return at


def _closes(describer: Describer, at: int) -> bool:
    """Whether an apposition may end before ``at``: at a mark, a break, a verb or a function word."""
    token = describer.tokens[at]
    return (token.kind in (BREAK, MARK) or token.low in CLOSED or base_of(token.low) is not None
            or token.low.endswith(("ing", "ed")))


def _relative(describer: Describer, place: int, at: int) -> Iterator[Claim]:
    tokens = describer.tokens
    while tokens[at].low in ("also", "now", "currently", "has", "previously", "once", "still"):
        at += 1
    low = tokens[at].low
    if low in _BE:
        at += 1
        if tokens[at].low == "as":
            at += 1
        description = describer.parse(at)
        if description:
            yield from claims_of(describer, place, description, _BE[low])
    elif low in _LEADS:
        organisation = describer.organisation(at + 1)
        if organisation:
            person = describer.mentions[tokens[place].ref].name
            yield Claim(person, Bit(place, place), Bit(at, at), organisation)


def _inverted(describer: Describer, place: int) -> Iterator[Claim]:
    """"The head of Roscosmos, Dmitry Rogozin, said": a description up to the comma before the name."""
    tokens = describer.tokens
    following = tokens[place + 1]
    if tokens[place - 1].low != "," or not (following.kind in (BREAK, MARK) or following.low in PREPOSITIONS):
        return
    first = place - 2 - (tokens[place - 2].low == ")")
    while first > 0 and place - first < 14 and tokens[first].kind not in (BREAK, "Q") and tokens[first].low != ",":
        first -= 1
    for at in range(first + 1, place - 1):
        opens = tokens[at].low in ("the", "its", "his", "her", "their", "a", "an") or describer.kind(
            at) is Kind.ORGANISATION or (describer.kind(at) is Kind.PLACE and tokens[at + 1].kind == POSSESSIVE)
        if not opens or tokens[at - 1].low in ("as", "like"):
            continue
        description = describer.parse(at)
        if description and description.last == place - 2:
            yield from claims_of(describer, place, description)
            return
