"""Who does what a verb says: subjects without a parser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digests.reading.lexicon import (
    ADVERBS,
    AUXILIARIES,
    JOINTS,
    MOMENTS,
    OPENERS,
    PREPOSITIONS,
    SINGULAR,
    VERBS,
)
from digests.reading.phrases import Phrase, is_moment, is_pronoun, phrase_after, phrase_before, starts_phrase
from digests.reading.quotes.cues import base_of
from digests.reading.stream import BREAK, CAPITAL, NAME, NUMBER, QUOTATION, WORD, Token

_FRAGMENTS = 3  # quotations in one sentence to look behind
_FARTHEST = 60  # tokens from a verb back to its subject
_COMMAS = frozenset((",", ")", "—", "–", "-", "--"))
_STARTS = frozenset((";", ":"))
_NO_SUBJECT = frozenset("of for from in at on with to by about against over".split())
_LOOSE_MOMENTS = frozenset("week month year day may".split())
_PAPERS = frozenset("""statement email e-mail letter tweet message memo release post note report ad video sign signs
    emails tweets messages""".split())


class Subject(NamedTuple):
    """A verb's subject; ``near`` where nothing but adverbs and auxiliaries stands between the two,
    else "aside" (an insertion between commas), "joined" ("laughed and said"), "relative" or "part" (", saying")."""

    phrase: Phrase
    how: str


def subject_of(tokens: Sequence[Token], verb: int) -> Subject | None:
    """Find the subject before the verb at ``verb``."""
    place = _skip_back(tokens, verb - 1)
    if place < 1:
        return None
    token = tokens[place]
    if token.low in ("who", "which"):
        before = place - 1 - (tokens[place - 1].low == ",")
        phrase = phrase_before(tokens, before) if before > 0 else None
        return Subject(phrase, "relative") if phrase else None
    if token.low in _COMMAS:
        low = tokens[verb].low
        if low.endswith("ing"):
            return _clause_subject(tokens, place, "part")
        return _subject_over_aside(tokens, place) or _clause_subject(tokens, place, "joined")
    if token.low in ("and", "but", "then", "or"):
        return _clause_subject(tokens, place, "joined")
    if token.low == "to":
        return _clause_subject(tokens, place, "joined")
    if token.low in ("by", "in", "before", "after", "while", "when", "as") and tokens[verb].low.endswith("ing"):
        return _passive(tokens, place) or _clause_subject(tokens, place, "part")
    phrase = phrase_before(tokens, place)
    if phrase and tokens[verb].low.endswith("ing") and tokens[phrase.head].low in _PAPERS and _governed(
            tokens, phrase.first - 1):
        return _clause_subject(tokens, phrase.first - 1, "part")
    if phrase is None:
        moved = _skip_moment(tokens, place)
        if moved < place:
            phrase = phrase_before(tokens, moved) if moved > 0 else None
        if phrase is None:
            return _clause_subject(tokens, place, "joined") if token.low in VERBS else None
    return _apart_from_moment(tokens, phrase)


def _governed(tokens: Sequence[Token], place: int) -> bool:
    """Whether a verb stands here: "issued a statement saying"."""
    return tokens[place].kind == WORD and (tokens[place].low in VERBS or tokens[place].low.endswith(("ed", "ing"))
                                          or tokens[place].low == "out")


def _skip_back(tokens: Sequence[Token], place: int) -> int:
    """Go over adverbs and auxiliaries."""
    while place > 0:
        token = tokens[place]
        adverb = token.kind == WORD and (token.low in ADVERBS or token.low in AUXILIARIES
                                         or (token.low.endswith("ly") and token.low not in ("family", "ally")))
        moment = token.kind != NAME and token.low in MOMENTS and token.low not in _LOOSE_MOMENTS
        if not adverb and not (moment and tokens[place - 1].low not in ("on", "the", "that", "this", "last")):
            return place
        place -= 1
    return place


def _skip_moment(tokens: Sequence[Token], place: int) -> int:
    """Go back over "on Tuesday", "last week", "in 2016"."""
    at = place
    while at > 1 and (tokens[at].low in MOMENTS or tokens[at].kind == NUMBER or tokens[at].low in (
            "last", "this", "late", "early", ",")):
        at -= 1
    if at < place and tokens[at].low in ("on", "in", "at", "since", "by"):
        return at - 1
    return at if at < place and tokens[at + 1].low in ("last", "this") else place


def _apart_from_moment(tokens: Sequence[Token], phrase: Phrase) -> Subject | None:
    """Correct "Trump on Twitter said": the phrase between a preposition and the verb is no subject where
    the preposition follows another phrase."""
    before = phrase.first - 1
    if before > 1 and tokens[before].low in ("on", "in", "at", "to", "during", "with", "from", "of", "by", "about"):
        wider = phrase_before(tokens, before - 1)
        if wider and (tokens[wider.head].kind == NAME or is_pronoun(tokens[wider.head])):
            return Subject(wider, "near")
        return _unclosed_aside(tokens, before)
    return Subject(phrase, "near")


def _unclosed_aside(tokens: Sequence[Token], place: int) -> Subject | None:
    """"X, the lead for the rover on the team added": the name before the comma that opens the description."""
    for at in range(place, max(place - 12, 1), -1):
        if tokens[at].kind in (BREAK, QUOTATION):
            return None
        if tokens[at].low == ",":
            phrase = phrase_before(tokens, at - 1) if tokens[at - 1].kind in (NAME, CAPITAL) else None
            return Subject(phrase, "aside") if phrase else None
    return None


def clause_start(tokens: Sequence[Token], place: int) -> int:
    """Find where the clause around ``place`` starts: after a break, quotation, semicolon or "said that"."""
    for at in range(place, max(place - _FARTHEST, -1), -1):
        token = tokens[at]
        if token.kind in (BREAK, QUOTATION) or token.low in _STARTS:
            return at + 1
        if token.low == "that" and at > 0 and base_of(tokens[at - 1].low):
            return at + 1
    return max(place - _FARTHEST, 0)


def _subject_over_aside(tokens: Sequence[Token], comma: int) -> Subject | None:
    """Find the phrase before an insertion that ends with the comma at ``comma``."""
    found: Phrase | None = None
    first = True
    for start in segments(tokens, clause_start(tokens, comma), comma):
        joined = tokens[start].low in JOINTS
        if start + joined >= comma or (found is not None and not joined):
            continue
        phrase = _opening_phrase(tokens, start + joined, comma)
        if phrase and (first or not joined or tokens[phrase.last + 1].low in (*_COMMAS, "(", "of", "from")):
            found = phrase
        first = False
    return Subject(found, "aside") if found else None


def _opening_phrase(tokens: Sequence[Token], at: int, stop: int) -> Phrase | None:
    """The phrase that a stretch between commas opens with, unless it says when or is an introduction."""
    token = tokens[at]
    if token.low in PREPOSITIONS | OPENERS or (token.low.endswith("ing") and token.kind == WORD):
        at = _inside_opener(tokens, at, stop)
    if not at or not (starts_phrase(tokens[at]) or tokens[at].kind == WORD):
        return None
    phrase = phrase_after(tokens, at)
    return phrase if phrase and phrase.last < stop and not is_moment(tokens, phrase) else None


def _inside_opener(tokens: Sequence[Token], at: int, stop: int) -> int:
    """"When Beck, the host, said": the phrase right after when, as, while, because opens a clause."""
    return at + 1 if tokens[at].low in ("when", "as", "while", "because", "that", "if", "although") else 0


def segments(tokens: Sequence[Token], start: int, stop: int) -> list[int]:
    """List where the stretches between commas start, from ``start`` to before ``stop``."""
    found = [start]
    depth = 0
    for at in range(start, stop):
        if tokens[at].low == "(":
            depth += 1
        elif tokens[at].low == ")":
            depth = max(0, depth - 1)
        elif not depth and tokens[at].low in (",", "—", "–", "--") and at + 1 < stop:
            found.append(at + 1)
    return found


def _clause_subject(tokens: Sequence[Token], place: int, how: str) -> Subject | None:
    """Find the subject of the clause before ``place``: the nearest phrase with a verb right after it, else
    the first phrase that isn't part of an introduction."""
    start = clause_start(tokens, place)
    phrase = _nearest_subject(tokens, start, place, how) or first_subject(tokens, start, place)
    for _ in range(_FRAGMENTS):
        if phrase is not None or start < 2 or tokens[start - 1].kind != QUOTATION:
            break
        stop = start - 1
        start = clause_start(tokens, start - 2)  # "X called it “…”, adding": go on before the quotation
        phrase = first_subject(tokens, start, stop)
    return Subject(phrase, how) if phrase else None


