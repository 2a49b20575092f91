"""Timetables: what is understood, and when it is due over changes of the clocks."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mistakes import Mistake
from bot.subscriptions import next_slots, parse_when, slots, window
from bot.zones import names

WINTER = datetime(2026, 1, 5, 12, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("daily 08:00", "daily 08:00"),
        ("Daily at 8am", "daily 08:00"),
        ("every day 8:00", "daily 08:00"),
        ("daily 8:00 and 6pm", "daily 08:00,18:00"),
        ("daily noon", "daily 12:00"),
        ("weekdays 07:30", "weekdays 07:30"),
        ("mon-fri 7.30", "weekdays 07:30"),
        ("sat, sun 10", "weekends 10:00"),
        ("mon,thu 9:00", "mon,thu 09:00"),
        ("thursday and monday 9:00", "mon,thu 09:00"),
        ("weekly mon 9:00", "mon 09:00"),
        ("fri-mon 12 am", "mon,fri,sat,sun 00:00"),
        ("hourly", "hourly"),
        ("every half hour", "half-hourly"),
        ("monthly 1st 9:00", "monthly 1 09:00"),
        ("monthly last 09:00", "monthly last 09:00"),
        ("0  9 * * mon-fri", "0 9 * * MON-FRI"),
        ("cron */5 8-18 * * *", "*/5 8-18 * * *"),
    ],
)
def test_a_timetable_has_one_form(typed: str, shown: str) -> None:
    """However it is typed, it is stored alike; and its stored form means the same."""
    assert parse_when(typed).text == shown
    assert parse_when(shown) == parse_when(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "When is missing"),
        ("daily", "A time is missing after daily: write daily 08:00."),
        ("daily 25:00", '"25:00" is no time of day'),
        ("daily 8:60", "is no time of day"),
        ("daily 0am", "is no time of day"),
        ("dayly 08:00", 'did you mean "daily 08:00"?'),
        ("dayly at 17:45", 'did you mean "daily 17:45"?'),
        ("weekdys 7:30,9:15", 'did you mean "weekdays 07:30,09:15"?'),
        ("dayly soon", 'did you mean "daily 08:00"?'),
        ("weekly 9:00", "weekly mon 09:00"),
        ("hourly 9:00", "too much after hourly"),
        ("monthly 31 9:00", "from 1 to 28, or last"),
        ("0 9 31 2 *", "never comes: no such month has that day"),
        ("0 9 30,31 2 *", "never comes"),
        ("61 * * * *", "the field minute can't be right"),
        ("0 9 * 13 *", "the field month can't be right"),
        ("0 9 * *", "has 4 fields; a cron expression has five"),
        ("0 0 9 * * *", "has 6 fields"),
        ("@daily", 'did you mean "daily 08:00"?'),
        ("sometimes", "is no timetable: write daily 08:00"),
        ("x" * 4000, "4,000 characters long"),
    ],
)
def test_a_mistake_is_one_sentence_with_what_works(typed: str, says: str) -> None:
    """It names what is wrong, and shows what would be right."""
    with pytest.raises(Mistake) as caught:
        parse_when(typed)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 250


@given(st.text(max_size=150))
def test_any_text_is_understood_or_refused(text: str) -> None:
    """Nothing else ever comes of it: no other exception, whatever the script."""
    try:
        when = parse_when(text)
    except Mistake:
        return
    assert parse_when(when.text) == when
    next_slots(when.text, "UTC", WINTER, 1)


FIELD = st.one_of(
    st.just("*"), st.integers(0, 70).map(str), st.sampled_from(["*/7", "1-5", "1,3", "L", "MON#2", "5/2"])
)


@given(st.lists(FIELD, min_size=4, max_size=6).map(" ".join))
def test_cron_expressions_are_understood_or_refused(expression: str) -> None:
    """What is taken is due some time."""
    try:
        when = parse_when(expression)
    except Mistake:
        return
    assert next_slots(when.text, "Europe/Berlin", WINTER, 1)


def local(when: str, zone: str, start: datetime, count: int) -> list[str]:
    return [slot.strftime("%d %H:%M%z") for slot in next_slots(when, zone, start, count)]


def test_a_skipped_time_comes_when_the_gap_ends() -> None:
    """New York, 8 March 2026: 02:30 does not exist."""
    start = datetime(2026, 3, 7, tzinfo=UTC)
    assert local("daily 02:30", "America/New_York", start, 3) == ["07 02:30-0500", "08 03:00-0400", "09 02:30-0400"]


def test_a_repeated_time_comes_once() -> None:
    """New York, 1 November 2026: 01:30 is there twice; the first counts, asked before, between or after."""
    zone = "America/New_York"
    assert local("daily 01:30", zone, datetime(2026, 11, 1, tzinfo=UTC), 2) == ["01 01:30-0400", "02 01:30-0500"]
    between = datetime(2026, 11, 1, 5, 45, tzinfo=UTC)  # 01:45, the first time
    second = datetime(2026, 11, 1, 6, 15, tzinfo=UTC)  # 01:15, the second time
    assert local("daily 01:30", zone, between, 1) == local("daily 01:30", zone, second, 1) == ["02 01:30-0500"]


def test_frequent_timetables_go_by_real_time() -> None:
    """Every real half hour over both changes, once."""
    for start in (datetime(2026, 3, 8, 4, tzinfo=UTC), datetime(2026, 11, 1, 3, tzinfo=UTC)):
        found = [slot.astimezone(UTC) for slot in next_slots("half-hourly", "America/New_York", start, 12)]
        assert found == [start + timedelta(minutes=30 * n) for n in range(1, 13)]


@pytest.mark.parametrize("zone", names())
def test_one_daily_slot_a_local_date_in_every_zone(zone: str) -> None:
    """Over all of 2026: no date twice, none left out (but where a zone's gap swallows the day's end)."""
    start, here = datetime(2026, 1, 1, tzinfo=UTC), ZoneInfo(zone)
    found = list(islice(slots(parse_when("daily 02:30"), here, start), 364))
    dates = Counter(slot.date() for slot in found)
    assert set(dates.values()) == {1}
    assert (max(dates) - min(dates)).days == 363
    assert all(slot.utcoffset() == slot.astimezone(UTC).astimezone(here).utcoffset() for slot in found)


def test_two_times_that_fall_together_come_once() -> None:
    """02:30 is moved to 03:00, where another is: one digest."""
    assert local("daily 02:30,03:00", "America/New_York", datetime(2026, 3, 8, 5, tzinfo=UTC), 2) == [
        "08 03:00-0400",
        "09 02:30-0400",
    ]


ANY_TIME = st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: WINTER + timedelta(minutes=minutes))


@given(ANY_TIME, st.sampled_from(["daily 02:30", "hourly", "sun 1:30"]))
def test_slots_are_after_and_in_order(start: datetime, when: str) -> None:
    """Each is later than the one before, by real time."""
    moments = [start, *next_slots(when, "Australia/Lord_Howe", start, 6)]
    in_utc = [moment.astimezone(UTC) for moment in moments]
    assert in_utc == sorted(set(in_utc)) and len(in_utc) == 7


@pytest.mark.parametrize(
    ("when", "last", "hours"),
    [
        ("daily 08:00", None, 24),
        ("weekly mon 08:00", None, 7 * 24),
        ("half-hourly", None, 1),
        ("0 0 1 1 *", None, 31 * 24),
        ("daily 08:00", timedelta(days=3), 72),
        ("daily 08:00", timedelta(days=90), 31 * 24),
        ("daily 08:00", -timedelta(days=1), 24),
    ],
)
def test_a_digest_covers_what_came_since_the_last(when: str, last: timedelta | None, hours: int) -> None:
    """Or as long as from one to the next; at most a month."""
    found = window(when, "UTC", WINTER, None if last is None else WINTER - last)
    assert (found.end, found.end - found.start) == (WINTER, timedelta(hours=hours))
