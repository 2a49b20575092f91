"""Features out of sentences, weights out of crfsuite, arrays out of weights."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from digests.reading.names.features import PAD, SLOTS, lay_out, loose_features, slot_features
from digests.reading.names.gazetteer import mark_phrases
from digests.reading.names.lexicon import CLASS, Lexicon
from digests.reading.names.train.corpora import Document

Weights = tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]
LABELS = ["O", *(f"{sign}-{kind}" for kind in ("PER", "ORG", "LOC", "CRAFT", "MISC") for sign in "BI")]


def common_words(documents: list[Document]) -> frozenset[str]:
    """Collect the words that the corpora write in small letters outside of names."""
    seen = Counter(word for document in documents for sentence in document
                   for word, label in zip(sentence.words, sentence.labels, strict=True)
                   if label == "O" and word.isalpha() and word.islower())
    return frozenset(word for word, count in seen.items() if count > 1 or len(word) > 3)


def items(document: Document, known: Lexicon) -> Iterator[tuple[list[list[str]], list[str]]]:
    """Yield features and labels of each sentence that has a capital letter."""
    words = {PAD, *(word for sentence in document for word in sentence.words)}
    classes = {word: CLASS[known.class_of(word)] if word else 0 for word in words}
    by_slot = {word: {slot: [f"{slot}:{name}" for name in names] for slot, names in
                      slot_features(word, known).items()} for word in words}
    layout = lay_out([sentence.words for sentence in document], classes)
    mark_phrases(layout.words, layout.phrase)
    for (start, end), sentence in zip(layout.bounds, document, strict=True):
        rows = []
        for at in range(start, end):
            row = [*by_slot[layout.words[at]]["0"]]
            for slot, step in (("-1", -1), ("+1", 1), ("-2", -2), ("+2", 2)):
                row += by_slot[layout.words[at + step]][slot]
            if layout.slots[1][at]:
                for slot, places in zip(SLOTS[5:], layout.slots, strict=True):
                    row += by_slot[layout.words[places[at]]][slot]
            rows.append(row + loose_features(layout, at))
        yield rows, sentence.labels


def fit(documents: list[Document], known: Lexicon, *, rounds: int, penalty: float, shrinkage: float) -> Weights:
    """Train one CRF; give its weights by (attribute, label) and by (label, label)."""
    import pycrfsuite  # type: ignore[import-untyped]

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": penalty, "c2": shrinkage, "max_iterations": rounds, "feature.minfreq": 2,
                        "feature.possible_transitions": True})
    for document in documents:
        for rows, labels in items(document, known):
            trainer.append(rows, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "names.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        weights = dict(info.state_features), dict(info.transitions)
        tagger.close()
    return weights


def average(models: list[Weights]) -> Weights:
    """Take the mean of every weight: the models differ in the names drawn for their sentences."""
    state: defaultdict[tuple[str, str], float] = defaultdict(float)
    moves: defaultdict[tuple[str, str], float] = defaultdict(float)
    for weights, transitions in models:
        for key in sorted(weights):
            state[key] += weights[key] / len(models)
        for key in sorted(transitions):
            moves[key] += transitions[key] / len(models)
    return dict(state), dict(moves)


def arrays(model: Weights, common: frozenset[str]) -> dict[str, Any]:
    """Give the arrays that ``model.Model`` takes."""
    weights, transitions = model
    column = {label: at for at, label in enumerate(LABELS)}
    slots = {slot: at for at, slot in enumerate(SLOTS)}
    named: dict[str, Any] = {}
    loose: dict[str, Any] = {}
    for (key, label), weight in sorted(weights.items()):
        slot, sign, name = key.partition(":")
        if sign and slot in slots:
            row = named.setdefault(name, np.zeros((len(SLOTS), len(LABELS))))
            row[slots[slot], column[label]] = weight
        else:
            loose.setdefault(key, np.zeros(len(LABELS)))[column[label]] = weight
    moves = np.full((len(LABELS), len(LABELS)), -1e4)
    for before in LABELS:
        for after in LABELS:
            if after[0] != "I" or before[2:] == after[2:]:
                moves[column[before], column[after]] = transitions.get((before, after), 0.0)
    return {"labels": " ".join(LABELS), "common": " ".join(sorted(common)),
            "features": "\n".join(sorted(named)),
            "matrix": np.array([named[name] for name in sorted(named)], np.float16),
            "loose": "\n".join(sorted(loose)),
            "loose_matrix": np.array([loose[name] for name in sorted(loose)], np.float16),
            "transitions": moves.astype(np.float32)}


def write(arrays: dict[str, Any], path: Path) -> None:
    """Write an .npz whose bytes depend on the arrays alone: no clock in it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(arrays):
            buffer = io.BytesIO()
            np.save(buffer, np.asarray(arrays[name]), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, buffer.getvalue())
