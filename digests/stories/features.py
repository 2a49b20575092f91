"""What is kept of an article for comparing it with later ones: weighted terms and a sketch, as bytes."""

from __future__ import annotations

import math
import re
import struct
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from digests.model import Article, Reading
from digests.stories.background import rarity
from digests.stories.duplicates import Codes, sketch
from digests.stories.lexicon import IMPLIES, NOT_NUMBERED, ROMAN
from digests.stories.words import Sort, Word, code, words

VERSION = 1
TERMS = 160  # kept of an article, the heaviest first
_HEAD = struct.Struct("<BHHBB")  # version, terms, shingles, years, designations
_LEAD = 60  # words at the beginning, where what happened is told; they count twice
_TITLE = 2  # a term in the title counts so many times more
_IMPLIED = 0.5  # weight of what a name brings along
_STEP = 16.0  # weights are stored as whole numbers of 1/16
_OPENING = 400  # code points, where the mission is named
_LOOKED_AT = 30_000  # code points of the text
_DESIGNATION = re.compile(r"\b([A-Z][A-Za-z]{1,20})[ -]((?!(?:19|20)\d\d)\d{1,3}[A-Za-z]?(?:[-–]\d{1,2})?|[IVX]{2,4})\b"
                          r"(?![.,:]\d|\s?%|\s(?:percent|million|billion|points?|people|years?|dead|a\.m|p\.m))")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CENTURIES = ("19", "20")


@dataclass(frozen=True, slots=True)
class Features:
    """Decoded. Term ``i`` is of sort ``sorts[i]`` and occurs with ``weights[i]``, before rarity.

    ``designations`` are rows of (family, whole) for what is numbered at the beginning: "Crew-7".
    """

    terms: Codes
    weights: NDArray[np.float32]
    sorts: NDArray[np.uint8]
    shingles: Codes
    years: NDArray[np.uint16]
    designations: NDArray[np.uint32]


def make_features(article: Article, reading: Reading) -> bytes:
    """Take what compares this article with others; at most about 3 KB."""
    text = article.text[:_LOOKED_AT]
    title = words(article.title[:500])
    body = words(text)
    counts = Counter([word.term for word in body])
    for word in body[:_LEAD]:
        counts[word.term] += 1
    for word in title:
        counts[word.term] += _TITLE
    sorts = _sorts(body + title)
    grown = {count: 1 + math.log(count) for count in set(counts.values())}
    found = {term: grown[count] for term, count in counts.items()}
    designations = _designations(article.title[:500]) | _designations(text[:_OPENING])
    for whole, _ in sorted(designations):
        found[whole], sorts[whole] = 1.0, Sort.NAME
    for owner in sorted({IMPLIES[term] for term in found.keys() & IMPLIES.keys()} - found.keys()):
        found[owner], sorts[owner] = _IMPLIED, Sort.NAME
    years = sorted({int(term) for term in found if term[:2] in _CENTURIES and _YEAR.fullmatch(term)})[-20:]
    return _packed(found, sorts, sketch(_own_words(text, reading)), years, sorted(designations)[:20])


def _sorts(met: Sequence[Word]) -> dict[str, Sort]:
    """Tell names from plain words by their capitals, for each term."""
    seen = Counter([word.term for word in met])
    capital = Counter([word.term for word in met if word.capital])
    sorts = dict.fromkeys(seen, Sort.PLAIN)
    for term, count in capital.items():
        if count > 0.75 * seen[term]:
            sorts[term] = Sort.NAME
    for term in seen:
        if term[0].isdigit():
            sorts[term] = Sort.NUMBER
    return sorts


def _designations(text: str) -> set[tuple[str, str]]:
    """Find what is numbered, as (whole, family): ("crew-7", "crew"), ("starlink-6-4", "starlink")."""
    pairs = set()
    for match in _DESIGNATION.finditer(text):
        family = next((word.term for word in words(match[1])), "")
        if family and family not in NOT_NUMBERED:
            number = ROMAN.get(match[2], match[2].lower())
            pairs.add((f"{family}-{number}", family))
    return pairs


def _own_words(text: str, reading: Reading) -> str:
    """Leave out quotations, which independent reports share; unless they are most of the text."""
    kept, at = [], 0
    for quote in sorted(reading.quotes, key=lambda q: q.start):
        if quote.start >= at:
            kept.append(text[at:quote.start])
            at = quote.end
    own = " ".join([*kept, text[at:]])
    return own if 2 * len(own) >= len(text) else text


def _packed(found: dict[str, float], sorts: dict[str, Sort], shingles: Codes, years: Sequence[int],
            designations: Sequence[tuple[str, str]]) -> bytes:
    weights = np.fromiter(found.values(), np.float64, len(found))
    weighed = weights * np.fromiter(map(rarity, found), np.float64, len(found))
    kept = np.argsort(-weighed, kind="stable")[:TERMS]
    codes = np.fromiter(map(code, found), np.uint32, len(found))[kept]
    levels = np.clip(np.rint(weights[kept] * _STEP), 1, 255).astype(np.uint8)
    kinds = np.fromiter([sorts[term] for term in found], np.uint8, len(found))[kept]
    return b"".join((
        _HEAD.pack(VERSION, len(kept), len(shingles), len(years), len(designations)),
        codes.tobytes(), shingles.tobytes(),
        np.array([(code(family), code(whole)) for whole, family in designations], np.uint32).tobytes(),
        np.array(years, np.uint16).tobytes(), levels.tobytes(), kinds.tobytes()))


def decode(data: bytes) -> Features:
    """Unpack; bytes of another version, or damaged ones, decode to nothing at all."""
    if len(data) >= _HEAD.size:
        version, terms, shingles, years, designations = _HEAD.unpack_from(data)
        size = _HEAD.size + 6 * terms + 4 * shingles + 2 * years + 8 * designations
        if version == VERSION and len(data) == size:
            at = _HEAD.size
            codes = np.frombuffer(data, np.uint32, terms + shingles + 2 * designations, at)
            at += codes.nbytes
            when = np.frombuffer(data, np.uint16, years, at)
            small = np.frombuffer(data, np.uint8, 2 * terms, at + when.nbytes)
            return Features(codes[:terms], small[:terms].astype(np.float32) / np.float32(_STEP), small[terms:],
                            codes[terms:terms + shingles], when, codes[terms + shingles:].reshape(-1, 2))
    return decode(_HEAD.pack(VERSION, 0, 0, 0, 0))
