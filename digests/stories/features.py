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

from digests.model import Article, Kind, Reading
from digests.stories.background import rarity
from digests.stories.duplicates import Codes, sketch
from digests.stories.lexicon import IMPLIES, NOT_NUMBERED, ROMAN, SERIES
from digests.stories.words import Sort, Word, code, words

VERSION = 2
TERMS = 160  # kept of an article, the heaviest first
_HEAD = struct.Struct("<BHHBBI")  # version, terms, shingles, years, designations, the main person
_LEAD = 60  # words at the beginning, where what happened is told; they count twice
_TITLE = 2  # a term in the title counts so many times more
_IMPLIED = 0.5  # weight of what a name brings along
_IN_LEAD = 4  # added to the sort of a term at the beginning
_STEP = 16.0  # weights are stored as whole numbers of 1/16
_OPENING = 400  # code points, where the mission is named
_LOOKED_AT = 30_000  # code points of the text
_DESIGNATION = re.compile(r"\b([A-Z][A-Za-z]{1,20})[ -]((?!(?:19|20)\d\d)\d{1,3}[A-Za-z]?(?:[-–]\d{1,2})?|[IVX]{1,4})\b"
                          r"(?![.,:]\d|\s?%|\s(?:percent|million|billion|points?|people|years?|dead|a\.m|p\.m))")
_SINGLE = ("I", "V", "X")  # mostly a word or an initial
_YEAR = re.compile(r"(?:19|20)\d\d")
_CENTURIES = ("19", "20")


@dataclass(frozen=True, slots=True)
class Features:
    """Decoded. Term ``i`` is of sort ``sorts[i]`` and occurs with ``weights[i]``, before rarity.

    ``leads`` marks those in the title or at the beginning. ``designations`` are rows of (family, whole) for what is
    numbered at the beginning: "Crew-7". ``person`` is the term of the surname that it is most about, 0 for nobody's.
    """

    terms: Codes
    weights: NDArray[np.float32]
    sorts: NDArray[np.uint8]
    leads: NDArray[np.bool_]
    shingles: Codes
    years: NDArray[np.uint16]
    designations: NDArray[np.uint32]
    person: int


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
    leads = {word.term for word in [*title, *body[:_LEAD]]}
    sorts = _sorts(body + title)
    grown = {count: 1 + math.log(count) for count in set(counts.values())}
    found = {term: grown[count] for term, count in counts.items()}
    designations = _designations(article.title[:500]) | _designations(text[:_OPENING])
    for whole, _ in sorted(designations):
        found[whole], sorts[whole] = 1.0, Sort.NAME
    owners = {owner: term for term in sorted(found.keys() & IMPLIES.keys()) for owner in IMPLIES[term]}
    for owner in sorted(owners.keys() - found.keys()):
        found[owner], sorts[owner] = _IMPLIED, Sort.NAME
        if owners[owner] in leads:
            leads.add(owner)
    years = sorted({int(term) for term in found if term[:2] in _CENTURIES and _YEAR.fullmatch(term)})[-20:]
    kinds = {term: sort | _IN_LEAD * (term in leads) for term, sort in sorts.items()}
    return _packed(found, kinds, sketch(_own_words(text, reading)), years, sorted(designations)[:20],
                   code(_person(reading)))


def _person(reading: Reading) -> str:
    """Find the term of the surname named most of those named at the beginning and again; empty for nobody.

    Who comes up later is mostly a voice, of which every outlet has its own.
    """
    people = [mention for mention in reading.mentions if mention.kind is Kind.PERSON]
    first = {mention.name for mention in people if mention.start < _OPENING}
    counts = Counter(mention.name for mention in people if mention.name in first)
    often = [name for name, count in counts.items() if count > 1]
    named = words(max(often, key=lambda name: (counts[name], name), default=""))
    return named[-1].term if named else ""


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
        if family and family not in NOT_NUMBERED and (match[2] not in _SINGLE or family in SERIES):
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


def _packed(found: dict[str, float], kinds: dict[str, int], shingles: Codes, years: Sequence[int],
            designations: Sequence[tuple[str, str]], person: int) -> bytes:
    weights = np.fromiter(found.values(), np.float64, len(found))
    weighed = weights * np.fromiter(map(rarity, found), np.float64, len(found))
    kept = np.argsort(-weighed, kind="stable")[:TERMS]
    codes = np.fromiter(map(code, found), np.uint32, len(found))[kept]
    levels = np.clip(np.rint(weights[kept] * _STEP), 1, 255).astype(np.uint8)
    marks = np.fromiter([kinds[term] for term in found], np.uint8, len(found))[kept]
    return b"".join((
        _HEAD.pack(VERSION, len(kept), len(shingles), len(years), len(designations), person),
        codes.tobytes(), shingles.tobytes(),
        np.array([(code(family), code(whole)) for whole, family in designations], np.uint32).tobytes(),
        np.array(years, np.uint16).tobytes(), levels.tobytes(), marks.tobytes()))


def decode(data: bytes) -> Features:
    """Unpack; bytes of another version, or damaged ones, decode to nothing at all."""
    if len(data) >= _HEAD.size:
        version, terms, shingles, years, designations, person = _HEAD.unpack_from(data)
        size = _HEAD.size + 6 * terms + 4 * shingles + 2 * years + 8 * designations
        if version == VERSION and len(data) == size:
            at = _HEAD.size
            codes = np.frombuffer(data, np.uint32, terms + shingles + 2 * designations, at)
            at += codes.nbytes
            when = np.frombuffer(data, np.uint16, years, at)
            small = np.frombuffer(data, np.uint8, 2 * terms, at + when.nbytes)
            marks = small[terms:]
            return Features(codes[:terms], small[:terms].astype(np.float32) / np.float32(_STEP), marks % _IN_LEAD,
                            marks >= _IN_LEAD, codes[terms:terms + shingles], when,
                            codes[terms + shingles:].reshape(-1, 2), person)
    return decode(_HEAD.pack(VERSION, 0, 0, 0, 0, 0))
