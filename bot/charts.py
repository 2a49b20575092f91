"""Charts in a line of text, for platforms that show no pictures."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[int]) -> str:
    """Draw counts as bars; zero is the lowest, anything more is higher."""
    most = max(values, default=0)
    return "".join(
        BARS[0] if value <= 0 else BARS[1 + (value - 1) * (len(BARS) - 2) // max(1, most - 1)] for value in values
    )
