"""The nearest known name for a mistaken one."""

from __future__ import annotations

from collections.abc import Iterable

NEAR = 66.0  # per cent of letters shared in order; below, a suggestion would only puzzle


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """Pick the known name most like ``typed``, or None where none is near."""
    from rapidfuzz import fuzz, process, utils

    best = process.extractOne(
        typed[:100], list(known), scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=NEAR
    )
    return best[0] if best else None
