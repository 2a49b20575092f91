"""Noun phrases in a row of tokens, without a parser: closed classes bound them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digests.reading.lexicon import CLOSED, DETERMINERS, LINKS, MOMENTS, SINGULAR
from digests.reading.stream import CAPITAL, MARK, NAME, NUMBER, POSSESSIVE, WORD, Token

_OWNERS = frozenset("his her its their our my your whose".split())
_ALONE = frozenset("some many several others one another both all two three few".split())  # may stand for people
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_MOST = 14  # tokens in a noun phrase


class Phrase(NamedTuple):
    """Tokens ``first`` to ``last`` inclusive; ``head`` is the token that the phrase is about."""

    first: int
    last: int
    head: int


def is_pronoun(token: Token) -> bool:
    """Whether the token is a pronoun that can speak."""
    return token.low in SINGULAR or token.low in ("they", "we", "i", "it")


def _inner(tokens: Sequence[Token], place: int) -> bool:
    """Whether the token can stand inside a noun phrase."""
    token = tokens[place]
    if token.kind in (NAME, NUMBER, POSSESSIVE):
        return True
    if token.kind == CAPITAL:
        return token.low not in CLOSED or (token.low in ("may", "will", "us") and len(token.low) > 1
                                           and tokens[place - 1].kind == CAPITAL)
    if token.kind == WORD:
        return token.low not in CLOSED and token.low not in DETERMINERS
    return token.low == "&"


def _verbal(token: Token) -> bool:
    return token.kind == WORD and len(token.low) > 4 and token.low.endswith(("ed", "ing")) and token.low not in (
        "king", "wing", "beijing", "red")


def phrase_before(tokens: Sequence[Token], last: int) -> Phrase | None:
    """Find the noun phrase that ends with token ``last``, with an "of …" or "for …" that belongs to it."""
    token = tokens[last]
    if is_pronoun(token):
        return Phrase(last, last, last)
    found = _simple_before(tokens, last)
    if found is None:
        return None
    first, head = found.first, found.head
    while first > 2 and tokens[first - 1].low in LINKS and last - first < _MOST:
        wider = _simple_before(tokens, first - 2)
        if wider is None or not _takes_link(tokens, wider, tokens[first - 1].low):
            break
        first, head = wider.first, wider.head
    return Phrase(first, last, head)


def _takes_link(tokens: Sequence[Token], phrase: Phrase, link: str) -> bool:
    """Whether "phrase of …" is one phrase: it opens with an article, or is a plural or a name."""
    opener, head = tokens[phrase.first], tokens[phrase.head]
    if head.low in MOMENTS or head.kind == NUMBER:
        return False
    before = tokens[phrase.first - 1]
    if before.kind == WORD and before.low in LINKS | {"after", "during", "by", "as"} and link != "of":
        return False
    return opener.low in DETERMINERS or link in ("of", "for") or head.low.endswith("s") or opener.kind == NAME


def _simple_before(tokens: Sequence[Token], last: int) -> Phrase | None:
    place = last
    seen_name = False
    while place > 0 and last - place < _MOST:
        token = tokens[place]
        if token.low in DETERMINERS and token.kind != NAME:
            if place < last or token.low in _ALONE:
                place -= 1
            break
        if token.kind == NAME and seen_name and tokens[place + 1].kind == NAME:
            break  # two names side by side: the first belongs to what stands before
        if not _inner(tokens, place):
            if token.low in ("and", ",") and _joins_names(tokens, place):
                place -= 1
                continue
            break
        if _verbal(token) and not _opened_soon(tokens, place):
            break
        seen_name = seen_name or token.kind == NAME
        place -= 1
    first = place + 1
    while first <= last and tokens[first].kind == WORD and tokens[first].low.endswith("ly"):
        first += 1
    while first <= last and (tokens[first].kind == POSSESSIVE or (tokens[first].low in MOMENTS
                             and tokens[first].kind != NAME)):
        first += 1
    if first > last or tokens[last].kind == POSSESSIVE:
        return None
    return Phrase(first, last, _head(tokens, last))


def _head(tokens: Sequence[Token], last: int) -> int:
    """The last token, or the name before "III"."""
    return last - 1 if tokens[last].low in _SUFFIXES and tokens[last - 1].kind == NAME else last


def _joins_names(tokens: Sequence[Token], place: int) -> bool:
    left, right = tokens[place - 1], tokens[place + 1]
    return tokens[place].low == "and" and left.kind in (NAME, CAPITAL) and right.kind in (NAME, CAPITAL)


def _opened_soon(tokens: Sequence[Token], place: int) -> bool:
    """Whether an article stands shortly before: "a retired general" against "voters retired general"."""
    for before in range(place - 1, max(place - 4, 0), -1):
        if tokens[before].low in DETERMINERS:
            return True
        if not _inner(tokens, before):
            return False
    return False


def phrase_after(tokens: Sequence[Token], first: int) -> Phrase | None:
    """Find the noun phrase that begins with token ``first``, up to a verb, mark or preposition."""
    if first >= len(tokens):
        return None
    token = tokens[first]
    if is_pronoun(token):
        return Phrase(first, first, first)
    if (token.low in MOMENTS and token.kind != NAME) or token.low in ("this", "that", "nothing", "something"):
        return None
    place = first
    if token.low in DETERMINERS and token.kind != NAME:
        place += 1
    if token.low in ("both", "all") and place < len(tokens) and tokens[place].low in DETERMINERS:
        place += 1
    while place < len(tokens) and place - first < _MOST and _inner(tokens, place):
        inside = tokens[place]
        if inside.kind == WORD and inside.low.endswith("ly") and place > first:
            break
        if inside.kind == NAME and place > first and tokens[place - 1].kind == NAME:
            break
        if inside.low in MOMENTS and inside.kind != NAME and place > first and tokens[
                place - 1].low not in DETERMINERS:
            break
        place += 1
    last = place - 1
    while last > first and (tokens[last].kind == POSSESSIVE or _verbal(tokens[last])):
        last -= 1
    if last < first or (tokens[last].low in DETERMINERS and last > first) or tokens[last].kind in (MARK, NUMBER):
        return None
    if tokens[first].low in DETERMINERS and last == first and tokens[first].low not in ("some", "many", "one",
                                                                                      "another", "both", "several"):
        return None
    return Phrase(first, last, _head(tokens, last))


def is_moment(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Whether the phrase says when: "last year", "the next day", "two weeks"."""
    last = tokens[phrase.last]
    following = tokens[phrase.last + 1].low
    return last.kind != NAME and (last.low in MOMENTS or following in MOMENTS or following == "ago"
                                  or last.low.rstrip("s") in MOMENTS)


def starts_phrase(token: Token) -> bool:
    """Whether a noun phrase can begin here."""
    if token.kind in (NAME, CAPITAL):
        return token.kind == NAME or token.low not in CLOSED
    return token.low in DETERMINERS or is_pronoun(token) or token.low in _OWNERS
