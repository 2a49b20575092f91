"""Passages of our own with what is in them (``gold.txt``), and the figures that readers get on them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

Stretch = tuple[int, int]
Said = tuple[str, str]  # words of a quotation, who said it
_SIGN = re.compile(r"¦|\[(?P<kind>[PO]) |\]|\{(?P<speaker>[^}]*)\}")
_MARKED = re.compile(r"[“\"]([^“”\"]*)[”\"]$")


@dataclass(slots=True)
class Passage:
    """A text; its sentences, people and organisations as spans; its quotations with their speakers."""

    text: str = ""
    sentences: list[Stretch] = field(default_factory=list)
    people: list[Stretch] = field(default_factory=list)
    organisations: list[Stretch] = field(default_factory=list)
    quotes: list[Said] = field(default_factory=list)


def passages() -> list[Passage]:
    """Read the passages, a line each."""
    lines = (Path(__file__).parent / "gold.txt").read_text("utf-8").splitlines()
    return [parse(line) for line in lines if line and line[0] != "#"]


def parse(line: str) -> Passage:
    """Take the signs out of a line and note what they say."""
    found, at, opened = Passage(), 0, 0
    kind: list[tuple[str, int]] = []
    for sign in _SIGN.finditer(line):
        found.text += line[at : sign.start()]
        at, end = sign.end(), len(found.text)
        if sign[0] == "¦":
            found.sentences.append((opened + (found.text[opened : opened + 1] == " "), end))
            opened = end
        elif sign["kind"]:
            kind.append((sign["kind"], end))
        elif sign[0] == "]":
            sort, start = kind.pop()
            (found.people if sort == "P" else found.organisations).append((start, end))
        elif said := _MARKED.search(found.text):
            found.quotes.append((said[1], sign["speaker"]))
    found.text += line[at:]
    return found


def f1(wanted: Collection[object], given: Collection[object]) -> float:
    """Give the harmonic mean of precision and recall of exact answers."""
    hits = len(set(wanted) & set(given))
    return 2 * hits / ((len(wanted) + len(given)) or 1)


def b_cubed(wanted: list[str], given: list[object]) -> float:
    """Give the B-cubed F1 of a clustering (Bagga and Baldwin, 1998), labels in the order of the articles."""
    if not wanted:
        return 0.0
    precision = recall = 0.0
    for label, story in zip(wanted, given, strict=True):
        same = sum(a == label and b == story for a, b in zip(wanted, given, strict=True))
        precision += same / given.count(story)
        recall += same / wanted.count(label)
    return 2 * precision * recall / (precision + recall) / len(wanted)
