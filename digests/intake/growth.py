"""When something that grows article by article is worth looking at anew: seldom, so that it costs little."""

from __future__ import annotations

SIZES = (3, 5, 8, 13, 21, 34, 55, 89, 144)


def grown(before: int, after: int) -> bool:
    """Tell whether growing from one size to another has reached one of the sizes."""
    return any(before < size <= after for size in SIZES)
