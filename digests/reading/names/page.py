"""An article as a row of words, and the names found in it so far."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from digests.model import Kind, Span
from digests.text import cut_words

_SHORTEST = 3  # code points of a sentence that may hold a name
_WORD = re.compile(r"[^\W_]")
GAP = ""  # stands between sentences, so that no pattern crosses from one to the next


class Name(NamedTuple):
    """A stretch of the row (after last) and what it names."""

    start: int
    end: int
    kind: Kind


@dataclass(slots=True)
class Page:
    """Words of all sentences in a row with gaps between; ``names`` never overlap and are in order."""

    text: str
    words: list[str]
    sentences: list[tuple[int, int]]  # of each sentence in the row
    begins: list[int]  # where each sentence begins in the text
    names: list[Name] = field(default_factory=list)

    def text_of(self, name: Name) -> str:
        """Give the name's words with one space between."""
        return " ".join(self.words[name.start:name.end])

    def places(self) -> list[int]:
        """Give for each word where it begins in the text; -1 for gaps."""
        found, find = [-1] * len(self.words), self.text.find
        for (first, last), at in zip(self.sentences, self.begins, strict=True):
            for place, word in enumerate(self.words[first:last], first):
                found[place] = begin = find(word, at)
                at = begin + len(word)
        return found

    def taken(self) -> list[int]:
        """Give for each place the index of its name, or -1."""
        owners = [-1] * len(self.words)
        for at, name in enumerate(self.names):
            owners[name.start:name.end] = [at] * (name.end - name.start)
        return owners

    def add(self, more: Sequence[Name]) -> None:
        """Add names; of two that overlap the earlier added stays."""
        owners = self.taken()
        for name in more:
            if all(owner < 0 for owner in owners[name.start:name.end]):
                owners[name.start:name.end] = [0] * (name.end - name.start)
                self.names.append(name)
        self.names.sort(key=lambda name: name.start)

    def of_kind(self, kind: Kind) -> Iterator[Name]:
        """Yield the names of a kind, in order."""
        return (name for name in self.names if name.kind == kind)


def open_page(text: str, sentences: Sequence[Span]) -> Page:
    """Cut the sentences into words and lay them in a row."""
    words, places, begins = [GAP], [], []
    for sentence in sentences:
        if sentence.end - sentence.start < _SHORTEST or not _WORD.search(text, sentence.start, sentence.end):
            continue
        first = len(words)
        words += cut_words(text, sentence.start, sentence.end)
        places.append((first, len(words)))
        begins.append(sentence.start)
        words.append(GAP)
    words += (GAP, GAP)
    return Page(text, words, places, begins)
