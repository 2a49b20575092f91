"""Pronouns and noun phrases that stand for somebody named before.

A pass over the tokens keeps who was named last, where, and whether as a subject; "he" and "she" take
the best of those whose gender agrees, and stay open where two come close.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digests.model import Kind, Mention, Reference
from digests.reading.genders import HE, SHE
from digests.reading.lexicon import JOINTS, PREPOSITIONS
from digests.reading.stream import BREAK, NAME, QUOTATION, Stream, Token

_PRONOUNS = {"he": HE, "him": HE, "his": HE, "himself": HE, "she": SHE, "her": SHE, "hers": SHE, "herself": SHE}
_MEMORY = 8  # sentences
_MARGIN = 0.35


@dataclass(slots=True)
class _Seen:
    """Somebody named: the last sentence and weight there."""

    sentence: int
    weight: float
    times: int = 1


def find_references(streams: Sequence[Stream], mentions: Sequence[Mention],
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
        self.seen: dict[str, _Seen] = {}
        self.sentence = 0
        self.found: list[Reference] = []

    def read(self, tokens: Sequence[Token]) -> None:
        opened = True  # no verb yet: a name here is likely the subject
        for place, token in enumerate(tokens):
            if token.kind == BREAK:
                self.sentence += 1
                opened = True
            elif token.kind == NAME:
                mention = self.mentions[token.ref]
                if mention.kind is Kind.PERSON:
                    self._note(mention.name, self._weight(tokens, place, opened))
                    opened = False
            elif token.kind == QUOTATION:
                opened = True
            elif token.low in _PRONOUNS:
                name = self._resolve(_PRONOUNS[token.low])
                if name:
                    self.found.append(Reference(token.start, token.end, name))
                    self._note(name, 1.0 if token.low in ("he", "she") else 0.6)

    def _weight(self, tokens: Sequence[Token], place: int, opened: bool) -> float:
        """A subject weighs more than an object, an owner less than either."""
        following = tokens[place + 1]
        if following.kind == "s":
            return 0.4
        before = tokens[place - 1].low
        if before in PREPOSITIONS or before in JOINTS:
            return 0.5
        return 1.0 if opened else 0.7

    def _note(self, name: str, weight: float) -> None:
        known = self.seen.get(name)
        if known is None:
            self.seen[name] = _Seen(self.sentence, weight)
        else:
            known.weight = max(weight, known.weight - 0.3 * (self.sentence - known.sentence))
            known.sentence = self.sentence
            known.times += 1

    def _resolve(self, gender: str) -> str | None:
        best: tuple[float, str] | None = None
        second = -9.0
        for name, seen in reversed(self.seen.items()):
            known = self.genders.get(name)
            distance = self.sentence - seen.sentence
            if known not in (None, gender) or distance > _MEMORY:
                continue
            score = seen.weight - 0.3 * distance + 0.05 * min(seen.times, 4) + (0.3 if known else 0.0)
            if best is None or score > best[0]:
                second = best[0] if best else second
                best = (score, name)
            else:
                second = max(second, score)
        if best is None or best[0] - second < _MARGIN * 0.3:
            return None
        return best[1]
