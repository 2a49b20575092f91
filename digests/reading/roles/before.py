"""Roles before a name: "NASA Administrator X", "O's R X", "R of O X", "O scientists X and Y"."""

from __future__ import annotations

from collections.abc import Iterator

from digests.model import Kind, Tenure
from digests.reading.lexicon import CLOSED, DETERMINERS, TITLES
from digests.reading.quotes.cues import base_of
from digests.reading.roles.claims import Claim
from digests.reading.roles.descriptions import Bit, Describer
from digests.reading.roles.nouns import ADJECTIVES, AUTHORS, SLANT, TENURES, head_of
from digests.reading.stream import CAPITAL, NAME, NUMBER, POSSESSIVE, WORD

_OCCUPATIONS = frozenset("billionaire entrepreneur philanthropist magnate tycoon mogul investor activist".split())
_COLOURS = SLANT | TENURES.keys()
_MOST = 9


def before_names(describer: Describer) -> Iterator[Claim]:
    """Read what stands before each person named."""
    done = 0
    for place in describer.people:
        if place > done:
            group = _joined_people(describer, place)
            yield from _titles(describer, place, group)
            done = group[-1]


def _joined_people(describer: Describer, place: int) -> list[int]:
    """The people of "X, Y and Z" from ``place`` on; more than one only where a plural noun stands before."""
    tokens = describer.tokens
    group = [place]
    before = tokens[place - 1].low
    if not before.endswith("s") or head_of(before) != before[:-1]:
        return group
    at = place + 1
    while at + 1 < len(tokens) and tokens[at].low in (",", "and", "&"):
        at += 1 + (tokens[at + 1].low == "and")
        if describer.kind(at) is not Kind.PERSON:
            break
        group.append(at)
        at += 1
    return group


def _titles(describer: Describer, place: int, group: list[int]) -> Iterator[Claim]:
    """Walk left over "R and R of O" before the name; "O R and R" share O."""
    last = place - 1
    low = describer.tokens[last].low
    if len(group) == 1 and head_of(low) not in (None, low) and describer.tokens[place + 1].low not in ("and", ","):
        return  # "leads X" is a verb
    after = _of_after(describer, group[-1])
    found: list[tuple[Bit, Bit | None, Tenure]] = []
    while last > 0 and (title := _title(describer, last)):
        role, organisation, tenure, first = title
        joined = describer.tokens[first - 1].low in ("and", "&")
        if after and organisation is None and not (joined and describer.tokens[role.last].low in AUTHORS):
            organisation, after = after, None
            if further := describer.further_organisation(organisation.last + 1):
                found.append((role, further, tenure))
        elif organisation and found and found[-1][1] is None and _is_office(describer, found[-1][0]):
            found[-1] = found[-1][0], organisation, found[-1][2]
        found.append((role, organisation, tenure))
        if not joined:
            break
        last = first - 2
    for role, organisation, tenure in reversed(found):
        yield from (Claim(_name(describer, at), Bit(at, at), role, organisation, tenure, True) for at in group)


def _is_office(describer: Describer, role: Bit) -> bool:
    """Whether the role is held at an organisation, as an occupation or one's wealth isn't."""
    return describer.tokens[role.last].low not in AUTHORS | _OCCUPATIONS


def _name(describer: Describer, place: int) -> str:
    return describer.mentions[describer.tokens[place].ref].name


def _title(describer: Describer, last: int) -> tuple[Bit, Bit | None, Tenure, int] | None:
    """The title that ends at ``last``: its role, organisation, tenure and first token."""
    tokens = describer.tokens
    if tokens[last].low == "," and describer.kind(last + 1) is None:
        return None
    if head_of(tokens[last].low) and tokens[last].kind in (WORD, CAPITAL):
        return _plain_title(describer, last, last)
    head = _head_over_link(describer, last)
    if head is None or tokens[last].low in TITLES:
        return None
    described = describer.parse(head)
    if described is None or described.last != last:
        return None
    found = _plain_title(describer, head, described.roles[-1].last)
    if found is None:
        return None
    return found[0], described.organisations[-1] or found[1], found[2], found[3]


def _head_over_link(describer: Describer, last: int) -> int | None:
    """"director of the Hayden Planetarium" and "Professor of Physics" before a name: the role noun's place."""
    tokens = describer.tokens
    for at in range(last - 1, max(last - 8, 1), -1):
        low = tokens[at].low
        if low in ("of", "for") and head_of(tokens[at - 1].low):
            return at - 1
        if not (tokens[at].kind in (CAPITAL, NAME) or low in ("of", "for", "the", "and", "&")):
            return None
    return None


def _plain_title(describer: Describer, head: int, last: int) -> tuple[Bit, Bit | None, Tenure, int] | None:
    """Walk left from the role noun over its modifiers, an organisation and "former"."""
    tokens = describer.tokens
    first = head
    tenure = Tenure.CURRENT
    organisation: Bit | None = None
    at = head - 1
    while at > 0 and head - at < _MOST:
        token = tokens[at]
        if describer.kind(at) is Kind.ORGANISATION:
            organisation = _whole(describer, at)
            at = organisation.first - 1
            break
        if token.kind == POSSESSIVE:
            if describer.kind(at - 1) is Kind.ORGANISATION:
                organisation = _whole(describer, at - 1)
                at = organisation.first - 1
            break
        if not _modifies(describer, at):
            break
        state = TENURES.get(token.low)
        if state is not None and head_of(token.low) is None:
            tenure = state if state is not Tenure.CURRENT else tenure
            if first == at + 1:
                at -= 1
                continue
        first = at
        at -= 1
    while first < head and (tokens[first].kind == POSSESSIVE or tokens[first].low in _COLOURS
                            or tokens[first].low.endswith(("-old", "-based"))):
        first += 1
    while at > 0 and tokens[at].low in TENURES and tokens[at].kind in (WORD, CAPITAL):
        state = TENURES[tokens[at].low]
        tenure = state if state is not Tenure.CURRENT else tenure
        at -= 1
    return Bit(first, last), organisation, tenure, at + 1


def _whole(describer: Describer, at: int) -> Bit:
    """Take in the owner of an organisation: "NASA's JPL"."""
    tokens = describer.tokens
    if at > 2 and tokens[at - 1].kind == POSSESSIVE and describer.kind(at - 2) is Kind.ORGANISATION:
        return Bit(at - 2, at)
    return Bit(at, at)


def _modifies(describer: Describer, at: int) -> bool:
    token = describer.tokens[at]
    if token.kind == NAME:
        return describer.kind(at) is not Kind.PERSON
    if token.kind == NUMBER:
        return True
    if token.kind not in (WORD, CAPITAL) or token.low in CLOSED or token.low in DETERMINERS:
        return False
    if token.kind == WORD and describer.tokens[at + 1].kind == CAPITAL and head_of(token.low) is None:
        return False  # "oust Sen. X"
    if base_of(token.low) is not None and head_of(token.low) is None:
        return False
    if token.kind == WORD and token.low.endswith(("ed", "ing")):
        return token.low in ADJECTIVES or token.low in TENURES
    return True


def _of_after(describer: Describer, place: int) -> Bit | None:
    """"study author X of the Southwest Research Institute"."""
    tokens = describer.tokens
    if tokens[place + 1].low in ("of", "from", "at"):
        found = describer.organisation(place + 2)
        if found and all(describer.kind(at) is Kind.ORGANISATION or tokens[at].kind != NAME
                         for at in range(found.first, found.last + 1)):
            return found
    return None
