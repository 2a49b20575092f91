"""Every "X said", "said X", "according to X" outside quotation marks, before it is tied to a quotation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from digests.reading.lexicon import DETERMINERS
from digests.reading.phrases import Phrase, phrase_after, starts_phrase
from digests.reading.quotes.cues import NOUN_LIKE, base_of, is_base, is_strong, takes_object
from digests.reading.stream import BREAK, NAME, POSSESSIVE, QUOTATION, WORD, Token
from digests.reading.subjects import subject_of

_MOST = 500  # in a paragraph: more is no prose
_PAIRS = frozenset((("put", "it"), ("puts", "it"), ("went", "on"), ("goes", "on"), ("shot", "back"), ("fired", "back"),
                    ("hit", "back"), ("chimed", "in"), ("wrapped", "up"), ("joked", "about"), ("piped", "up")))
_MODALS = frozenset("will would can could may might should must to".split())
_FIRSTS = {first for first, _ in _PAIRS} | {"according"}
_BE = frozenset("is are was were be been being am 's 're".split())
_INVERTED_NOUNS = frozenset(
    "officials spokesman spokeswoman spokesperson former sen rep gov state study lead co-author".split())
_AFTER_SPEAKER = frozenset((",", ".", ";", ":", "—", "(", "of", "from", "at", "who", "in", "with", "for"))


class Attribution(NamedTuple):
    """A cue from token ``first`` to ``last`` and the phrase that speaks. ``how`` is the subject's place: near,
    aside, joined, relative, part (see ``subjects``), after ("said X") or according."""

    first: int
    last: int
    phrase: Phrase
    how: str


def find_attributions(tokens: Sequence[Token]) -> list[Attribution]:
    """List a paragraph's attributions in the order of their cues."""
    return list(_attributions(tokens))


def _attributions(tokens: Sequence[Token]) -> Iterator[Attribution]:
    places = (at for at, token in enumerate(tokens) if token.kind != NAME and _may_be_cue(token.low))
    for place in islice(places, _MOST):
        token = tokens[place]
        if token.low == "according" and place + 2 < len(tokens) and tokens[place + 1].low == "to":
            phrase = phrase_after(tokens, place + 2)
            if phrase:
                yield Attribution(place, place + 1, phrase, "according")
        elif _put_it(tokens, place):
            found = _before(tokens, place)
            if found:
                yield found._replace(last=place + 1)
        elif base_of(token.low) and _is_verb(tokens, place) and not _passive(tokens, place):
            found = _after(tokens, place) or _before(tokens, place)
            if found:
                yield found


def _may_be_cue(word: str) -> bool:
    return word in _FIRSTS or base_of(word) is not None


def _put_it(tokens: Sequence[Token], place: int) -> bool:
    """"As X put it", "X went on"."""
    return (tokens[place].low, tokens[place + 1].low) in _PAIRS


def _is_verb(tokens: Sequence[Token], place: int) -> bool:
    token, before = tokens[place], tokens[place - 1]
    if before.kind == POSSESSIVE or (before.low in DETERMINERS and before.kind == WORD) or before.low in ("of", "for"):
        return False
    if is_base(token.low) and (before.low in _MODALS or before.low in ("and", "or", ",")):
        return before.low in _MODALS and is_strong(token.low)
    if token.low in NOUN_LIKE:
        return (before.kind != WORD or before.low in ("he", "she", "it", "also", "who") or before.low.endswith("ly")
                or tokens[place + 1].low in (":", ",", "."))
    return True


def _passive(tokens: Sequence[Token], verb: int) -> bool:
    """Whether somebody is told or asked rather than tells or asks."""
    if tokens[verb].low.endswith("ing"):
        return False
    before = verb - 1
    while tokens[before].low in ("not", "also", "already", "then", "later", "recently", "once") or (tokens[
            before].low.endswith("ly") and tokens[before].kind == WORD):
        before -= 1
    return tokens[before].low in _BE


def _after(tokens: Sequence[Token], verb: int) -> Attribution | None:
    """Find "said X" right after a quotation, at the start of a sentence, or after a comma."""
    before = tokens[verb - 1]
    if before.low in (",", "—", "–", "-") and verb > 1:
        quoted = tokens[verb - 2].kind == QUOTATION
    else:
        quoted = before.kind == QUOTATION or (before.kind == BREAK and verb > 1 and tokens[verb - 2].kind == QUOTATION)
    opens = before.kind == BREAK or before.low == "as"
    plain = tokens[verb].low in ("said", "says") and before.low in (",", "as")
    if not (quoted or opens or plain) or verb + 1 >= len(tokens):
        return None
    following = tokens[verb + 1]
    plural = following.low.endswith("s") or following.low in _INVERTED_NOUNS
    if not (starts_phrase(following) or (following.kind == WORD and (
            plural or (quoted and _named_soon(tokens, verb + 1))))):
        return None
    phrase = phrase_after(tokens, verb + 1)
    if phrase is None or (takes_object(tokens[verb].low) and not quoted):
        return None
    if not quoted and tokens[phrase.last + 1].low not in _AFTER_SPEAKER and tokens[phrase.last + 1].kind != BREAK:
        return None
    return Attribution(verb, verb, phrase, "after")


def _named_soon(tokens: Sequence[Token], place: int) -> bool:
    """"said study author Vicky Hamilton"."""
    phrase = phrase_after(tokens, place)
    return phrase is not None and any(tokens[at].kind != WORD for at in range(phrase.first, phrase.last + 1))


def _before(tokens: Sequence[Token], verb: int) -> Attribution | None:
    found = subject_of(tokens, verb)
    return Attribution(verb, verb, found.phrase, found.how) if found else None
