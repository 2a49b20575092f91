"""Terms for comparing articles: stems, with one term for what goes by several names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

from digests.stories.lexicon import FIGURES, PHRASES, ROMAN, SAME
from digests.stories.stems import stem
from digests.text import STOP_WORDS

_WORD = re.compile(r"\d+[-–]\d+\b|[^\W_]+(?:[.,'’](?=[^\W_])[^\W_]+)*")
_LONGEST = 40  # code points of a word that are looked at
_KNOWN = 100_000  # words as written that are remembered


class Sort(IntEnum):
    """What a term is: they are compared each with its like."""

    PLAIN = 0
    NAME = 1
    NUMBER = 2


class Word(NamedTuple):
    """A word as met: the term that it stands for, and whether it began with a capital."""

    term: str
    capital: bool


class _Entry(NamedTuple):
    """What is known of a word as written: ``ways`` are the phrases that it begins."""

    word: Word | None  # None: it carries no meaning
    bare: str
    ways: tuple[_Way, ...]


class _Way(NamedTuple):
    rest: tuple[str, ...]  # the words after the first
    phrase: _Entry


class _Entries(dict[str, _Entry]):
    """Entries of words as written, looked up once; all are forgotten when there are too many."""

    def __missing__(self, raw: str) -> _Entry:
        if len(raw) > _LONGEST:
            return self[raw[:_LONGEST]]
        if len(self) >= _KNOWN:
            self.clear()
            _begin.clear()
        lower, term = raw.lower(), _term(raw)
        bare = lower[:-2] if lower[-2:] in ("'s", "’s") else lower
        ways = _phrases().get(bare, ())
        if ways:
            _begin.add(raw)
        entry = self[raw] = _Entry(Word(term, raw[0].isupper()) if term else None, bare, ways)
        return entry


_entries = _Entries()
_begin: set[str] = set()  # of these words those that begin a phrase
_NOTHING = _Entry(None, "", ())


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
def _phrases() -> Mapping[str, tuple[_Way, ...]]:
    """Phrases by their first word, the longest first."""
    found: dict[str, list[_Way]] = {}
    for phrase, name in PHRASES.items():
        first, *rest = phrase.split()
        term = stem(name)
        found.setdefault(first, []).append(_Way(tuple(rest), _Entry(Word(term, True) if term else None, "", ())))
    return {first: tuple(sorted(ways, key=lambda way: -len(way.rest))) for first, ways in found.items()}


def words(text: str) -> list[Word]:
    """Cut out the words that carry meaning, in order; a phrase that names one thing is one word."""
    return meanings(written(text))


def written(text: str) -> list[str]:
    """Cut out all words as they are written."""
    return _WORD.findall(text)


def meanings(raws: Sequence[str]) -> list[Word]:
    """Give the words that carry meaning for words as written."""
    met = list(map(_entries.__getitem__, raws))
    if not _begin.isdisjoint(raws):
        _join(met)
    return [entry.word for entry in met if entry.word is not None]


def _join(met: list[_Entry]) -> None:
    """Put phrases in the places of their first words, and nothing in the places of the others."""
    free = 0
    for place in [place for place, entry in enumerate(met) if entry.ways]:
        for rest, phrase in met[place].ways if place >= free else ():
            end = place + 1 + len(rest)
            if rest == tuple(entry.bare for entry in met[place + 1:end]):
                met[place:end] = [phrase, *[_NOTHING] * len(rest)]
                free = end
                break


@lru_cache(maxsize=100_000)
def code(term: str) -> int:
    """Number a term: 32 bits, the same in every process."""
    return crc32(term.encode("utf-8", "replace"))
