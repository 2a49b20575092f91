"""The nearest known name for a mistaken one."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(typed: str, known: Iterable[str], *, at_least: float = 60.0) -> str | None:
    """Pick the known name most like ``typed``, or None where none is near."""
    from rapidfuzz import fuzz, process, utils

    best = process.extractOne(typed[:100], list(known), scorer=fuzz.WRatio if len(typed) > 3 else fuzz.ratio,
                              processor=utils.default_process, score_cutoff=at_least)
    return best[0] if best else None
