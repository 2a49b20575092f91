"""Terms for comparing articles: stems, with one term for what goes by several names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

from digests.stories.lexicon import FIGURES, PHRASES, ROMAN, SAME
from digests.stories.stems import stem
from digests.text import STOP_WORDS

_WORD = re.compile(r"\d+[-–]\d+\b|[^\W_]+(?:[.,'’](?=[^\W_])[^\W_]+)*")
_LONGEST = 40  # code points of a word that are looked at


class Sort(IntEnum):
    """What a term is: they are compared each with its like."""

    PLAIN = 0
    NAME = 1
    NUMBER = 2


class Word(NamedTuple):
    """A word as met: the term that it stands for, and whether it began with a capital."""

    term: str
    capital: bool


@lru_cache(maxsize=50_000)
def _term(raw: str) -> str:
    """Find the term of a word as written; empty for words that carry no meaning."""
    if raw[-2:] in ("'s", "’s"):
        raw = raw[:-2]
    if raw in ROMAN:
        return ROMAN[raw]
    lower = raw.lower()
    if lower in FIGURES:
        return FIGURES[lower]
    if lower in STOP_WORDS or (len(lower) < 2 and not lower.isdigit()):
        return ""
    root = stem(lower)
    return SAME.get(root, root)


@cache
def _phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Phrases by their first word, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, term in PHRASES.items():
        first, *rest = phrase.split()
        found.setdefault(first, []).append((tuple(rest), stem(term)))
    return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in found.items()}


def words(text: str) -> Iterator[Word]:
    """Cut out the words that carry meaning, in order; a phrase that names one thing is one word."""
    met = [raw[:_LONGEST] for raw in _WORD.findall(text)]
    phrases = _phrases()
    place, end = 0, len(met)
    while place < end:
        raw = met[place]
        place += 1
        for rest, term in phrases.get(_bare(raw), ()):
            if all(_bare(met[at]) == word for at, word in enumerate(rest, place) if at < end) and (
                    place + len(rest) <= end):
                place += len(rest)
                if term:
                    yield Word(term, True)
                break
        else:
            if term := _term(raw):
                yield Word(term, raw[0].isupper())


@lru_cache(maxsize=50_000)
def _bare(raw: str) -> str:
    lower = raw.lower()
    return lower[:-2] if lower[-2:] in ("'s", "’s") else lower


def code(term: str) -> int:
    """Number a term: 32 bits, the same in every process."""
    return crc32(term.encode("utf-8", "replace"))
