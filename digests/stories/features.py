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
from digests.stories.background import background
from digests.stories.duplicates import Codes, sketch
from digests.stories.lexicon import IMPLIES, NOT_NUMBERED, ROMAN
from digests.stories.words import Sort, code, words

VERSION = 1
TERMS = 160  # kept of an article, the heaviest first
_HEAD = struct.Struct("<BHHBB")  # version, terms, shingles, years, designations
_LEAD = 60  # words at the beginning, where what happened is told; they count twice
_TITLE = 2.0  # a term in the title counts so many times more
_IMPLIED = 0.5  # weight of what a name brings along
_STEP = 16.0  # weights are stored as whole numbers of 1/16
_OPENING = 400  # code points, where the mission is named
_LOOKED_AT = 30_000  # code points of the text
_DESIGNATION = re.compile(r"\b([A-Z][A-Za-z]{1,20})[ -]((?!(?:19|20)\d\d)\d{1,3}[A-Za-z]?(?:[-–]\d{1,2})?|[IVX]{2,4})\b"
                          r"(?![.,:]\d|\s?%|\s(?:percent|million|billion|points?|people|years?|dead|a\.m|p\.m))")
_YEAR = re.compile(r"(?:19|20)\d\d")


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
    title = list(words(article.title[:500]))
    body = list(words(text))
    counts: Counter[str] = Counter()
    capital: Counter[str] = Counter(word.term for word in body + title if word.capital)
    for word in body:
        counts[word.term] += 1
    for word in body[:_LEAD]:
        counts[word.term] += 1
    for word in title:
        counts[word.term] += _TITLE  # type: ignore[assignment]
    found = {term: count * (1 + math.log(count)) / count for term, count in counts.items()}
    seen = Counter(word.term for word in body + title)
    sorts = {term: _sort(term, capital[term], seen[term]) for term in found}
    designations = _designations(article.title[:500]) | _designations(text[:_OPENING])
    for whole, _ in designations:
        found[whole], sorts[whole] = 1.0, Sort.NAME
    for owner in {IMPLIES[term] for term in found if term in IMPLIES} - found.keys():
        found[owner], sorts[owner] = _IMPLIED, Sort.NAME
    years = sorted({int(term) for term in found if _YEAR.fullmatch(term)})[-20:]
    return _packed(found, sorts, sketch(_own_words(text, reading)), years, sorted(designations)[:20])


def _sort(term: str, capital: int, seen: int) -> Sort:
    if term[0].isdigit():
        return Sort.NUMBER
    return Sort.NAME if capital > 0.75 * seen else Sort.PLAIN


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
    table = background()
    rows = [(code(term), weight, sorts[term]) for term, weight in found.items()]
    rows.sort(key=lambda row: -row[1] * table.rarity(row[0]))
    del rows[TERMS:]
    levels = np.array([min(255, max(1, round(weight * _STEP))) for _, weight, _ in rows], np.uint8)
    return b"".join((
        _HEAD.pack(VERSION, len(rows), len(shingles), len(years), len(designations)),
        np.array([row[0] for row in rows], np.uint32).tobytes(), shingles.tobytes(),
        np.array([(code(family), code(whole)) for whole, family in designations], np.uint32).tobytes(),
        np.array(years, np.uint16).tobytes(), levels.tobytes(), bytes(row[2] for row in rows)))


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
