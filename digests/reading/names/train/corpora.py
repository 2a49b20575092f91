"""Readers of the training sets, each with its own labels, into sentences with ours."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from digests.text import tokens

OURS = {"person": "PER", "per": "PER", "politician": "PER", "scientist": "PER",
        "org": "ORG", "organisation": "ORG", "university": "ORG", "politicalparty": "ORG", "corporation": "ORG",
        "group": "ORG", "loc": "LOC", "location": "LOC", "country": "LOC", "astronomicalobject": "LOC",
        "misc": "MISC", "oth": "MISC", "product": "MISC", "creative-work": "MISC", "event": "MISC",
        "award": "MISC", "academicjournal": "MISC", "election": "MISC"}


@dataclass(slots=True)
class Sentence:
    """Words of our tokens and their labels, "O" or B- and I- of PER ORG LOC CRAFT MISC."""

    words: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)

    def stretches(self) -> list[tuple[int, int, str]]:
        """List (first, after last, kind) of the names."""
        edges = [i for i, label in enumerate(self.labels) if label[0] == "B"]
        found = []
        for start in edges:
            end = start + 1
            while end < len(self.labels) and self.labels[end][0] == "I":
                end += 1
            found.append((start, end, self.labels[start][2:]))
        return found


Document = list[Sentence]


def read_corpora(folder: Path) -> list[Document]:
    """Read every set in ``folder``; sets without documents are cut into pieces of neighbours."""
    documents: list[Document] = []
    for name in ("en_ewt-ud-dev.iob2.gz", "en_ewt-ud-test.iob2.gz"):
        documents += _universal_ner(_lines(folder / name))
    documents += _pieces(_columns(_lines(folder / "wikigold.conll.txt.gz")), 20)
    documents += _pieces(_columns(_lines(folder / "wnut17train.conll.gz")), 1)
    for name in ("politics", "science"):
        documents += _pieces(_columns(_lines(folder / "crossner" / f"{name}-train.txt.gz")), 1)
    return documents


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def _universal_ner(lines: Iterable[str]) -> Iterator[Document]:
    """Columns number, word, label; comments mark where documents begin."""
    document: Document = []
    rows: list[tuple[str, str]] = []
    for line in [*lines, ""]:
        if line.startswith("# newdoc") and document:
            yield document
            document = []
        if line.startswith("#"):
            continue
        if line:
            parts = line.split("\t")
            rows.append((parts[1], parts[2]))
        elif rows:
            document.append(make_sentence(rows))
            rows = []
    if document:
        yield document


def _columns(lines: Iterable[str]) -> Iterator[Sentence]:
    """Word first, label last."""
    rows: list[tuple[str, str]] = []
    for line in [*lines, ""]:
        parts = line.split()
        if len(parts) > 1:
            rows.append((parts[0], parts[-1]))
        elif rows:
            yield make_sentence(rows)
            rows = []


def _pieces(sentences: Iterable[Sentence], size: int) -> list[Document]:
    every = list(sentences)
    return [every[at:at + size] for at in range(0, len(every), size)]


def make_sentence(rows: Iterable[tuple[str, str]]) -> Sentence:
    """Cut words as our tokens are cut, and carry their labels over (IOB1 or IOB2 in, IOB2 out)."""
    marked = [(word, OURS.get(label.partition("-")[2].lower(), ""), label[:1]) for word, label in rows]
    sentence = Sentence()
    before = ("", "", "")
    for word, kind, sign in marked:
        goes_on = sign == "I" and before[1] == kind
        before = (word, kind, sign)
        for token in tokens(word):
            sentence.words.append(token.text)
            sentence.labels.append("O" if not kind else f"I-{kind}" if goes_on else f"B-{kind}")
            goes_on = True
    return rejoined(sentence)


def rejoined(sentence: Sentence) -> Sentence:
    """Join an initial or an abbreviation with the stop that a corpus cuts off: "F ." → "F."."""
    joins = {i for i, (word, after) in enumerate(pairwise(sentence.words)) if after == "." and _takes_stop(word)
             and i + 2 < len(sentence.words)}
    made = Sentence()
    skip = False
    for i, (word, label) in enumerate(zip(sentence.words, sentence.labels, strict=True)):
        if skip:
            skip = False
            continue
        made.words.append(word + "." if i in joins else word)
        made.labels.append(label)
        skip = i in joins
    return made


def _takes_stop(word: str) -> bool:
    return (len(word) == 1 and word.isupper()) or word in ("Mr", "Mrs", "Ms", "Dr", "St", "Jr", "Sr", "Gen", "Sen")
