"""Features of words and of their surroundings; training and reading share every line of this.

A word has features that depend on it alone, weighted by the place that it stands in relative to the token
scored (``SLOTS``), so that a reader sums one cached vector a word and place. On top: classes of neighbours,
the run of capitalised words that a token is in, how its article writes it elsewhere, and listed phrases.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digests.reading.names.lexicon import CAPITALISED, CLASS, CLASSES, Lexicon

# The token itself, neighbours, first and last word of its run of capitals, words before and after the run.
SLOTS = ("0", "-1", "+1", "-2", "+2", "first", "last", "before", "after")
PAD = ""
Ints = npt.NDArray[np.int32]

_OF, _THE, _AND, _FOR, _PARTICLE = (CLASS[name] for name in ("of", "the", "&", "for", "particle"))
_JOINTS = frozenset((_OF, _AND, _FOR, _PARTICLE))
_BREAKS = frozenset(CLASS[name] for name in ("Function", "Date"))
_OPENS = CAPITALISED - _BREAKS
_NUMBERS = frozenset(CLASS[name] for name in ("number", "alnum"))


def shape(word: str) -> str:
    """Sketch a word: X for capitals, x for small letters, 9 for digits; repeats shortened."""
    sketch = "".join("X" if c.isupper() else "x" if c.isalpha() else "9" if c.isdigit() else c for c in word[:12])
    short = ""
    for sign in sketch:
        if sign != short[-1:] or short[-2:-1] != sign:
            short += sign
    return short


def word_features(word: str, known: Lexicon) -> tuple[list[str], int]:
    """List the features of a word and how many of them serve in every slot (they come first)."""
    if word == PAD:
        return ["c=pad"], 1
    lower = word.lower()
    listed = [name for name, words in (("g", known.given), ("s", known.surnames), ("p", known.places),
                                       ("d", known.demonyms), ("a", known.agencies), ("k", known.craft))
              if word in words]
    shared = [f"w={lower}", f"c={known.class_of(word)}", f"s3={lower[-3:]}"]
    middle = [f"h={shape(word)}", f"s2={lower[-2:]}", *(f"l={name}" for name in listed)]
    alone = [f"p2={lower[:2]}", f"p3={lower[:3]}", f"p4={lower[:4]}", f"s4={lower[-4:]}", f"s5={lower[-5:]}",
             f"n={min(len(word), 12)}", f"l={''.join(listed)}", f"k={lower in known.common}", f"W={word}"]
    return shared + middle + alone, len(shared)


def slot_features(word: str, known: Lexicon) -> dict[str, list[str]]:
    """List a word's features by slot."""
    every, shared = word_features(word, known)
    middle = [f for f in every if f[:2] in ("h=", "l=") or f.startswith("s2=")]
    found = dict.fromkeys(SLOTS, every[:shared])
    found["0"] = every
    found["-1"] = found["+1"] = every[:shared] + middle
    found["last"] = every[:shared] + [f for f in middle if f[0] == "l"]
    return found


@dataclass(slots=True)
class Layout:
    """Tokens of all sentences in a row, two pads between; arrays run over that row."""

    words: list[str]
    classes: list[int]
    bounds: list[tuple[int, int]]  # of each sentence in the row
    slots: list[list[int]]  # for first, last, before, after: the place in the row, or 0 (a pad)
    run: list[int]  # length and place in the run, as one number; 0 outside
    habit: list[int]  # how the article writes the word elsewhere
    phrase: list[int]  # listed phrase that the token is in
    caps: list[int]  # 1 in sentences of capitalised words


def lay_out(sentences: Sequence[Sequence[str]], classes_of: dict[str, int]) -> Layout:
    """Lay the sentences' words in a row and describe where each stands. Linear in the words."""
    words, bounds = [PAD, PAD], []
    for sentence in sentences:
        bounds.append((len(words), len(words) + len(sentence)))
        words += sentence
        words += (PAD, PAD)
    classes = [classes_of[word] for word in words]
    size = len(words)
    layout = Layout(words, classes, bounds, [[0] * size for _ in range(4)], [0] * size, [0] * size, [0] * size,
                    [0] * size)
    capitals = [at for at, kind in enumerate(classes) if kind in CAPITALISED]
    _mark_runs(layout)
    _mark_caps(layout, capitals)
    _mark_habits(layout, capitals)
    return layout


def _mark_runs(layout: Layout) -> None:
    """Find runs of capitalised words, joined by "of", "&", "for", "de" and the like."""
    classes, size = layout.classes, len(layout.words)
    first, last, before, after = layout.slots
    end = 0
    for at in [at for at, kind in enumerate(classes) if kind in _OPENS]:
        if at < end:
            continue
        end = at + 1
        while end < size:
            kind = classes[end]
            if kind in _OPENS or kind in _NUMBERS:
                end += 1
            elif kind in _JOINTS and classes[end + 1] in _OPENS:
                end += 2
            elif kind == _OF and classes[end + 1] == _THE and classes[end + 2] in CAPITALISED:
                end += 3
            else:
                break
        length = min(end - at, 5)
        for i in range(at, end):
            first[i], last[i], before[i], after[i] = at, end - 1, at - 1, min(end, size - 1)
            layout.run[i] = 1 + length * 25 + min(i - at, 4) * 5 + min(end - 1 - i, 4)


def _mark_caps(layout: Layout, capitals: list[int]) -> None:
    """Mark sentences of more than three words of which more than seven in ten begin with a capital."""
    words = layout.words
    for start, end in layout.bounds:
        if bisect_left(capitals, end) - bisect_left(capitals, start) < 3:
            continue
        letters = [word[0] for word in words[start:end] if word[:1].isalpha()]
        high = sum(map(str.isupper, letters))
        if len(letters) > 3 and high * 10 > len(letters) * 7:
            layout.caps[start:end] = [1] * (end - start)


def _mark_habits(layout: Layout, capitals: list[int]) -> None:
    """Mark how each capitalised word is written elsewhere in the article: small, capital inside a sentence."""
    words, every = layout.words, set(layout.words)
    starts = {start for start, _ in layout.bounds}
    within = {at for at in capitals if at not in starts and not layout.caps[at]}
    inside = Counter(words[at] for at in within)
    for at in capitals:
        word = words[at]
        lower = word.lower()
        seen = inside[word] - (at in within)
        layout.habit[at] = 1 + 2 * (lower in every and lower[:1].islower()) + (seen > 0)


def loose_features(layout: Layout, at: int) -> list[str]:
    """List what depends on more than one word: the keys of the model's tables."""
    kinds = layout.classes
    here, left, right = kinds[at], kinds[at - 1], kinds[at + 1]
    return [f"ll={left}|{here}", f"rr={here}|{right}", f"lr={left}|{here}|{right}",
            f"run={layout.run[at]}", f"habit={layout.habit[at]}|{int(left == 0)}",
            f"caps={layout.caps[at]}|{here}", f"ph={layout.phrase[at]}",
            f"ph-={layout.phrase[at - 1]}", f"ph+={layout.phrase[at + 1]}"]


CLASS_COUNT = len(CLASSES)
