"""Parse "the former deputy director and chief engineer of O" from its first word on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digests.model import Kind, Mention, Tenure
from digests.reading.lexicon import CLOSED, DETERMINERS
from digests.reading.quotes.cues import base_of
from digests.reading.roles.nouns import ADJECTIVES, PARTS, SLANT, TENURES, head_of
from digests.reading.stream import BREAK, CAPITAL, MARK, NAME, NUMBER, POSSESSIVE, WORD, Token

_MOST_PEOPLE = 2000  # in a paragraph: more is no prose
_MOST = 10  # tokens in one role
_BODIES = frozenset("university college ministry giant company firm startup start-up group party".split())
_SENT = frozenset("ambassador envoy".split())
_BACK_THEN = (["at", "the", "time"], ["at", "that", "time"])
_JOINS = frozenset("of at for with in from".split())


class Bit(NamedTuple):
    """Tokens ``first`` to ``last`` inclusive."""

    first: int
    last: int


class Description(NamedTuple):
    """Roles as worded, each with its organisation, if any, and tenure; ``last`` is the last token."""

    roles: tuple[Bit, ...]
    organisations: tuple[Bit | None, ...]
    tenures: tuple[Tenure, ...]
    last: int


class Describer:
    """Parses descriptions in one paragraph."""

    def __init__(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self.text = text
        self.tokens = tokens
        self.mentions = mentions
        self.people = [at for at, token in enumerate(tokens) if token.kind == NAME
                       and mentions[token.ref].kind is Kind.PERSON][:_MOST_PEOPLE]

    def kind(self, place: int) -> Kind | None:
        """The kind of name at ``place``, if there is one."""
        token = self.tokens[place]
        return self.mentions[token.ref].kind if token.kind == NAME else None

    def _is_acronym(self, place: int) -> bool:
        token = self.tokens[place]
        return token.end - token.start > 1 and self.text[token.start:token.end].isupper()

    def parse(self, at: int) -> Description | None:
        """Parse the description that starts at ``at``; None where no role noun ends its first phrase."""
        at, tenure = self._skip_openers(at)
        at, owner = self._owner(at)
        at, tenure = self._skip_openers(at, tenure)
        roles: list[Bit] = []
        tenures: list[Tenure] = []
        groups: list[int] = []  # roles that share an article share an organisation
        last = at - 1
        while bit := self._role(at):
            apart = bool(roles) and self.tokens[at].low in DETERMINERS  # "director and a former senator"
            roles.append(bit)
            tenure = self._tenure(at, bit.first, Tenure.CURRENT if apart else tenure)
            tenures.append(tenure)
            groups.append(groups[-1] + apart if groups else 0)
            last = bit.last
            at = self._next_joined(last + 1)
            if not at:
                break
        if not roles:
            return None
        after, last = self._organisation_after(last)
        shared = [after if group == groups[-1] and after else owner if group == 0 else None for group in groups]
        if after and (further := self.further_organisation(last + 1)):
            roles.append(roles[-1])
            tenures.append(tenures[-1])
            shared.append(further)
            last = further.last
        if [token.low for token in self.tokens[last + 1:last + 4]] in _BACK_THEN:
            tenures = [Tenure.FORMER] * len(tenures)
        return Description(tuple(roles), tuple(shared), tuple(tenures), last)

    def _tenure(self, first: int, stop: int, otherwise: Tenure) -> Tenure:
        """The tenure that the words before a role give it."""
        states = (TENURES.get(token.low) for token in self.tokens[first:stop])
        return next((state for state in states if state and state is not Tenure.CURRENT), otherwise)

    def _skip_openers(self, at: int, tenure: Tenure = Tenure.CURRENT) -> tuple[int, Tenure]:
        tokens = self.tokens
        while tokens[at].kind in (WORD, CAPITAL) and (tokens[at].low in DETERMINERS or (
                tokens[at].low in TENURES and head_of(tokens[at].low) is None) or tokens[at].low in ADJECTIVES):
            state = TENURES.get(tokens[at].low)
            if state and state is not Tenure.CURRENT:
                tenure = state
            at += 1
        return at, tenure

    def _owner(self, at: int) -> tuple[int, Bit | None]:
        """An organisation before the role: "a Roscosmos spokesman", "NASA's chief scientist"."""
        if self.kind(at) is not Kind.ORGANISATION:
            if self.kind(at) and self.tokens[at + 1].kind == POSSESSIVE:
                return at + 2, None
            return at, None
        if self.tokens[at + 1].kind == POSSESSIVE:
            part = self._part(at + 2)
            if part and self._role(part + 1):
                return part + 1, Bit(at, part)
            return at + 2, Bit(at, at)
        return at + 1, Bit(at, at)

    def _part(self, at: int) -> int | None:
        """The last token of an organisation's part: "science mission directorate", "Jet Propulsion Laboratory"."""
        found = None
        for place in range(at, min(at + 5, len(self.tokens))):
            token = self.tokens[place]
            if token.kind == NAME and self.kind(place) is Kind.ORGANISATION:
                return place
            if token.kind == NAME and self.kind(place) is not Kind.PERSON:
                continue
            if token.kind not in (WORD, CAPITAL) or token.low in CLOSED or token.low in DETERMINERS:
                break
            if token.low in PARTS:
                found = place
        return found

    def _inner(self, place: int) -> bool:
        token = self.tokens[place]
        if token.kind == NAME:
            return self.kind(place) is not Kind.PERSON
        if token.kind in (NUMBER, POSSESSIVE):
            return True
        if token.low == "under" and self.tokens[place + 1].low == "secretary":
            return True
        if token.kind == WORD:
            return token.low not in CLOSED and token.low not in DETERMINERS and (
                base_of(token.low) is None or head_of(token.low) is not None)
        return token.kind == CAPITAL and token.low not in CLOSED

    def _role(self, at: int) -> Bit | None:
        """The noun phrase at ``at`` where it ends in a role noun and no person's name follows it."""
        tokens = self.tokens
        while tokens[at].low in DETERMINERS or tokens[at].low in ("then", "former", "acting"):
            at += 1
        head = None
        place = at
        while place < len(tokens) and place - at < _MOST and self._inner(place):
            if head_of(tokens[place].low):
                head = place
            place += 1
        if head is None or (self.kind(place) is Kind.PERSON and place == head + 1):
            return None
        if head < place - 1 and not tokens[place - 1].low.endswith("ly"):
            following = tokens[head + 1]
            if following.kind != NUMBER and not following.low.endswith(("ing", "ed")):
                return None
        return self._widen(Bit(self._past_owner(at, head), head))

    def _past_owner(self, first: int, head: int) -> int:
        """Leave out "the paper's", an age and a number before the role."""
        tokens = self.tokens
        for place in range(first, head):
            if tokens[place].kind == POSSESSIVE or tokens[place].low.endswith(("-old", "-based")):
                first = place + 1
        while first < head and tokens[first].low in SLANT:
            first += 1
        return first

    def _widen(self, bit: Bit) -> Bit:
        """Take in what belongs to the role's name: "professor of physics", "Director for Science"."""
        tokens = self.tokens
        at = bit.last + 1
        if tokens[at].low == "to" and tokens[bit.last].low in _SENT and self.kind(at + 1) is not None:
            return Bit(bit.first, at + 1)
        if tokens[at].low not in ("of", "for") or self.kind(at + 1) is not None:
            return bit
        place = at + 1
        capital = tokens[place].kind == CAPITAL
        if capital and self._is_acronym(place):
            return bit
        while place < len(tokens) and place - at < 8 and (
                (tokens[place].kind == (CAPITAL if capital else WORD) and self._inner(place))
                or (tokens[place].low in ("and", "&") and self._inner(place + 1)
                and tokens[place + 1].kind == (CAPITAL if capital else WORD)
                and head_of(tokens[place + 1].low) is None)):
            place += 1
        if place == at + 1 or not self._ends(place) or self._looks_organised(at + 1, place):
            return bit
        if any(char.isdigit() for char in self.text[tokens[at].start:tokens[place - 1].end]):
            return bit
        if tokens[at].low == "for" and not capital and not (tokens[place].low in ("at", "of") and self.organisation(
                place + 1)):
            return bit
        return Bit(bit.first, place - 1)

    def _looks_organised(self, first: int, stop: int) -> bool:
        return any(self.tokens[at].low in PARTS | _BODIES for at in range(first, stop))

    def _ends(self, place: int) -> bool:
        """Whether a phrase may end before ``place``."""
        token = self.tokens[place]
        return token.kind in (BREAK, MARK, NAME) or token.low in CLOSED or base_of(token.low) is not None

    def _next_joined(self, at: int) -> int:
        """Where the next role of a list starts: after a comma, "and" or both; 0 where there is none."""
        tokens = self.tokens
        if tokens[at].low == ",":
            at += 1
        if tokens[at].low in ("and", "&"):
            at += 1
        elif tokens[at - 1].low != ",":
            return 0
        return at if tokens[at].kind in (WORD, CAPITAL, NAME) else 0

    def _organisation_after(self, last: int) -> tuple[Bit | None, int]:
        at = last + 1
        tokens = self.tokens
        if tokens[at].low == "(":
            while tokens[at].low != ")" and tokens[at].kind != BREAK and at - last < 8:
                at += 1
            at += 1 if tokens[at].low == ")" else 0
        for _ in range(2):  # "director of the station for NASA"
            if at >= len(tokens) - 1 or tokens[at].low not in _JOINS:
                break
            found = self.organisation(at + 1)
            if found:
                return found, found.last
            at += 1 + (tokens[at + 1].low in DETERMINERS)
            if self.kind(at) in (None, Kind.PERSON):
                break
            at += 1
        return None, last

    def further_organisation(self, at: int) -> Bit | None:
        """The second of "founder of A and space company B"."""
        if self.tokens[at].low not in ("and", "&"):
            return None
        found = self.organisation(at + 1)
        return found if found and self.kind(found.first) is Kind.ORGANISATION else None

    def organisation(self, at: int) -> Bit | None:
        """The organisation that a phrase at ``at`` names: "the Russian space agency Roscosmos" gives Roscosmos."""
        tokens = self.tokens
        opened = at
        while tokens[at].low in DETERMINERS:
            at += 1
        for place in range(at, min(at + 6, len(tokens))):
            kind = self.kind(place)
            if kind is Kind.ORGANISATION:
                if tokens[place + 1].kind == POSSESSIVE:
                    part = self._part(place + 2)
                    return Bit(place, part if part else place)
                return Bit(place, place)
            if kind is Kind.PLACE and place == at and tokens[at - 1].low == "at":
                return Bit(place, place)
            if kind is not None and tokens[place + 1].kind == POSSESSIVE and self._part(place + 2):
                return Bit(place, self._part(place + 2) or place)
            if kind is Kind.PERSON or tokens[place].kind not in (WORD, CAPITAL, NAME) or tokens[place].low in CLOSED:
                break
        return self._capitals(at) if opened <= at else None

    def _capitals(self, at: int) -> Bit | None:
        """A run of capitalised words that nobody took for a name: at least two, or one in capitals."""
        tokens = self.tokens
        place = at
        while tokens[place].kind == CAPITAL or (tokens[place].low in ("of", "for", "and", "the", "&") and tokens[
                place + 1].kind == CAPITAL and place > at):
            place += 1
        if place == at or tokens[place].kind == NAME:
            return None
        size = tokens[place - 1].end - tokens[at].start
        if not self._ends(place):
            return None
        return Bit(at, place - 1) if place - at > 1 or (size < 6 and self._is_acronym(at)) else None
