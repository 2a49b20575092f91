"""Ranked patterns that tie a quotation to an attribution in its own paragraph.

The precision beside each pattern was measured on news articles whose quotations were annotated by hand;
quotations whose speaker the text does not name were left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digests.reading.lexicon import ADVERBS, VERBS
from digests.reading.phrases import Phrase, phrase_after, starts_phrase
from digests.reading.quotes.attributions import Attribution
from digests.reading.quotes.cues import ACTS, base_of
from digests.reading.stream import BREAK, CAPITAL, NAME, QUOTATION, WORD, Token
from digests.reading.subjects import clause_start, first_subject, subject_of

_BE = frozenset("is are was were be been being".split())
_DASHES = frozenset(("—", "–", "―", "-", "--"))
_GAP = 14  # tokens between a cue and its quotation
_SENTENCE_ENDS = frozenset((".", "!", "?", "…"))


class Tie(NamedTuple):
    """Who speaks, by which pattern; ``cue`` is the first and last token of the cue, if there is one."""

    phrase: Phrase
    pattern: str
    cue: tuple[int, int] | None


def tie_paragraph(tokens: Sequence[Token], attributions: Sequence[Attribution]) -> dict[int, Tie]:
    """Tie the paragraph's quotations, by their place among its tokens, to who speaks."""
    places = [at for at, token in enumerate(tokens) if token.kind == QUOTATION]
    ties: dict[int, Tie] = {}
    finder = _Finder(tokens, attributions)
    for number, place in enumerate(places):
        before = places[number - 1] if number else None
        tie = finder.direct(place)
        if tie is None and before is not None and before in ties:
            tie = finder.carried(before, place, ties[before])
        if tie is None:
            tie = finder.loose(place)
        if tie is not None:
            ties[place] = tie
    return ties


