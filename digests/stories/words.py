"""Terms for comparing articles: stems of words, names for one thing under one term, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from digests.text import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.,'’-](?=[^\W_])[^\W_]+)*")
_VOWEL = re.compile("[aeiouy]")
_LONGEST = 40  # code points of a word that are looked at


class Word(NamedTuple):
    """A word as met: the term it stands for, and whether it began with a capital."""

    term: str
    capital: bool
    start: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Strip common English endings off a lower-case word; names and numbers come back as they are."""
    if len(word) <= 3 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word[:-len(ending)]
        if word.endswith(ending) and len(root) >= 3 and _VOWEL.search(root):
            word = root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "lsz" else root
            break
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word[:-1] + "i" if word.endswith("y") else word


def words(text: str) -> Iterator[Word]:
    """Cut out the words that carry meaning, in order: stop words and single letters are left out."""
    for match in _WORD.finditer(text):
        raw = match[0][:_LONGEST]
        if raw[-2:] in ("'s", "’s"):
            raw = raw[:-2]
        lower = raw.lower()
        if len(lower) > 1 and lower not in STOP_WORDS:
            yield Word(stem(lower), raw[0].isupper(), match.start())


def code(term: str) -> int:
    """Number a term: 32 bits, the same in every process."""
    return crc32(term.encode("utf-8", "replace"))
