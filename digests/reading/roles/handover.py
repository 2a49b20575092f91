"""Roles that pass on: "X replaced Y as R of O", "Y was succeeded by X as R", "X was named R, replacing Y"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digests.model import Kind, Tenure
from digests.reading.roles.claims import Claim
from digests.reading.roles.descriptions import Bit, Describer, Description
from digests.reading.stream import BREAK

_VERBS = frozenset("replaced replaces replace replacing succeeded succeeds succeed succeeding".split())
_BE = frozenset("is was were be been being".split())
_CHOSEN = frozenset("named appointed elected nominated as".split())
_FAR = 16  # tokens between two people of one handover


def handovers(describer: Describer, names: Mapping[int, str]) -> Iterator[Claim]:
    """Read who takes a role over from whom; ``names`` is by a pronoun's offset."""
    tokens = describer.tokens
    for place in describer.people:
        before = tokens[place - 1].low
        if before in _VERBS:
            verb, passive = place - 1, False
        elif before == "by" and tokens[place - 2].low in _VERBS and tokens[place - 3].low in _BE:
            verb, passive = place - 2, True
        elif before == "from" and tokens[place - 2].low == "over":
            verb, passive = place - 2, False
        else:
            continue
        subject = _subject(describer, verb, names)
        description = describer.parse(place + 2) if tokens[place + 1].low == "as" else None
        given = description or _given(describer, verb)
        if given is None:
            continue
        if description and subject:
            yield from _claims(describer, subject, description, Tenure.FORMER if passive else Tenure.CURRENT)
        if subject or not description:
            person = describer.mentions[tokens[place].ref].name
            yield from _claims(describer, (place, person), given, Tenure.CURRENT if passive else Tenure.FORMER)


def _subject(describer: Describer, verb: int, names: Mapping[int, str]) -> tuple[int, str] | None:
    """The nearest person before the verb in the sentence."""
    tokens = describer.tokens
    for at in range(verb - 1, max(verb - _FAR, 0), -1):
        token = tokens[at]
        if token.kind == BREAK:
            return None
        if describer.kind(at) is Kind.PERSON:
            return at, describer.mentions[token.ref].name
        if token.start in names and token.low in ("he", "she"):
            return at, names[token.start]
    return None


def _given(describer: Describer, verb: int) -> Description | None:
    """The role given just before ", replacing Y"."""
    if describer.tokens[verb - 1].low != ",":
        return None
    for at in range(verb - 2, max(verb - _FAR, 0), -1):
        if describer.tokens[at].low in _CHOSEN:
            found = describer.parse(at + 1)
            return found if found and found.last == verb - 2 else None
    return None


def _claims(describer: Describer, who: tuple[int, str], description: Description, tenure: Tenure) -> Iterator[Claim]:
    for role, organisation in zip(description.roles, description.organisations, strict=True):
        yield Claim(who[1], Bit(who[0], who[0]), role, organisation, tenure)
