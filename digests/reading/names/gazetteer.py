"""Phrases on the lists, found among tokens: longest first, in one pass."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from digests.reading.names.lexicon import read_list
from digests.text import tokens

LISTS = ("craft", "celestial", "agencies", "outlets", "organisations", "countries", "regions", "journals",
         "events")


class Listed(NamedTuple):
    """The phrases that begin with one word: index of the list of the word alone, or -1; the others by second word."""

    alone: int
    longer: dict[str, list[tuple[list[str], int]]]  # words, index of the list; longest first


@lru_cache(maxsize=1)
def phrases() -> dict[str, Listed]:
    """Load the lists, by first word; of lists that share a phrase the first counts."""
    found: dict[str, dict[tuple[str, ...], int]] = {}
    for index, name in enumerate(LISTS):
        for line in read_list(name):
            words = tuple(token.text for token in tokens(line))
            found.setdefault(words[0], {}).setdefault(words, index)
    return {first: _listed(choices) for first, choices in found.items()}


def _listed(choices: dict[tuple[str, ...], int]) -> Listed:
    longer: dict[str, list[tuple[list[str], int]]] = {}
    for words, index in sorted(choices.items(), key=lambda item: -len(item[0])):
        if len(words) > 1:
            longer.setdefault(words[1], []).append((list(words), index))
    return Listed(next((index for words, index in choices.items() if len(words) == 1), -1), longer)


@lru_cache(maxsize=1)
def single_phrases() -> frozenset[str]:
    """Give every listed phrase as one string."""
    return frozenset({first for first, listed in phrases().items() if listed.alone >= 0}.union(
        " ".join(words) for listed in phrases().values() for choices in listed.longer.values() for words, _ in choices))


def find_phrases(words: list[str]) -> list[tuple[int, int, int]]:
    """List (first, after last, index of the list) of every listed phrase in a row of words."""
    listed = phrases()
    found = []
    free = 0
    for at in [at for at, word in enumerate(words) if word in listed]:
        if at < free:
            continue
        alone, longer = listed[words[at]]
        for phrase, index in longer.get(words[at + 1], ()) if longer and at + 1 < len(words) else ():
            free = at + len(phrase)
            if words[at:free] == phrase:
                found.append((at, free, index))
                break
        else:
            free = at + 1
            if alone >= 0:
                found.append((at, free, alone))
    return found


def mark_phrases(words: list[str], marks: list[int]) -> None:
    """Write into ``marks`` for each word of a phrase 1 + 2 x list, one more after its first word."""
    for start, end, index in find_phrases(words):
        marks[start] = 1 + 2 * index
        marks[start + 1:end] = [2 + 2 * index] * (end - start - 1)
