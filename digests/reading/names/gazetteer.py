"""Phrases on the lists, found among tokens: longest first, in one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from digests.reading.names.lexicon import read_list
from digests.text import tokens

LISTS = ("craft", "celestial", "agencies", "outlets", "organisations", "countries", "regions", "journals",
         "events")


@lru_cache(maxsize=1)
def phrases() -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Load the lists: first word → (words, index of the list) with the longest first."""
    found: dict[str, dict[tuple[str, ...], int]] = {}
    for index, name in enumerate(LISTS):
        for line in read_list(name):
            words = tuple(token.text for token in tokens(line))
            found.setdefault(words[0], {}).setdefault(words, index)
    return {first: sorted(choices.items(), key=lambda item: -len(item[0])) for first, choices in found.items()}


@lru_cache(maxsize=1)
def single_phrases() -> frozenset[str]:
    """Give every listed phrase as one string."""
    return frozenset(" ".join(words) for choices in phrases().values() for words, _ in choices)


def find_phrases(words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield (first, after last, index of the list) of every listed phrase in a row of words."""
    listed = phrases()
    free = 0
    for at in [at for at, word in enumerate(words) if word in listed]:
        if at < free:
            continue
        for phrase, index in listed[words[at]]:
            length = len(phrase)
            if length == 1 or tuple(words[at:at + length]) == phrase:
                yield at, at + length, index
                free = at + length
                break


def mark_phrases(words: Sequence[str], marks: list[int]) -> None:
    """Write into ``marks`` for each word of a phrase 1 + 2 x list, one more after its first word."""
    for start, end, index in find_phrases(words):
        marks[start] = 1 + 2 * index
        marks[start + 1:end] = [2 + 2 * index] * (end - start - 1)
