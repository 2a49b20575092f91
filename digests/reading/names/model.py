"""The tagger: a linear-chain CRF read from the weights beside this file.

Trained by ``digests.reading.names.train`` with crfsuite (Okazaki 2007); read here with numpy alone, because
a word's features then cost one cached vector instead of some sixty look-ups a token.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from digests.reading.names.features import CLASS_COUNT, PAD, SLOTS, Layout, lay_out, word_features
from digests.reading.names.gazetteer import LISTS, mark_phrases
from digests.reading.names.lexicon import CAPITALISED, CLASS, Lexicon, lexicon

WEIGHTS = "weights.npz"
_CACHED_WORDS = 30_000  # some 12 MB of vectors; then the cache starts anew
_LONGEST = 160  # tokens that are scored in one piece; longer sentences are cut
_AT_ONCE = 20_000  # tokens that are read as one article; bounds the memory that a huge one takes
_NEVER = np.float32(-1e4)
Floats = npt.NDArray[np.float32]
Tagged = tuple[int, int, str]  # first token, after the last, label


class Model:
    """Weights and a bounded cache of word vectors. Not for several threads at once."""

    def __init__(self, weights: Any) -> None:
        """Take the arrays that ``train`` wrote."""
        self.labels: list[str] = str(weights["labels"]).split()
        self.known: Lexicon = lexicon(frozenset(str(weights["common"]).split()))
        count = len(self.labels)
        self._rows = {name: at for at, name in enumerate(str(weights["features"]).split("\n"))}
        matrix = weights["matrix"].astype(np.float32).reshape(-1, len(SLOTS), count)
        self._matrix: Floats = np.concatenate([matrix, np.zeros_like(matrix[:1])])
        self.transitions: Floats = weights["transitions"].astype(np.float32)
        self._tables = _Tables(str(weights["loose"]).split("\n"), weights["loose_matrix"].astype(np.float32), count)
        self._forget()

    def _forget(self) -> None:
        self._ids: dict[str, int] = {}
        self._classes: dict[str, int] = {}
        self._vectors = np.zeros((1024, len(SLOTS), len(self.labels)), np.float32)
        self._learn([PAD])

    def _learn(self, words: Sequence[str]) -> None:
        """Sum the scores of new words in every slot. A feature that doesn't serve in a slot has no weight there."""
        rows = [self._rows_of(word) for word in words]
        starts = np.cumsum([0, *(len(found) for found in rows[:-1])])
        first = len(self._ids)
        while first + len(words) > len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        summed = np.add.reduceat(self._matrix[np.concatenate(rows)], starts, axis=0)
        self._vectors[first:first + len(words)] = summed
        for at, word in enumerate(words, first):
            self._ids[word] = at
            self._classes[word] = CLASS[self.known.class_of(word)] if word else 0

    def _rows_of(self, word: str) -> list[int]:
        """Look up the rows of a word's features; the last row of the matrix is empty."""
        every, _ = word_features(word, self.known)
        rows = self._rows
        return [row for name in every if (row := rows.get(name)) is not None] or [len(self._matrix) - 1]

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[Tagged]]:
        """Find the labelled stretches of each sentence, in order."""
        pieces = [(at, start, list(sentence[start:start + _LONGEST])) for at, sentence in enumerate(sentences)
                  for start in range(0, len(sentence), _LONGEST)]
        found: list[list[Tagged]] = [[] for _ in sentences]
        first = 0
        while first < len(pieces):
            last, size = first, 0
            while last < len(pieces) and size < _AT_ONCE:
                size += len(pieces[last][2])
                last += 1
            self._tag_batch(pieces[first:last], found)
            first = last
        return found

    def _tag_batch(self, pieces: list[tuple[int, int, list[str]]], found: list[list[Tagged]]) -> None:
        if len(self._ids) > _CACHED_WORDS:
            self._forget()
        new = dict.fromkeys(word for _, _, words in pieces for word in words if word not in self._ids)
        if new:
            self._learn(list(new))
        pieces = [piece for piece in pieces if any(self._classes[word] in CAPITALISED for word in piece[2])]
        if pieces:
            layout = lay_out([words for _, _, words in pieces], self._classes)
            mark_phrases(layout.words, layout.phrase)
            for (at, start, _), path in zip(pieces, self._paths(layout), strict=True):
                found[at] += [(a + start, b + start, label) for a, b, label in self._stretches(path)]

    def _scores(self, layout: Layout) -> Floats:
        """Sum the scores of every label at every place of the row."""
        ids = np.array([self._ids[word] for word in layout.words])
        vectors = self._vectors
        scores: Floats = vectors[ids, 0].copy()
        scores[1:] += vectors[ids[:-1], 1]
        scores[:-1] += vectors[ids[1:], 2]
        scores[2:] += vectors[ids[:-2], 3]
        scores[:-2] += vectors[ids[2:], 4]
        places = np.array(layout.slots)
        inside = places[1] > 0
        for column in range(4):
            scores[inside] += vectors[ids[places[column][inside]], 5 + column]
        scores += self._tables.scores(layout)
        return scores

    def _paths(self, layout: Layout) -> list[list[int]]:
        """Decode all sentences at once, the best path each (Viterbi)."""
        scores = self._scores(layout)
        starts = np.array([start for start, _ in layout.bounds])
        lengths = np.array([end - start for start, end in layout.bounds])
        order = np.argsort(-lengths, kind="stable")
        starts, lengths = starts[order], lengths[order]
        longest, count = int(lengths[0]), len(self.labels)
        alive = [int((lengths > step).sum()) for step in range(longest)]
        back = np.zeros((longest, len(starts), count), np.int16)
        best = scores[starts] + np.where([label[0] == "I" for label in self.labels], _NEVER, 0)
        for step in range(1, longest):
            n = alive[step]
            paths = best[:n, :, None] + self.transitions
            back[step, :n] = paths.argmax(axis=1)
            best[:n] = paths.max(axis=1) + scores[starts[:n] + step]
        found: list[list[int]] = [[] for _ in starts]
        for row, length in enumerate(lengths):
            label = int(best[row].argmax())
            path = [label]
            for step in range(int(length) - 1, 0, -1):
                label = int(back[step, row, label])
                path.append(label)
            found[int(order[row])] = path[::-1]
        return found

    def _stretches(self, path: list[int]) -> list[Tagged]:
        found: list[Tagged] = []
        for at, index in enumerate(path):
            label = self.labels[index]
            if label[0] == "B" or (label[0] == "I" and (not found or found[-1][1] != at)):
                found.append((at, at + 1, label[2:]))
            elif label[0] == "I":
                found[-1] = (found[-1][0], at + 1, found[-1][2])
        return found


