"""Times of day and days of the week as people type them. Pure."""

from __future__ import annotations

import re

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?\s*(am|pm|a\.m\.|p\.m\.)?|(noon)|(midnight)")
_NAMES = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MOST = 24  # times a day; more is a cron expression's business


def clock_time(text: str) -> tuple[int, int] | None:
    """Read ``8:00``, ``08:00``, ``8``, ``8am``, ``8:30 pm``, ``noon``; hour and minute, None where it is no time."""
    match = _TIME.fullmatch(text.strip().casefold())
    if not match:
        return None
    if match[4] or match[5]:
        return (12, 0) if match[4] else (0, 0)
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return (hour, minute) if hour < 24 and minute < 60 else None


def clock_times(text: str) -> list[tuple[int, int]] | None:
    """Read one or several, with commas or "and" between; sorted, each once."""
    parts = re.split(r"\s*,\s*|\s+and\s+|\s*&\s*", text.strip().casefold())
    if len(parts) > _MOST:
        return None
    times = [clock_time(part) for part in parts]
    return None if None in times else sorted({time for time in times if time})


def day_named(text: str) -> int | None:
    """Read a day's name or its first letters, 0 for Sunday; None where it is none."""
    word = text.strip().rstrip(".")
    found = [n for n, name in enumerate(_NAMES) if len(word) >= 2 and f"{name}s".startswith(word)]
    short = {"tues": 2, "weds": 3, "thur": 4, "thurs": 4}.get(word)
    return short if short is not None else (found[0] if len(found) == 1 else None)


def days_named(text: str) -> set[int] | None:
    """Read ``mon,thu``, ``mon-fri``, ``saturday and sunday``; None where a part is no day."""
    days = set[int]()
    for part in re.split(r"\s*,\s*|\s+and\s+|\s*&\s*", text.strip().casefold()):
        first, *more = re.split(r"\s*[-–]\s*", part)
        start, end = day_named(first), day_named(more[0] if more else first)
        if start is None or end is None or len(more) > 1:
            return None
        days |= {(start + n) % 7 for n in range((end - start) % 7 + 1)}
    return days
