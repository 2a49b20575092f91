"""Roles past a verb: "X is R at O", "X was named R of O", "Y removed X as R", "X stepped down as R"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digests.model import Kind, Tenure
from digests.reading.lexicon import ADVERBS
from digests.reading.roles.claims import Claim
from digests.reading.roles.descriptions import Bit, Describer, Description
from digests.reading.stream import NAME, WORD

_COPULAS = {"is": Tenure.CURRENT, "'s": Tenure.CURRENT, "was": Tenure.FORMER, "became": Tenure.CURRENT,
            "becomes": Tenure.CURRENT, "remains": Tenure.CURRENT, "remained": Tenure.CURRENT}
_CHOSEN = frozenset(
    "named appointed elected re-elected confirmed nominated promoted made chosen picked installed".split())
_SERVES = {"serves": Tenure.CURRENT, "works": Tenure.CURRENT, "serving": Tenure.CURRENT, "acts": Tenure.ACTING,
           "served": Tenure.FORMER, "worked": Tenure.FORMER, "continues": Tenure.CURRENT}
_JOINED = frozenset("is was remains became becomes serves served works worked".split())
_LEAVES = frozenset("""steps stepped stepping resigned resigns retired retires quit quits fired removed dismissed sacked
    ousted replaced relieved left leaves departed""".split())
_DROPS = frozenset("fired removed dismissed sacked ousted relieved".split())
_WILL = frozenset(("will", "would", "to", "shall"))


def past_verbs(describer: Describer, names: Mapping[int, str]) -> Iterator[Claim]:
    """Read the verbs after each person named or meant by a pronoun; ``names`` is by the pronoun's offset."""
    tokens = describer.tokens
    pronouns = [at for at, token in enumerate(tokens) if token.start in names and token.low in ("he", "she")]
    for place in sorted((*describer.people, *pronouns)):
        person = (describer.mentions[tokens[place].ref].name if tokens[place].kind == NAME
                  else names[tokens[place].start])
        for description, tenure in _after(describer, place):
            for role, organisation, worded in zip(
                    description.roles, description.organisations, description.tenures, strict=True):
                state = worded if worded is not Tenure.CURRENT else tenure
                yield Claim(person, Bit(place, place), role, organisation, state)


def _after(describer: Describer, place: int) -> Iterator[tuple[Description, Tenure]]:
    tokens = describer.tokens
    before = tokens[place - 1].low
    at = place + 1
    if tokens[at].low in ("as", "to") and _object(describer, place):
        yield from _chosen_object(describer, place, at)
        return
    if before in ("by", "of", "with", "for", "than"):
        return
    if tokens[at].low == ",":
        at = _past_aside(describer, at)
    coming = False
    while tokens[at].kind == WORD and (tokens[at].low in ADVERBS or tokens[at].low in (
            "has", "had", "have", "been", "will", "would", "be", "to", "set", "who") or tokens[at].low.endswith("ly")):
        coming = coming or tokens[at].low in _WILL
        at += 1
    yield from _predicate(describer, at, coming)
    further = _joined_verb(describer, at)
    if further:
        yield from _predicate(describer, further, False)


def _joined_verb(describer: Describer, at: int) -> int:
    """"X left the firm in May but remains chairman": a verb after "and" or "but" in the same sentence, or 0."""
    tokens = describer.tokens
    for place in range(at + 1, min(at + 24, len(tokens) - 2)):
        if tokens[place].kind == "B" or describer.kind(place) is Kind.PERSON or tokens[place].low in (";", "he", "she"):
            return 0
        if tokens[place].low in ("and", "but") and (tokens[place + 1].low in _JOINED):
            return place + 1
    return 0


def _predicate(describer: Describer, at: int, coming: bool) -> Iterator[tuple[Description, Tenure]]:
    tokens = describer.tokens
    low = tokens[at].low
    if low in _COPULAS and tokens[at].kind != "s":
        yield from _copula(describer, at, _COPULAS[low])
    elif low == "become":
        yield from _described(describer, at + 1, Tenure.INCOMING if coming else Tenure.CURRENT)
    elif low in _CHOSEN and tokens[at - 1].low in ("be", "been", "was", "is"):
        yield from _described(describer, _over_as(describer, at + 1), Tenure.INCOMING if coming else Tenure.CURRENT)
    elif low in _SERVES and tokens[at + 1].low == "as":
        yield from _described(describer, at + 2, _SERVES[low])
    elif low in _LEAVES:
        yield from _left(describer, at)


def _past_aside(describer: Describer, comma: int) -> int:
    """"X, the R of O, is now": the token after the comma that closes the insertion, or the comma itself."""
    tokens = describer.tokens
    for place in range(comma + 1, min(comma + 16, len(tokens) - 2)):
        if tokens[place].kind == "B" or describer.kind(place) is Kind.PERSON:
            break
        if tokens[place].low == "," and tokens[place + 1].low in _COPULAS | _SERVES:
            return place + 1
    return comma


def _object(describer: Describer, place: int) -> bool:
    """Whether a verb of choosing or dropping stands right before the person: "Putin appointed X as"."""
    before = describer.tokens[place - 1].low
    return before in _CHOSEN | _DROPS


def _chosen_object(describer: Describer, place: int, at: int) -> Iterator[tuple[Description, Tenure]]:
    tokens = describer.tokens
    dropped = tokens[place - 1].low in _DROPS
    start = at + 1 + (tokens[at + 1].low in ("be", "become"))
    yield from _described(describer, start, Tenure.FORMER if dropped else Tenure.CURRENT)


def _copula(describer: Describer, at: int, tenure: Tenure) -> Iterator[tuple[Description, Tenure]]:
    tokens = describer.tokens
    following = at + 1
    while tokens[following].low in ADVERBS or tokens[following].low in ("been", "currently"):
        following += 1
    if tokens[following].low in _CHOSEN:
        yield from _described(describer, _over_as(describer, following + 1), Tenure.CURRENT)
    elif tokens[following].low in _DROPS:
        yield from _left(describer, following)
    elif tokens[following].low not in ("not", "no", "a-day"):
        yield from _described(describer, following, tenure)


def _over_as(describer: Describer, at: int) -> int:
    tokens = describer.tokens
    if tokens[at].low in ("as", "to"):
        at += 1 + (tokens[at + 1].low in ("be", "become"))
    return at


def _left(describer: Describer, at: int) -> Iterator[tuple[Description, Tenure]]:
    """"stepped down as", "was fired from his post as", "resigned in 2020 as": find the "as" close by."""
    tokens = describer.tokens
    for place in range(at + 1, min(at + 7, len(tokens) - 1)):
        if tokens[place].low == "as":
            yield from _described(describer, place + 1, Tenure.FORMER)
            return
        if tokens[place].kind != WORD:
            return


def _described(describer: Describer, at: int, tenure: Tenure) -> Iterator[tuple[Description, Tenure]]:
    if at >= len(describer.tokens) - 1:
        return
    description = describer.parse(at)
    if description:
        yield description, tenure
