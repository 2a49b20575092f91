"""Periods as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.commands.periods import EXAMPLES, is_period, parse_period
from bot.mistakes import Mistake

NOW = datetime(2022, 7, 15, 9, 30, tzinfo=UTC)  # a Friday


def day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("24h", timedelta(hours=24)),
        ("24 hours", timedelta(hours=24)),
        ("7 days", timedelta(days=7)),
        ("last 7 days", timedelta(days=7)),
        ("the past 2 weeks", timedelta(days=14)),
        ("1 hour", timedelta(hours=1)),
        ("the last week", timedelta(days=7)),
        ("3 months", timedelta(days=90)),
    ],
)
def test_a_length_ends_now(text: str, length: timedelta) -> None:
    """A number of hours, days, weeks or months is counted back from now."""
    window = parse_period(text, now=NOW)
    assert (window.end, window.end - window.start) == (NOW, length)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", day(2022, 7, 15), NOW),
        ("yesterday", day(2022, 7, 14), day(2022, 7, 15)),
        ("this week", day(2022, 7, 11), NOW),
        ("last week", day(2022, 7, 4), day(2022, 7, 11)),
        ("last month", day(2022, 6, 1), day(2022, 7, 1)),
        ("this year", day(2022, 1, 1), NOW),
        ("since 3 May", day(2022, 5, 3), NOW),
        ("since Monday", day(2022, 7, 11), NOW),
        ("since 3 August", day(2021, 8, 3), NOW),
        ("April 2022", day(2022, 4, 1), day(2022, 5, 1)),
        ("December 2021", day(2021, 12, 1), day(2022, 1, 1)),
        ("2021", day(2021, 1, 1), day(2022, 1, 1)),
        ("2022-05-01..2022-05-09", day(2022, 5, 1), day(2022, 5, 10)),
        ("1 May to 9 May", day(2022, 5, 1), day(2022, 5, 10)),
        ("from May 1st, 2022 until May 9th, 2022", day(2022, 5, 1), day(2022, 5, 10)),
        ("3.5.2022", day(2022, 5, 3), day(2022, 5, 4)),
        ("on 3 May", day(2022, 5, 3), day(2022, 5, 4)),
        ("29 February", day(2020, 2, 29), day(2020, 3, 1)),
    ],
)
def test_days_are_whole_and_never_pass_now(text: str, start: datetime, end: datetime) -> None:
    """Days run from midnight to midnight; one that is not over ends now; a missing year is the latest."""
    window = parse_period(text, now=NOW)
    assert (window.start, window.end) == (start, end)


def test_midnight_is_the_readers() -> None:
    """In Berlin, yesterday began at 22:00 UTC of the day before."""
    window = parse_period("yesterday", now=NOW, zone=ZoneInfo("Europe/Berlin"))
    assert window.start == datetime(2022, 7, 13, 22, tzinfo=UTC)


def test_a_day_of_a_clock_change_has_its_own_length() -> None:
    """27 March 2022 had 23 hours in Berlin."""
    window = parse_period("27 March 2022", now=NOW, zone=ZoneInfo("Europe/Berlin"))
    assert window.end - window.start == timedelta(hours=23)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 April 2022", "2022-13-01", "Artemis", "99999999999 days", "May", "0x"]
)
def test_other_words_are_no_period(text: str) -> None:
    """What is no period is told so, with examples, and is left to be a topic."""
    assert not is_period(text, now=NOW)
    with pytest.raises(Mistake, match="24h"):
        parse_period(text, now=NOW)


@pytest.mark.parametrize("text", ["0h", "2022-05-09..2022-05-01", "1 August 2022", "August 2022"])
def test_an_empty_period_is_a_mistake(text: str) -> None:
    """A period that ends before it starts, or lies ahead, is refused."""
    with pytest.raises(Mistake, match="empty"):
        parse_period(text, now=NOW)


def test_a_very_long_period_stops_at_the_earliest_day() -> None:
    """Nothing overflows: 99999 years reach back to 1950."""
    assert parse_period("99999 years", now=NOW).start == datetime(1950, 1, 1, tzinfo=UTC)


def test_the_examples_work() -> None:
    """Every example that is shown to users is a period."""
    assert all(is_period(example, now=NOW) for example in EXAMPLES)