def _nearest_subject(tokens: Sequence[Token], start: int, stop: int, how: str) -> Phrase | None:
    """Find the subject of the last verb of saying (for ", adding") or of any verb before ``stop``."""
    if how == "part":
        for at in range(stop - 1, start, -1):
            if tokens[at].kind == WORD and base_of(tokens[at].low) and not tokens[at].low.endswith("ing"):
                said = subject_of(tokens, at)
                if said:
                    return said.phrase
    for at in range(stop - 1, start, -1):
        token = tokens[at]
        if token.kind != WORD or not (token.low in VERBS or token.low in AUXILIARIES or token.low.endswith("ed")):
            continue
        last = _skip_back(tokens, at - 1)
        before = tokens[last]
        if last < start or not (before.kind in (NAME, CAPITAL) or before.low in ("he", "she", "they", "it")):
            continue
        phrase = phrase_before(tokens, last)
        if phrase and phrase.first >= start and tokens[phrase.first - 1].low not in _NO_SUBJECT:
            return phrase
    return None


def first_subject(tokens: Sequence[Token], start: int, stop: int) -> Phrase | None:
    """Find the main subject of the clause that starts at ``start``."""
    fallback: Phrase | None = None
    for at in segments(tokens, start, stop):
        while at < stop and (tokens[at].low in JOINTS or tokens[at].low in ADVERBS):
            at += 1
        if at >= stop:
            continue
        token = tokens[at]
        if token.low in ("when", "as", "while", "because", "that", "if", "although", "though", "after", "before",
                         "since", "once", "until"):
            if at + 1 < stop and fallback is None and not token.low.endswith("ing"):
                fallback = phrase_after(tokens, at + 1)
            continue
        if token.low in PREPOSITIONS | OPENERS or (token.kind == WORD and token.low.endswith(("ing", "ed"))):
            continue
        phrase = phrase_after(tokens, at)
        if phrase and phrase.last < stop and not is_moment(tokens, phrase):
            return phrase
    return fallback if fallback and fallback.last < stop else None


def _passive(tokens: Sequence[Token], place: int) -> Subject | None:
    """"Tass quoted Rogozin as saying", "Rogozin was quoted as saying"."""
    if tokens[place].low != "as":
        return None
    before = place - 1
    while before > 1 and place - before < 12 and tokens[before].low not in ("quoted", "cited", "quotes", "quoting"):
        before -= 1
    if tokens[before].low not in ("quoted", "cited", "quotes", "quoting"):
        return None
    if tokens[before - 1].low in ("was", "is", "were", "been", "are", "being"):
        return subject_of(tokens, before)
    phrase = phrase_after(tokens, before + 1)
    return Subject(phrase, "near") if phrase else None


def has_pronoun(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the phrase is he or she."""
    return tokens[phrase.head].low in SINGULAR
