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
LEAST = 12  # shingles in a sketch: with fewer, a few words in common would decide
LOPSIDED = 3.0  # a text so many times longer is no copy, but a report that quotes
_SIZE = 4  # words of a shingle
_KEEP = 4  # one in so many
_FIRST = 1500  # words that are looked at
_WORD = re.compile(r"[^\W_]+")


def sketch(text: str) -> Codes:
    """Hash the shingles of the first 1,500 words and keep one in four: sorted, each once."""
    found = []
    for match in _WORD.finditer(text, 0, 20 * _FIRST):
        found.append(match[0][:40].lower())
        if len(found) == _FIRST:
            break
    kept = set()
    for place in range(len(found) - _SIZE + 1):
        value = crc32(" ".join(found[place:place + _SIZE]).encode("utf-8", "replace"))
        if value % _KEEP == 0:
            kept.add(value)
    return np.array(sorted(kept), dtype=np.uint32)


def is_copy(shared: int, one: int, other: int) -> bool:
    """Tell from the sizes of two sketches and what they share whether one text was copied from the other."""
    small, large = sorted((one, other))
    return small >= LEAST and large <= LOPSIDED * small and shared >= CONTAINED * small
