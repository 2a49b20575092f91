"""Turn counts a day into even steps for a chart. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from digests.model import DayCount, Window

WEEKS = 12


def weeks_until(now: datetime) -> Window:
    """Give the window of the last twelve weeks, ending with the day of `now`."""
    end = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Window(end - timedelta(weeks=WEEKS), end)


def weekly(days: Sequence[DayCount], window: Window) -> tuple[DayCount, ...]:
    """Add up weeks of seven days from the window's start, zeros included, oldest first."""
    return _stepped(days, window, timedelta(weeks=1))


def daily(days: Sequence[DayCount], window: Window) -> tuple[DayCount, ...]:
    """Fill in the days without a count."""
    start = window.start.replace(hour=0, minute=0, second=0, microsecond=0)
    return _stepped(days, Window(start, window.end), timedelta(days=1))


def _stepped(days: Sequence[DayCount], window: Window, step: timedelta) -> tuple[DayCount, ...]:
    steps = -(-(window.end - window.start) // step)
    sums = [0] * steps
    for day in days:
        at = (day.day - window.start) // step
        if 0 <= at < steps:
            sums[at] += day.count
    return tuple(DayCount(window.start + step * i, count) for i, count in enumerate(sums))
