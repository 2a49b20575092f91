"""Pronouns and noun phrases that stand for somebody named before.

A pass over the tokens keeps who was named last, where, and whether as a subject; "he" and "she" take
the best of those whose gender agrees, and stay open where two come close.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digests.model import Kind, Mention, Reference, Role
from digests.reading.genders import HE, SHE, of_name
from digests.reading.lexicon import JOINTS, PREPOSITIONS
from digests.reading.roles.nouns import head_of
from digests.reading.stream import BREAK, CAPITAL, NAME, POSSESSIVE, QUOTATION, Stream, Token

_PRONOUNS = {"he": HE, "him": HE, "his": HE, "himself": HE, "she": SHE, "her": SHE, "hers": SHE, "herself": SHE}
_MEMORY = 8  # sentences
_DECAY = 0.4  # of a name's weight, a sentence
_MARGIN = 0.1  # by which the best must lead: he and she were right .946, wrong .042 of 261 in GUM's news and lives
_MARK = "?"
_DOUBTFUL = (Kind.PLACE, Kind.OTHER)
_FIRMS = frozenset("company firm startup start-up corporation".split())
_BODIES = _FIRMS | frozenset("""agency university institute department ministry observatory laboratory committee
    commission council foundation""".split())
_AGENCIES = frozenset("""nasa esa isro jaxa roscosmos cnsa cnes dlr csa kari noaa faa fcc ula esoc uksa asi darpa
    epa cia nsa fbi fema""".split())


@dataclass(slots=True)
class _Seen:
    """Somebody named: the last sentence and weight there."""

    sentence: int
    weight: float
    times: int = 1


def find_pronouns(streams: Sequence[Stream], mentions: Sequence[Mention],
                  genders: Mapping[str, str]) -> tuple[Reference, ...]:
    """Resolve he and she outside quotations to people named before."""
    resolver = _Resolver(mentions, genders)
    for stream in streams:
        resolver.read(stream.tokens)
    return tuple(resolver.found)


class _Resolver:
    def __init__(self, mentions: Sequence[Mention], genders: Mapping[str, str]) -> None:
        self.mentions = mentions
        self.genders = genders
        self.doubts: dict[str, str] = {}
        self.seen: dict[str, _Seen] = {}
        self.sentence = 0
        self.found: list[Reference] = []
        self.parts: dict[str, str] = {}  # surname → name

    def _person(self, mention: Mention) -> str | None:
        """The person's name; marked as doubtful where it only looks like one: it competes, but is never answered."""
        name = mention.name
        if mention.kind is not Kind.PERSON:
            gender = of_name(name) if mention.kind in _DOUBTFUL else None
            if gender is None:
                return None
            name = _MARK + name
            self.doubts[name] = gender
        self.parts.update((word, name) for word in mention.name.lower().split()[1:])
        return name

    def read(self, tokens: Sequence[Token]) -> None:
        opened = True  # no verb yet: a name here is likely the subject
        for place, token in enumerate(tokens):
            if token.kind == BREAK:
                self.sentence += 1
                opened = True
            elif token.kind == NAME:
                name = self._person(self.mentions[token.ref])
                if name:
                    self._note(name, _weight(tokens, place, opened))
                    opened = False
            elif token.kind == CAPITAL and token.low in self.parts:
                self._note(self.parts[token.low], _weight(tokens, place, opened))
            elif token.kind == QUOTATION:
                opened = True
            elif token.low in _PRONOUNS:
                name = self._resolve(_PRONOUNS[token.low])
                if name:
                    self.found.append(Reference(token.start, token.end, name))
                    self._note(name, 1.0 if token.low in ("he", "she") else 0.6)

    def _note(self, name: str, weight: float) -> None:
        known = self.seen.pop(name, None)
        if known is None:
            known = _Seen(self.sentence, weight)
        else:
            known.weight = max(weight, known.weight - _DECAY * (self.sentence - known.sentence))
            known.sentence = self.sentence
            known.times += 1
        self.seen[name] = known  # last, so that the latest come last
        if len(self.seen) > 40:
            self.seen.pop(next(iter(self.seen)))

    def _resolve(self, gender: str) -> str | None:
        best: tuple[float, str] | None = None
        second = -9.0
        for name, seen in self.seen.items():
            known = self.genders.get(name) or self.doubts.get(name)
            distance = self.sentence - seen.sentence
            if known not in (None, gender) or distance > _MEMORY:
                continue
            score = seen.weight - _DECAY * distance + 0.1 * min(seen.times, 8) + (0.3 if known else 0.0)
            if best is None or score > best[0]:
                second = best[0] if best else second
                best = (score, name)
            else:
                second = max(second, score)
        if best is None or best[0] - second < _MARGIN or best[1][0] == _MARK:
            return None
        return best[1]


def _weight(tokens: Sequence[Token], place: int, opened: bool) -> float:
    """A subject weighs more than an object, an owner less than either."""
    if tokens[place + 1].kind == POSSESSIVE:
        return 0.4
    before = tokens[place - 1].low
    if before in PREPOSITIONS or before in JOINTS:
        return 0.5
    return 1.0 if opened else 0.7


def find_nouns(streams: Sequence[Stream], mentions: Sequence[Mention], roles: Sequence[Role]) -> tuple[Reference, ...]:
    """Resolve "the astronaut" to the one person with that role so far, "the agency" to the body named last."""
    by_noun: dict[str, set[str]] = {}
    for role in roles:
        by_noun.setdefault(_noun(role.role), set()).add(role.person)
    return tuple(_nouns([token for stream in streams for token in stream.tokens], mentions, by_noun))


def _noun(role: str) -> str:
    return role.split(" of ")[0].split(" for ")[0].rsplit(" ", 1)[-1].lower()


def _nouns(tokens: Sequence[Token], mentions: Sequence[Mention],
           by_noun: Mapping[str, set[str]]) -> Iterator[Reference]:
    bodies: dict[str, str] = {}  # what a noun may mean: the last body of its sort
    for place, token in enumerate(tokens):
        if token.kind == NAME and mentions[token.ref].kind is Kind.ORGANISATION:
            bodies.update(dict.fromkeys(_sorts(mentions[token.ref].name), mentions[token.ref].name))
        if token.low != "the":
            continue
        last = place + 1
        while last < place + 4 and tokens[last].kind in ("w", "C") and not (
                tokens[last].low in _BODIES or head_of(tokens[last].low) == tokens[last].low):
            last += 1
        noun = tokens[last]
        if noun.kind not in ("w", "C") or tokens[last + 1].kind in (NAME, POSSESSIVE) or tokens[last + 1].low == "of":
            continue
        people = by_noun.get(noun.low, set())
        if len(people) == 1 and last == place + 1:
            yield Reference(token.start, noun.end, next(iter(people)))
        elif noun.low in bodies:
            yield Reference(token.start, noun.end, bodies[noun.low], Kind.ORGANISATION)


def _sorts(name: str) -> Iterator[str]:
    """Which nouns may mean the organisation: those in its name, "agency" for a known one, else "company"."""
    words = set(name.lower().replace("’", "'").split())
    found = words & _BODIES
    if words & _AGENCIES or words & {"administration"}:
        found = {"agency"}
    yield from found or (_FIRMS if len(words) <= 3 else ())
