"""The tagger: a linear-chain CRF read from the weights beside this file.

Trained by ``digests.reading.names.train`` with crfsuite (Okazaki 2007); read here with numpy alone, because
a word's features then cost one cached vector instead of some sixty look-ups a token.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterator, Sequence
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
Ints = npt.NDArray[np.intp]
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
        self._first: Floats = np.where([label[0] == "I" for label in self.labels], _NEVER, np.float32(0))
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
        new = {word for _, _, words in pieces for word in words}.difference(self._ids)
        if new:
            self._learn(list(new))
        classes = self._classes
        pieces = [piece for piece in pieces if not CAPITALISED.isdisjoint(map(classes.__getitem__, piece[2]))]
        if pieces:
            layout = lay_out([words for _, _, words in pieces], classes)
            mark_phrases(layout.words, layout.phrase)
            labels = best_labels(self._scores(layout), self.transitions, layout.bounds, self._first)
            ends = [end for _, end in layout.bounds]
            for first, last, label in stretches(labels, self.labels):
                row = bisect_right(ends, first)
                at, start, _ = pieces[row]
                start -= layout.bounds[row][0]
                found[at].append((first + start, last + start, label))

    def _scores(self, layout: Layout) -> Floats:
        """Sum the scores of every label at every place of the row."""
        vectors = self._vectors
        ids = np.fromiter(map(self._ids.__getitem__, layout.words), np.intp, len(layout.words))
        here = vectors.take(ids, axis=0)
        scores: Floats = here[:, 0].copy()
        scores[1:] += here[:-1, 1]
        scores[:-1] += here[1:, 2]
        scores[2:] += here[:-2, 3]
        scores[:-2] += here[2:, 4]
        places = np.array(layout.slots)
        inside = np.flatnonzero(places[1])
        within = scores[inside]
        for column in range(4):
            within += here[places[column, inside], 5 + column]
        scores[inside] = within
        scores += self._tables.scores(layout)
        return scores


def best_labels(scores: Floats, transitions: Floats, bounds: Sequence[tuple[int, int]], first: Floats) -> Ints:
    """Decode all sentences at once, the best path each (Viterbi): a label for every place of the row.

    ``scores`` is places by labels, ``transitions`` from by to, ``first`` what a label adds that opens a sentence.
    Places outside of sentences get label 0.
    """
    starts, stops = np.array(bounds).T
    order = np.argsort(starts - stops, kind="stable")  # the longest first, so that those not ended are a slice
    starts, lengths = starts[order], (stops - starts)[order]
    steps = np.arange(lengths[0])
    alive = (lengths[:, None] > steps).sum(axis=0).tolist()
    # Sentences run along the last axis: then the maximum over the labels before is one of whole rows.
    emitted = scores.take(starts + steps[:, None], axis=0, mode="clip").transpose(0, 2, 1).copy()
    moves = transitions[:, :, None].copy()
    best = [emitted[0] + first[:, None]]
    for step in range(1, len(alive)):
        n = alive[step]
        reached = np.maximum.reduce(best[-1][:, None, :n] + moves, axis=0)
        reached += emitted[step, :, :n]
        best.append(reached)
    found = np.zeros(len(scores), np.intp)
    label = np.zeros(0, np.intp)
    for step in range(len(alive) - 1, -1, -1):
        here, n = best[step], len(label)
        if n:
            label = (here[:, :n] + transitions.take(label, axis=1)).argmax(axis=0)
        if n < here.shape[1]:
            label = np.concatenate([label, here[:, n:].argmax(axis=0)])
        found[starts[:here.shape[1]] + step] = label
    return found


def stretches(labels: Ints, names: Sequence[str]) -> Iterator[Tagged]:
    """Join labels of BIO to names: (first, after last, kind)."""
    start = end = 0
    kind = ""
    places = np.flatnonzero(labels)
    for at, label in zip(places.tolist(), labels[places].tolist(), strict=True):
        name = names[label]
        if at == end and name[0] == "I" and kind:
            end = at + 1
            continue
        if kind:
            yield start, end, kind
        start, end, kind = at, at + 1, name[2:]
    if kind:
        yield start, end, kind


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
        total: Floats = self._matrix.take(rows[0], axis=0)
        for row in rows[1:]:
            total += self._matrix.take(row, axis=0)
        return total


@lru_cache(maxsize=1)
def model() -> Model:
    """Load the weights on first use."""
    raw = (files(__package__) / WEIGHTS).read_bytes()
    with np.load(io.BytesIO(raw), allow_pickle=False) as weights:
        return Model(weights)
