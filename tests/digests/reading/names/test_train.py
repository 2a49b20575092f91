"""Training: corpora into our labels, names drawn by seed, weights the same to the bit."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random

import numpy as np
import pytest

from digests.reading.names.lexicon import lexicon
from digests.reading.names.model import Model
from digests.reading.names.train.augment import own_sentences, renamed
from digests.reading.names.train.corpora import make_sentence, read_corpora
from digests.reading.names.train.fit import arrays, average, fit, write

ROWS = [("Mr", "O"), (".", "O"), ("Ann", "B-PER"), ("Lee", "I-PER"), ("left", "O"), ("NASA", "B-ORG"), (".", "O")]


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """Make a folder of tiny training sets in the formats of the real ones."""
    def put(name: str, text: str) -> None:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(gzip.compress(text.encode()))
    universal = ("# newdoc id = a\n# text = Ann left\n1\tAnn\tB-PER\t-\t-\n2\tleft\tO\t-\t-\n\n"
                 "# newdoc id = b\n1\tHi\tO\t-\t-\n")
    for part in ("dev", "test"):
        put(f"en_ewt-ud-{part}.iob2.gz", universal)
    put("wikigold.conll.txt.gz", "Oslo I-LOC\nis O\nold O\n\nUnited I-ORG\nNations I-ORG\n")
    put("wnut17train.conll.gz", "@bob\tO\nin\tO\nParis\tB-location\n")
    for domain in ("politics", "science"):
        put(f"crossner/{domain}-train.txt.gz", "Ann\tB-politician\nLee\tI-politician\nspoke\tO\n")
    return tmp_path


def test_corpora_become_documents_with_our_labels(corpora: Path) -> None:
    """Every set's own labels become PER, ORG, LOC and MISC; documents stay apart."""
    documents = read_corpora(corpora)
    labels = {(word, label) for document in documents for sentence in document
              for word, label in zip(sentence.words, sentence.labels, strict=True)}
    assert {("Ann", "B-PER"), ("Lee", "I-PER"), ("Oslo", "B-LOC"), ("Nations", "I-ORG"), ("Paris", "B-LOC")} <= labels
    assert len(documents) == 8


def test_words_are_cut_as_at_reading_time() -> None:
    """An abbreviation and its stop are one word, as our tokens have it."""
    sentence = make_sentence(ROWS)
    assert sentence.words == ["Mr.", "Ann", "Lee", "left", "NASA", "."]
    assert sentence.stretches() == [(1, 3, "PER"), (4, 5, "ORG")]


def test_the_same_seed_draws_the_same_names() -> None:
    """Copies and filled sentences depend on the seed alone, and keep their labels."""
    documents = [[make_sentence(ROWS)]]
    one, two, other = (renamed(documents, Random(seed)) for seed in (1, 1, 2))
    assert one == two != other
    assert [kind for _, _, kind in one[0][0].stretches()] == ["PER", "ORG"]
    assert own_sentences(Random(3), 1) == own_sentences(Random(3), 1)


def test_training_is_reproducible_and_its_weights_can_be_read(tmp_path: Path) -> None:
    """Two runs write the same bytes; the tagger reads them and tags what it was shown."""
    pytest.importorskip("pycrfsuite")
    documents = [[make_sentence(ROWS)] for _ in range(20)] + own_sentences(Random(1), 1)[:30]
    known = lexicon(frozenset({"left"}))
    for name in ("one", "two"):
        model = fit(documents, known, rounds=20, penalty=0.0, shrinkage=0.1)
        write(arrays(average([model]), known.common), tmp_path / f"{name}.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    with np.load(tmp_path / "one.npz", allow_pickle=False) as weights:
        tagger = Model(weights)
    assert tagger.tag([["Mr.", "Ann", "Lee", "left", "NASA", "."]]) == [[(1, 3, "PER"), (4, 5, "ORG")]]


def test_averaging_takes_the_mean_of_every_weight() -> None:
    """A weight that one of two models lacks counts as nought."""
    state, moves = average([({("a", "O"): 1.0}, {("O", "O"): 2.0}), ({("b", "O"): 3.0}, {("O", "O"): 4.0})])
    assert state == {("a", "O"): 0.5, ("b", "O"): 1.5}
    assert moves == {("O", "O"): 3.0}
