"""What is kept of an article for comparing it with later ones: weighted terms and a sketch, as bytes."""

from __future__ import annotations

import math
import struct
from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digests.model import Article, Reading
from digests.stories.background import background
from digests.stories.duplicates import Codes, sketch
from digests.stories.words import Word, code, words

VERSION = 1
_HEAD = struct.Struct("<BHH")  # version, terms, sketch
_TERMS = 200  # kept of an article, the heaviest first
_TITLE = 2.0  # a term in the title counts so many times more
_NAME = 1.6  # a term that is only met with a capital weighs so much more
_STEP = 16.0  # weights are stored as whole numbers of 1/16
_LOOKED_AT = 30_000  # code points of the text


@dataclass(frozen=True, slots=True)
class Features:
    """Decoded: ``terms[i]`` occurs with weight ``weights[i]`` (before rarity); ``shingles`` is the sketch."""

    terms: Codes
    weights: NDArray[np.float32]
    shingles: Codes


def make_features(article: Article, reading: Reading) -> bytes:
    """Take what compares this article with others; at most about 3 KB."""
    text = article.text[:_LOOKED_AT]
    title = article.title[:500]
    counts: Counter[str] = Counter()
    capital: set[str] = set()
    plain: set[str] = set()

    def add(found: Word, weight: float) -> None:
        counts[found.term] += weight  # type: ignore[assignment]
        (capital if found.capital else plain).add(found.term)

    for found in words(text):
        add(found, 1.0)
    for found in words(title):
        add(found, _TITLE)
    table = background()
    weighed = []
    for term, count in counts.items():
        number = code(term)
        weight = (1 + math.log(count)) * (_NAME if term in capital and term not in plain else 1.0)
        rarity = math.log((table.documents + 1) / (table.counts.get(number, 0) + 0.5))
        weighed.append((weight * rarity, number, weight))
    weighed.sort(reverse=True)
    return _packed({number: weight for _, number, weight in weighed[:_TERMS]}, sketch(_own_words(text, reading)))


def _own_words(text: str, reading: Reading) -> str:
    """Leave out quotations, which independent reports share; unless they are most of the text."""
    kept, at = [], 0
    for quote in sorted(reading.quotes, key=lambda q: q.start):
        if quote.start >= at:
            kept.append(text[at:quote.start])
            at = quote.end
    own = " ".join([*kept, text[at:]])
    return own if 2 * len(own) >= len(text) else text


def _packed(terms: dict[int, float], shingles: Codes) -> bytes:
    codes = np.fromiter(terms.keys(), np.uint32, len(terms))
    levels = np.clip(np.fromiter(terms.values(), np.float64, len(terms)) * _STEP, 1, 255).astype(np.uint8)
    return _HEAD.pack(VERSION, len(codes), len(shingles)) + codes.tobytes() + shingles.tobytes() + levels.tobytes()


def decode(data: bytes) -> Features:
    """Unpack; bytes of another version, or damaged ones, decode to nothing at all."""
    if len(data) >= _HEAD.size:
        version, terms, shingles = _HEAD.unpack_from(data)
        if version == VERSION and len(data) == _HEAD.size + 5 * terms + 4 * shingles:
            start = _HEAD.size + 4 * terms
            return Features(np.frombuffer(data, np.uint32, terms, _HEAD.size),
                            np.frombuffer(data, np.uint8, terms, start + 4 * shingles).astype(np.float32) / _STEP,
                            np.frombuffer(data, np.uint32, shingles, start))
    none = np.zeros(0, np.uint32)
    return Features(none, np.zeros(0, np.float32), none)
