"""Timetables: what people type → when a digest is due, in an IANA zone, over every change of its clocks. Pure.

cronsim computes: of a time that a change skips it fires once, when the gap ends, and of one that a change
repeats once, at the first; timetables of every hour or more go by real time.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from bot.mistakes import Mistake
from bot.times import clock_times, days_named
from digests.model import Window

EXAMPLES = ("daily 08:00", "weekdays 07:30", "mon,thu 9:00", "hourly")
FEWEST, MOST = 1, 15  # stories of a digest
MISSED = ("latest", "skip", "all")
LONGEST = 120  # characters
_LONGEST_WINDOW = timedelta(days=31)
_EVERY = {"hourly": "0 * * * *", "half-hourly": "*/30 * * * *", "quarter-hourly": "*/15 * * * *"}
_WORDS = ("daily", "weekdays", "weekends", "weekly", "monthly", *_EVERY)
_SAME = {
    "every day": "daily",
    "each day": "daily",
    "every weekday": "weekdays",
    "every week": "weekly",
    "every month": "monthly",
    "every hour": "hourly",
    "every half hour": "half-hourly",
    "half hourly": "half-hourly",
    "halfhourly": "half-hourly",
    "every 30 minutes": "half-hourly",
    "every 15 minutes": "quarter-hourly",
    "weekday": "weekdays",
    "weekend": "weekends",
}
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_NAMED_DAYS = {"daily": frozenset(range(7)), "weekdays": frozenset(range(1, 6)), "weekends": frozenset((0, 6))}
_DAYS_FIRST = re.compile(r"((?:[a-z]+\s*(?:,|-|–|and\b|&)\s*)*[a-z]+)\s*(.*)")
_SAMPLE = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class When:
    """A timetable: how it is shown and stored, always the same for the same one, and as cron expressions."""

    text: str
    crons: tuple[str, ...]


def parse_when(text: str) -> When:
    """Understand a preset or a cron expression. Raises Mistake with an example that works."""
    words = " ".join(text.casefold().replace(" at ", " ").split())
    if not words:
        raise Mistake(f"When is missing: write {_examples()}.")
    if len(words) > LONGEST:
        raise Mistake(f"That timetable is {len(words):,} characters long; {LONGEST} are enough.")
    for said, same in _SAME.items():
        if words == said or words.startswith(f"{said} "):
            words = same + words[len(said) :]
    if words in _EVERY:
        return When(words, (_EVERY[words],))
    if len(words.removeprefix("cron ").split()) == 5 and re.fullmatch(r"(?:cron )?[\d*][^ ]* [\d*l].*", words):
        return _cron(words.removeprefix("cron "))
    if re.fullmatch(r"[\d*][\d*,/-]*(?: [\d*][\d*,/-]*)+", words):
        raise Mistake(
            f'"{words}" has {len(words.split())} fields; a cron expression has five: minute hour day month weekday.'
        )
    return _preset(words, text)


def _preset(words: str, typed: str) -> When:
    word, _, rest = words.partition(" ")
    if word in _EVERY:
        raise Mistake(f'"{rest[:40]}" is too much after {word}: it goes by the clock, on the hour.')
    if word == "monthly":
        return _monthly(rest)
    if word == "weekly":
        word, _, rest = rest.partition(" ")
        if not word or days_named(word) is None:
            raise Mistake("Weekly needs a day and a time: weekly mon 09:00.")
    days = _NAMED_DAYS.get(word)
    if days is None:
        # "mon, thu 9:00" and "mon and thu 9:00" have their days in several words.
        cut = _DAYS_FIRST.fullmatch(f"{word} {rest}".strip())
        named = days_named(cut[1]) if cut else None
        if cut is None or named is None:
            raise Mistake(_unknown(word, typed))
        days, rest = frozenset(named), cut[2]
        word = ",".join(_DAYS[day] for day in sorted(days, key=lambda day: day or 7))
    times = _times(rest, word)
    field = "*" if len(days) == 7 else ",".join(str(day) for day in sorted(days))
    crons = tuple(f"{minute} {hour} * * {field}" for hour, minute in times)
    shown = ",".join(f"{hour:02}:{minute:02}" for hour, minute in times)
    name = next((name for name, same in _NAMED_DAYS.items() if same == days), word)
    return When(f"{name} {shown}", crons)


def _monthly(rest: str) -> When:
    day, _, time = rest.partition(" ")
    day = re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", day.removeprefix("the "))
    if day != "last" and not (day.isdecimal() and 1 <= int(day) <= 28):
        raise Mistake("Monthly needs a day from 1 to 28, or last, and a time: monthly 1 09:00.")
    times = _times(time, "monthly 1")
    shown = ",".join(f"{hour:02}:{minute:02}" for hour, minute in times)
    field = "L" if day == "last" else str(int(day))
    return When(f"monthly {day} {shown}", tuple(f"{minute} {hour} {field} * *" for hour, minute in times))


def _times(text: str, word: str) -> list[tuple[int, int]]:
    if not text:
        raise Mistake(f"A time is missing after {word}: write {word} 08:00.")
    times = clock_times(text)
    if times is None:
        raise Mistake(f'"{text[:40]}" is no time of day: write {word} 08:00.')
    return times


def _cron(expression: str) -> When:
    shown = expression.upper()
    try:
        next(CronSim(expression, _SAMPLE))
    except StopIteration:
        raise Mistake(f'The cron expression "{shown}" never comes: no date fits it.') from None
    except (CronSimError, ValueError) as problem:
        raise Mistake(_wrong(expression, shown, str(problem))) from None
    return When(shown, (shown,))


def _wrong(expression: str, shown: str, problem: str) -> str:
    minute, hour, day, _, weekday = expression.split()
    field = problem.removeprefix("Bad ")
    try:
        if field == "day-of-month":
            CronSim(f"{minute} {hour} {day} * {weekday}", _SAMPLE)
            return f'The cron expression "{shown}" never comes: no such month has that day.'
    except (CronSimError, ValueError):
        pass  # the field is wrong by itself
    return f'In the cron expression "{shown}" the field {field} can\'t be right: it is minute hour day month weekday.'


def _unknown(word: str, typed: str) -> str:
    from bot.nearest import nearest

    near = nearest(word, _WORDS)
    right = {
        "hourly": "hourly",
        "half-hourly": "half-hourly",
        "weekly": "weekly mon 09:00",
        "monthly": "monthly 1 09:00",
    }
    meant = near and ((near != word and _with_their_time(near, typed)) or right.get(near, f"{near} 08:00"))
    hint = f'did you mean "{meant}"?' if meant else f"write {_examples()}, or a cron expression."
    return f'"{" ".join(typed.split())[:60]}" is no timetable: {hint}'


def _with_their_time(word: str, typed: str) -> str | None:
    """Put the right word before what was typed after the wrong one; None where that is no timetable either."""
    try:
        return parse_when(f"{word} {' '.join(typed.split()[1:])}").text
    except Mistake:
        return None


def _examples() -> str:
    return f"{', '.join(EXAMPLES[:-1])} or {EXAMPLES[-1]}"


def slots(when: When, zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    """Give every time it is due after a moment, in the zone, soonest first, each once."""
    start = after.astimezone(zone)
    last = after.astimezone(UTC)
    # Two times of one zone compare by their clocks, whichever side of a change they are on: go by UTC.
    for moment in heapq.merge(*((slot.astimezone(UTC) for slot in CronSim(cron, start)) for cron in when.crons)):
        if moment > last:
            last = moment
            yield moment.astimezone(zone)


def next_slots(when: str, zone: str, after: datetime, count: int = 3) -> list[datetime]:
    """Give the next times; fewer where there are no more within 50 years."""
    return list(islice(slots(parse_when(when), ZoneInfo(zone), after), count))


def runs(when: str, zone: str, now: datetime, count: int = 3) -> list[datetime]:
    """Give the next times in UTC, for showing in the reader's zone."""
    return [slot.astimezone(UTC) for slot in next_slots(when, zone, now, count)]


def window(when: str, zone: str, now: datetime, last: datetime | None) -> Window:
    """Give what a digest posted now would cover: since the last one, or else as long as from one to the next."""
    if last is not None and last < now:
        return Window(max(last, now - _LONGEST_WINDOW), now)
    coming = next_slots(when, zone, now, 2)
    usual = coming[1].astimezone(UTC) - coming[0].astimezone(UTC) if len(coming) == 2 else _LONGEST_WINDOW
    return Window(now - min(max(usual, timedelta(hours=1)), _LONGEST_WINDOW), now)
