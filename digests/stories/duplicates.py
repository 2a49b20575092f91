"""Near-duplicates: a hash-mod sketch of word shingles, compared by containment.

Broder, On the resemblance and containment of documents (1997): of all shingles those whose hash is
0 modulo m are kept, so that the share of kept ones in common estimates the share of all.
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]

CONTAINED = 0.35  # of the smaller sketch: edited wire copy is above, independent reports are below
MOSTLY = 0.6  # ... where the smaller is short, and chance counts for more
SHORT = 40  # shingles in a sketch that count as short: about 80 words
LEAST = 12  # about 25 words: with fewer, no telling who copied
LOPSIDED = 3.0  # a text so many times longer is no copy, but a report that quotes
_SIZE = 4  # words of a shingle
_KEEP = 2  # one in so many
_FIRST = 1000  # words that are looked at
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: spreads the bits
_WORD = re.compile(r"[^\W_]+")


def sketch(text: str) -> Codes:
    """Hash the shingles of the first 1,000 words and keep one in two: sorted, each once."""
    found = _WORD.findall(text[:20 * _FIRST].lower())[:_FIRST]
    if len(found) < _SIZE:
        return np.zeros(0, np.uint32)
    codes = np.array([crc32(word.encode("utf-8", "replace")) for word in found], np.uint64)
    mixed = np.zeros(len(codes) - _SIZE + 1, np.uint64)
    for place in range(_SIZE):
        mixed = (mixed + codes[place:place + len(mixed)]) * _MIX  # wraps around, as meant
        mixed ^= mixed >> np.uint64(32)
    kept = mixed[mixed % np.uint64(_KEEP) == 0] >> np.uint64(16)
    return np.unique(kept.astype(np.uint32))


def is_copy(shared: int, one: int, other: int) -> bool:
    """Tell from the sizes of two sketches and what they share whether one text was copied from the other."""
    small, large = sorted((one, other))
    return small >= LEAST and large <= LOPSIDED * small and (
        shared >= (CONTAINED if small >= SHORT else MOSTLY) * small)