class _Finder:
    """The patterns over one paragraph; attributions are looked up by the place of their cue."""

    def __init__(self, tokens: Sequence[Token], attributions: Sequence[Attribution]) -> None:
        self.tokens = tokens
        self.by_cue = {found.last: found for found in attributions}
        self.by_start: dict[int, Attribution] = {}
        for found in attributions:
            self.by_start.setdefault(min(found.first, found.phrase.first), found)

    def direct(self, place: int) -> Tie | None:
        """Try the patterns in which cue and quotation touch."""
        return self._right_after(place) or self._right_before(place)

    def loose(self, place: int) -> Tie | None:
        """Try the patterns in which words stand between cue and quotation."""
        return (self._signature(place) or self._gap_before(place) or self._gap_after(place) or self._unknown_verb(place)
                or self._sentence_before(place) or self._clause(place))

    def _signature(self, place: int) -> Tie | None:
        """"“…” — X" at the end of a paragraph."""
        tokens = self.tokens
        at = place + 1 + (tokens[place + 1].kind == BREAK)
        if at + 1 >= len(tokens) or tokens[at].low not in _DASHES or tokens[at + 1].kind not in (NAME, CAPITAL):
            return None
        phrase = phrase_after(tokens, at + 1)
        if phrase is None or not (tokens[phrase.last + 1].kind == BREAK or tokens[phrase.last + 1].low in (".", ",")):
            return None
        return Tie(phrase, "signed", None)

    def _unknown_verb(self, place: int) -> Tie | None:
        """"“…,” X thundered": any verb, right after a quotation that doesn't end its sentence."""
        tokens = self.tokens
        at = place + 1 + (tokens[place + 1].low == "," or (tokens[place + 1].kind == BREAK and place + 2 < len(tokens)))
        crossed = tokens[place + 1].kind == BREAK
        if tokens[place].low[1:] not in (("?", "!") if crossed else (",", "?", "!", "-", "—", "–", "…")):
            return None
        if tokens[at].kind == WORD and tokens[at].low.endswith("ed") and starts_phrase(tokens[at + 1]):
            phrase = phrase_after(tokens, at + 1)
            return Tie(phrase, "verbed X", (at, at)) if phrase and not crossed else None
        phrase = phrase_after(tokens, at) if starts_phrase(tokens[at]) else None
        if phrase is None:
            return None
        verb = phrase.last + 1
        while tokens[verb].low in ADVERBS or tokens[verb].low.endswith("ly"):
            verb += 1
        if tokens[verb].kind == WORD and (tokens[verb].low.endswith(("ed", "s")) or tokens[verb].low in VERBS):
            alone = not crossed and (tokens[verb + 1].low == "." or tokens[verb + 1].kind == BREAK)
            return Tie(phrase, "X verbed" + (" crossed" if crossed else " alone" if alone else ""), (verb, verb))
        return None

    def _sentence_before(self, place: int) -> Tie | None:
        """A quotation that is a sentence of its own: who speaks in the sentence before, or else its subject."""
        tokens = self.tokens
        if not own_sentence(tokens, place) or place < 3:
            return None
        start = place - 2
        while start > 0 and tokens[start].kind != BREAK:
            start -= 1
        cues = [self.by_cue[at] for at in range(start, place) if at in self.by_cue]
        if cues:
            first = cues[0]
            return Tie(first.phrase, f"sentence before {first.how}", (first.first, first.last))
        phrase = first_subject(tokens, start + 1, place - 1)
        return Tie(phrase, "sentence before subject", None) if phrase else None

    def _right_after(self, place: int) -> Tie | None:
        tokens = self.tokens
        at, crossed = place + 1, False
        while at < len(tokens) and (tokens[at].low in (",", "—", "–", "-", "--") or tokens[at].kind == BREAK):
            crossed = crossed or tokens[at].kind == BREAK
            at += 1
        if at >= len(tokens):
            return None
        skipped = at
        while skipped < len(tokens) and tokens[skipped].low in ADVERBS | {"as", "and", "but"}:
            skipped += 1
        found = self.by_start.get(at) or self.by_start.get(skipped)
        if found is None:
            return None
        if crossed and not self._ends_there(place, found):
            return None
        if found.how == "according":
            return Tie(found.phrase, "after according", (found.first, found.last))
        if found.how == "after":
            return Tie(found.phrase, "after inverted", (found.first, found.last))
        if found.how in ("near", "aside"):
            return Tie(found.phrase, f"after {found.how}", (found.first, found.last))
        return None

    def _ends_there(self, place: int, found: Attribution) -> bool:
        """Whether a sentence of its own is only "X said": then it belongs to the quotation before it. After a
        question or exclamation mark the sentence may go on, unless a quotation follows."""
        tokens = self.tokens
        end = max(found.last, found.phrase.last) + 1
        if tokens[end].low in (".", BREAK) or tokens[end].kind == BREAK:
            return True
        if tokens[place].low[1:] not in ("?", "!", "…", ",", "", "-", "—", "–"):
            return False
        for at in range(end, min(end + 4 * _GAP, len(tokens))):
            if tokens[at].kind == BREAK:
                break
            if tokens[at].kind == QUOTATION and tokens[at - 1].low in (",", ":", "that"):
                return False
        return True

    def _right_before(self, place: int) -> Tie | None:
        tokens = self.tokens
        at = place - 1
        while at > 0 and (tokens[at].low in (",", ":", "—", "–", "-", "that", "…")
                          or (tokens[at].kind == BREAK and tokens[at - 1].low == ":")):
            at -= 1
        found = self.by_cue.get(at)
        if found is None and tokens[at].low in ("as", "how", "of", "it", "this", "thus"):
            found = self.by_cue.get(at - 1)
        if found is None:
            return None
        return Tie(found.phrase, f"before {found.how}", (found.first, found.last))

    def _gap_before(self, place: int) -> Tie | None:
        """"X said in a statement, “…”": the last cue before the quotation in its sentence."""
        tokens = self.tokens
        for at in range(place - 1, max(place - _GAP, 0), -1):
            token = tokens[at]
            if token.kind == QUOTATION or (token.kind == BREAK and tokens[at - 1].low != ":"):
                return None
            found = self.by_cue.get(at)
            if found:
                colon = tokens[place - 1].low in (",", ":") or tokens[place - 2].low == ":"
                return Tie(found.phrase, f"gap {'comma' if colon else 'words'} {found.how}", (found.first, found.last))
        return None

    def _gap_after(self, place: int) -> Tie | None:
        """"“…” is what X said", "… “…”, according to X"."""
        tokens = self.tokens
        for at in range(place + 1, min(place + _GAP, len(tokens))):
            token = tokens[at]
            if token.kind in (QUOTATION, BREAK):
                return None
            found = self.by_cue.get(at)
            if found and found.phrase.first > place:
                return Tie(found.phrase, f"later {found.how}", (found.first, found.last))
        return None

    def _clause(self, place: int) -> Tie | None:
        """"X called it “…”": the subject of the clause that the quotation stands in."""
        colon = self.tokens[place - 1].low == ":"
        if not colon and (tie := self._act(place)):
            return tie
        start = clause_start(self.tokens, place - 1 - colon)
        for _ in range(3):
            if start < 2 or self.tokens[start - 1].kind != QUOTATION:
                break
            start = clause_start(self.tokens, start - 2)
        if place - start < 2:
            return None
        phrase = first_subject(self.tokens, start, place)
        if phrase is None or phrase.last >= place - 1:
            return None
        return Tie(phrase, "clause colon" if colon else "clause", None)

    def _act(self, place: int) -> Tie | None:
        """"X called it “…”": the subject of a verb that characterises, before the quotation in its sentence."""
        tokens = self.tokens
        for at in range(place - 1, max(place - _GAP, 0), -1):
            if tokens[at].kind in (QUOTATION, BREAK) or tokens[at].low == ";":
                return None
            if tokens[at].kind == WORD and tokens[at].low in ACTS and tokens[at - 1].low not in _BE:
                found = subject_of(tokens, at)
                return Tie(found.phrase, f"act {found.how}", (at, at)) if found else None
        return None

    def carried(self, before: int, place: int, tie: Tie) -> Tie | None:
        """Carry the speaker on: the quotation before was this one's, with nothing or its attribution between."""
        tokens = self.tokens
        between = range(before + 1, place)
        cue = tie.cue[1] if tie.cue else -1
        if all(tokens[at].low in (",", "…", ".", "-", "—", "and") or tokens[at].kind == BREAK for at in between):
            return Tie(tie.phrase, "carried bare", tie.cue)
        breaks = sum(tokens[at].kind == BREAK for at in between)
        if before < cue < place:
            closed = tokens[place - 1].kind == BREAK or tokens[place - 1].low in (",", ":", "—", "–")
            if closed and breaks <= 1:
                return Tie(tie.phrase, "carried over cue", tie.cue)
        elif breaks == 1 and tokens[place - 1].kind == BREAK and not any(
                base_of(tokens[at].low) for at in between):
            return Tie(tie.phrase, "carried tail", tie.cue)
        return None


def own_sentence(tokens: Sequence[Token], place: int) -> bool:
    """Whether the quotation is a sentence, or sentences, of its own."""
    alone = tokens[place - 1].kind == BREAK and tokens[place + 1].kind == BREAK
    return alone and tokens[place].low[1:] in _SENTENCE_ENDS
