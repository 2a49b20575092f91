"""Near-duplicates: a hash-mod sketch of word shingles, compared by containment.

Broder, On the resemblance and containment of documents (1997): of all shingles those whose hash is
0 modulo m are kept, so that the share of kept ones in common estimates the share of all.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from digests.stories.words import code

Codes = NDArray[np.uint32]
Counts = NDArray[np.int64]

CONTAINED = 0.35  # of the smaller sketch: edited wire copy is above, independent reports are below
MOSTLY = 0.6  # ... where the smaller is short, and chance counts for more
SHORT = 40  # shingles in a sketch that count as short: about 80 words
LEAST = 12  # about 25 words: with fewer, no telling who copied
LOPSIDED = 3.0  # a text so many times longer is no copy, but a report that quotes
_SIZE = 4  # words of a shingle
_KEEP = 2  # one in so many, a power of two
_FIRST = 1000  # words that are looked at
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: spreads the bits
_WORD = re.compile(r"[^\W_]{1,40}")


def sketch(text: str) -> Codes:
    """Hash the shingles of the first 1,000 words and keep one in two: sorted, each once."""
    found = _WORD.findall(text[:20 * _FIRST].lower())[:_FIRST]
    if len(found) < _SIZE:
        return np.zeros(0, np.uint32)
    codes = np.fromiter(map(code, found), np.uint64, len(found))
    mixed = np.zeros(len(codes) - _SIZE + 1, np.uint64)
    for place in range(_SIZE):
        mixed = (mixed + codes[place:place + len(mixed)]) * _MIX  # wraps around, as meant
        mixed ^= mixed >> np.uint64(32)
    kept = np.sort((mixed[mixed & np.uint64(_KEEP - 1) == 0] >> np.uint64(16)).astype(np.uint32))
    return kept[np.concatenate(([True], kept[1:] != kept[:-1]))[:len(kept)]]


def are_copies(shared: Counts, one: int, others: Counts) -> NDArray[np.bool_]:
    """Tell from the sizes of two sketches and what they share whether one text was copied from the other.

    One text beside many: what it shares with each, its own size, and the size of each.
    """
    small, large = np.minimum(one, others), np.maximum(one, others)
    least = np.where(small >= SHORT, CONTAINED, MOSTLY) * small
    copied: NDArray[np.bool_] = (small >= LEAST) & (large <= LOPSIDED * small) & (shared >= least)
    return copied
