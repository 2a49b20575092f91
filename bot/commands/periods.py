"""Periods as people type them: ``24h``, ``yesterday``, ``since 3 May``, ``April 2022``, ``2022-05-01..2022-05-09``.

Pure: the clock and the reader's zone are passed in; windows come out in UTC, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.commands.dates import DATE, MONTHS, parse_date
from bot.mistakes import Mistake
from digests.model import Window

EXAMPLES = ("24h", "7 days", "yesterday", "since 3 May", "April 2022", "2022-05-01..2022-05-09")
EARLIEST = datetime(1950, 1, 1, tzinfo=UTC)
_HOURS = {"h": 1, "hour": 1, "hr": 1, "d": 24, "day": 24, "w": 168, "week": 168, "month": 720, "year": 8760}
_COUNT = re.compile(r"(?:(?:the )?(?:last|past) )?(\d{1,5}) ?(h|hrs?|hours?|d|days?|w|weeks?|months?|years?)")
_LAST_ONE = re.compile(r"(?:(?:the last|(?:the )?past) |last (?=hour|day))(hour|day|week|month|year)")
_MONTH = re.compile(rf"(?:in )?({'|'.join(MONTHS)})[a-z]* (\d{{4}})")
_YEAR = re.compile(r"(?:in )?((?:19|20)\d\d)")
_RANGE = re.compile(rf"(?:from )?({DATE}) ?(?:\.\.\.?|to|until|till|–|-) ?({DATE})")
_SINCE = re.compile(rf"(?:since|after|from) ({DATE})")
_DAY = re.compile(rf"(?:on )?({DATE})")

Days = tuple[date, date]  # first day, first day after


def parse_period(text: str, *, now: datetime, zone: tzinfo = UTC) -> Window:
    """Understand a period. Raises Mistake with examples."""
    words = " ".join(text.casefold().replace(",", " ").split())
    window = _window(words, now, zone)
    if window is None:
        raise Mistake(f'"{text[:60]}" is no period: write one like {", ".join(EXAMPLES[:5])} or {EXAMPLES[5]}.')
    if window.start >= window.end:
        raise Mistake(f'The period "{text[:60]}" is empty: it ends before it starts, or has not begun.')
    return window


def is_period(text: str, *, now: datetime, zone: tzinfo = UTC) -> bool:
    """Tell whether a text is a period, so that it is not taken for a topic."""
    return _window(" ".join(text.casefold().replace(",", " ").split()), now, zone) is not None


def _window(words: str, now: datetime, zone: tzinfo) -> Window | None:
    if match := _COUNT.fullmatch(words) or _LAST_ONE.fullmatch(words):
        number, unit = (match[1], match[2]) if match.re is _COUNT else ("1", match[1])
        hours = _HOURS[unit if unit in _HOURS else unit.rstrip("s")]
        return Window(now - min(timedelta(hours=int(number) * hours), now - EARLIEST), now)
    today = now.astimezone(zone).date()
    for pattern, days in _PATTERNS:
        if match := pattern.fullmatch(words):
            found = days(match, today)
            return _bounded(found, now, zone) if found else None
    named = _named(words, today)
    return _bounded(named, now, zone) if named else None


def _bounded(days: Days, now: datetime, zone: tzinfo) -> Window:
    start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in days)
    return Window(start, min(end, max(now, start)))


def _named(words: str, today: date) -> Days | None:
    day, monday, month = timedelta(1), today - timedelta(today.weekday()), today.replace(day=1)
    last_month = (month - day).replace(day=1)
    return {
        "today": (today, today + day),
        "yesterday": (today - day, today),
        "this week": (monday, today + day),
        "last week": (monday - 7 * day, monday),
        "this month": (month, today + day),
        "last month": (last_month, month),
        "this year": (date(today.year, 1, 1), today + day),
        "last year": (date(today.year - 1, 1, 1), date(today.year, 1, 1)),
        "everything": (EARLIEST.date(), today + day),
        "all time": (EARLIEST.date(), today + day),
    }.get(words)


def _month(match: re.Match[str], today: date) -> Days | None:
    month, year = MONTHS.index(match[1]) + 1, int(match[2])
    return (date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)) if 1950 <= year < 2200 else None


def _year(match: re.Match[str], today: date) -> Days | None:
    return date(int(match[1]), 1, 1), date(int(match[1]) + 1, 1, 1)


def _since(match: re.Match[str], today: date) -> Days | None:
    first = parse_date(match[1], today)
    return (first, max(first, today) + timedelta(1)) if first else None


def _range(match: re.Match[str], today: date) -> Days | None:
    first, last = parse_date(match[1], today), parse_date(match[2], today)
    return (first, last + timedelta(1)) if first and last else None


def _day(match: re.Match[str], today: date) -> Days | None:
    day = parse_date(match[1], today)
    return (day, day + timedelta(1)) if day else None


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days | None]], ...] = (
    (_MONTH, _month),
    (_RANGE, _range),
    (_SINCE, _since),
    (_DAY, _day),
    (_YEAR, _year),
)