class _Tables:
    """Scores that depend on more than one word, by small numbers: see ``features.loose_features``."""

    def __init__(self, keys: list[str], matrix: Floats, labels: int) -> None:
        self._matrix = np.concatenate([np.zeros((1, labels), np.float32), matrix])
        n = CLASS_COUNT
        shapes = {"ll": (n, n), "rr": (n, n), "lr": (n, n, n), "run": (200,), "habit": (8, 2), "caps": (2, n),
                  "ph": (2 * len(LISTS) + 2,), "ph-": (2 * len(LISTS) + 2,), "ph+": (2 * len(LISTS) + 2,)}
        self._tables = {name: np.zeros(shape, np.int32) for name, shape in shapes.items()}
        for row, key in enumerate(keys, 1):
            name, _, rest = key.partition("=")
            self._tables[name][tuple(map(int, rest.split("|")))] = row

    def scores(self, layout: Layout) -> Floats:
        """Sum them for every place of the row; those at its very ends are pads."""
        here = np.array(layout.classes)
        left, right = np.roll(here, 1), np.roll(here, -1)
        phrase = np.array(layout.phrase)
        tables = self._tables
        rows = (tables["ll"][left, here], tables["rr"][here, right], tables["lr"][left, here, right],
                tables["run"][layout.run], tables["habit"][np.array(layout.habit), (left == 0).astype(int)],
                tables["caps"][np.array(layout.caps), here], tables["ph"][phrase],
                tables["ph-"][np.roll(phrase, 1)], tables["ph+"][np.roll(phrase, -1)])
        total: Floats = np.sum([self._matrix[row] for row in rows], axis=0, dtype=np.float32)
        return total


@lru_cache(maxsize=1)
def model() -> Model:
    """Load the weights on first use."""
    raw = (files(__package__) / WEIGHTS).read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as weights:
        return Model(weights)
