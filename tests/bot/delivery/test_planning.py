"""Planning: what becomes of subscriptions that are due, whatever the clocks and the machine did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.planning import AHEAD, LATEST, MADE_UP_FOR, Planner
from bot.delivery.timetable import Timetable
from bot.delivery.values import UNPLANNED, Due, NewDelivery, Stage
from bot.store.values import Place, Subscription
from bot.zones import names

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # a Wednesday
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PLACE = Place("slack", "T1")


def subscription(when: str = "daily 12:00", zone: str = "UTC", missed: str = "latest") -> Subscription:
    return Subscription(PLACE, "C1", when, zone, missed=missed, id=7, created_at=NOON - 400 * DAY)


@dataclass
class Simulation:
    """The ledger's part in planning: next run, what is covered, rows that are written once."""

    one: Subscription
    settings: Mapping[str, str] = field(default_factory=dict)
    halted: str | None = None
    next_run_at: datetime | None = UNPLANNED
    covered_until: datetime | None = None
    rows: dict[str, NewDelivery] = field(default_factory=dict)
    planner: Planner = field(default_factory=Planner)

    def tick(self, now: datetime) -> list[NewDelivery]:
        """Plan as the ledger does; give the rows that are new."""
        if self.next_run_at is None or self.next_run_at > self.planner.until(now):
            return []
        due = Due(self.one, self.next_run_at, self.covered_until, self.settings, self.halted)
        plan = self.planner.decide(due, now)
        assert plan.next_run_at is None or plan.next_run_at > now
        self.next_run_at = plan.next_run_at
        self.covered_until = plan.covered_until or self.covered_until
        new = [row for row in plan.rows if row.slot not in self.rows]
        self.rows |= {row.slot: row for row in new}
        return new

    def run(self, start: datetime, end: datetime, step: timedelta = MINUTE) -> Iterator[tuple[datetime, NewDelivery]]:
        """Tick from start to end, or at each next run where that is later."""
        now = start
        while now < end:
            for row in self.tick(now):
                yield now, row
            due = self.next_run_at or end
            now = max(now + step, min(due - AHEAD, end))


def posted(rows: Mapping[str, NewDelivery]) -> list[NewDelivery]:
    return sorted((row for row in rows.values() if row.stage is Stage.PENDING), key=lambda row: row.due_at)


def planned(one: Subscription, next_run_at: datetime, now: datetime) -> Simulation:
    """Subscribed and covered until a day ago, then down until now."""
    made = Simulation(one, next_run_at=next_run_at, covered_until=next_run_at - DAY)
    made.tick(now)
    return made


def test_a_new_subscription_has_its_first_run_to_come() -> None:
    """Nothing of what was before it; the first digest covers as long as from one to the next."""
    made = Simulation(replace(subscription(), changed_at=NOON + HOUR))
    assert made.tick(NOON + 2 * HOUR) == [] and made.next_run_at == NOON + DAY
    (row,) = made.tick(NOON + DAY - AHEAD)
    assert (row.slot, row.due_at, row.owner, row.stage) == ("2026-03-05T12:00", NOON + DAY, "subscription 7", "pending")
    assert row.window is not None and (row.window.start, row.window.end) == (NOON, NOON + DAY)
    assert row.destination.key == "slack/T1/C1" and made.covered_until == NOON + DAY


def test_a_change_just_before_the_hour_keeps_the_hour() -> None:
    """Set half a second before noon, planned a second after: it is due at noon."""
    made = Simulation(replace(subscription(), changed_at=NOON - timedelta(seconds=0.5)))
    assert [row.due_at for row in made.tick(NOON + timedelta(seconds=1))] == [NOON]


@pytest.mark.parametrize(
    ("missed", "down", "posts", "skips"),
    [
        ("latest", timedelta(minutes=5), ["04"], []),
        ("latest", LATEST, ["04"], []),
        ("latest", timedelta(hours=7), [], ["04"]),
        ("latest", 3 * DAY, ["07"], ["04", "05", "06"]),
        ("latest", 3 * DAY + 5 * HOUR, ["07"], ["04", "05", "06"]),
        ("latest", 3 * DAY + 7 * HOUR, [], ["04", "05", "06", "07"]),
        ("skip", MINUTE, ["04"], []),
        ("skip", timedelta(minutes=5), [], ["04"]),
        ("skip", timedelta(hours=7), [], ["04"]),
        ("skip", 3 * DAY, ["07"], ["04", "05", "06"]),
        ("all", timedelta(minutes=5), ["04"], []),
        ("all", timedelta(hours=7), ["04"], []),
        ("all", 3 * DAY, ["05", "06", "07"], ["04"]),
        ("all", 3 * DAY + HOUR, ["05", "06", "07"], ["04"]),
    ],
)
def test_missed_runs_go_by_the_subscription(missed: str, down: timedelta, posts: list[str], skips: list[str]) -> None:
    """Down for 5 minutes, 7 hours, 3 days: every run has its row, and a row that is not posted says why."""
    made = planned(subscription(missed=missed), NOON, NOON + down)
    assert [row.slot[8:10] for row in posted(made.rows)] == posts
    skipped = [row for row in made.rows.values() if row.stage is Stage.SKIPPED]
    assert [row.slot[8:10] for row in skipped] == skips
    assert all(row.reason.startswith("Missed while Downlink was not running") for row in skipped)
    windows = [row.window for row in posted(made.rows) if row.window]
    if windows:  # nothing of what was missed falls between two windows
        assert windows[0].start == NOON - DAY and made.covered_until == windows[-1].end
        assert all(one.end == other.start for one, other in pairwise(windows))
    else:
        assert made.covered_until == NOON - DAY


def test_what_was_missed_is_in_the_next_digest() -> None:
    """Seven hours down: the noon digest is left out, and the next one covers two days."""
    made = planned(subscription(), NOON, NOON + 7 * HOUR)
    (row,) = made.tick(NOON + DAY - MINUTE)
    assert row.window is not None and row.window.start == NOON - DAY and row.window.end == NOON + DAY


def test_a_frequent_timetable_that_was_down_for_days_writes_few_rows() -> None:
    """Every minute, three days down: some rows, the oldest of which speaks for the rest."""
    made = Simulation(subscription("* * * * *"), next_run_at=NOON, covered_until=NOON)
    rows = made.tick(NOON + 3 * DAY)
    assert len(rows) < 30 and rows[0].reason.endswith("So were the runs before it.")
    assert made.covered_until is not None and made.covered_until > NOON + 3 * DAY
    made = Simulation(subscription("*/30 * * * *"), next_run_at=NOON, covered_until=NOON)
    assert made.tick(NOON + DAY)[0].reason.endswith("So were 27 runs before it.")


QUIET = {
    "delay": (["22:15 07:00", "00:15 07:00", "02:15 07:00", "04:15 07:00", "06:15 07:00"], 0),
    "merge": (["06:15 07:00"], 4),
    "skip": ([], 5),
}


@pytest.mark.parametrize("does", QUIET)
def test_quiet_hours(does: str) -> None:
    """Delayed to their end, merged into one there, or skipped; windows stay without a gap."""
    made = Simulation(subscription("15 */2 * * *"), {"quiet": f"22:00-07:00 {does}"}, next_run_at=NOON)
    made.covered_until = NOON - 2 * HOUR
    all(made.run(NOON, NOON + DAY))
    night = [row for row in made.rows.values() if not "07" < row.slot[11:13] < "22"]
    shown = [f"{row.slot[11:16]} {row.due_at:%H:%M}" for row in posted({row.slot: row for row in night})]
    skipped = [row for row in night if row.stage is Stage.SKIPPED]
    assert (shown, len(skipped)) == QUIET[does]
    assert all("quiet hours, 22:00-07:00" in row.reason for row in skipped)
    assert len(posted(made.rows)) == len(shown) + 7
    windows = [row.window for row in posted(made.rows) if row.window]
    assert all(one.end == other.start for one, other in pairwise(windows))


def test_a_daily_digest_in_quiet_hours_is_merged_into_one_at_their_end() -> None:
    """One row, of its own slot; a slot at the very end of the quiet hours takes the others in."""
    made = Simulation(subscription("daily 03:00"), {"quiet": "22:00-07:00 merge"}, next_run_at=NOON)
    (row,) = (row for _, row in made.run(NOON, NOON + DAY))
    assert (row.slot, f"{row.due_at:%H:%M}", row.stage) == ("2026-03-05T03:00", "07:00", "pending")
    made = Simulation(subscription("0 5,7 * * *"), {"quiet": "22:00-07:00 merge"}, next_run_at=NOON)
    rows = [row for _, row in made.run(NOON, NOON + DAY)]
    assert [(row.slot[11:16], row.stage.value) for row in rows] == [("05:00", "skipped"), ("07:00", "pending")]


def test_nothing_is_posted_where_it_is_halted() -> None:
    """The row gives the reason, and the time is covered by the first digest after it."""
    made = Simulation(subscription(), next_run_at=NOON, covered_until=NOON - DAY, halted="The channel is gone.")
    (row,) = made.tick(NOON)
    assert (row.stage, row.reason) == (Stage.SKIPPED, "The channel is gone.")
    made.halted = None
    (row,) = made.tick(NOON + DAY)
    assert row.window is not None and row.window.start == NOON - DAY


@pytest.mark.parametrize(("when", "zone"), [("daily 12:00", "Mars/Olympus"), ("dayly 12", "UTC"), ("", "UTC")])
def test_what_cannot_be_read_is_told_and_tried_again(when: str, zone: str) -> None:
    """A zone that the rules of time zones lost stops no other subscription, and says so once a day."""
    made = Simulation(subscription(when, zone), next_run_at=NOON)
    (row,) = made.tick(NOON)
    assert row.stage is Stage.SKIPPED and "can't be read" in row.reason
    assert made.next_run_at == NOON + HOUR and made.tick(NOON + HOUR) == []


def test_a_timetable_that_never_comes_again_is_done() -> None:
    """Its next run is none; it is not asked for again."""
    made = Simulation(subscription("0 0 31 2 *", "UTC"))
    made.one = replace(made.one, when="0 9 29 2 *")
    assert made.tick(NOON) == [] and made.next_run_at == datetime(2028, 2, 29, 9, tzinfo=UTC)


def test_a_clock_that_jumps_makes_no_second_run() -> None:
    """Ten minutes forward before noon, then back: one digest, and none is lost when it jumps over noon."""
    made = Simulation(subscription("half-hourly"), next_run_at=NOON, covered_until=NOON - 30 * MINUTE)
    jumps = [-11 * MINUTE, -MINUTE, -9 * MINUTE, MINUTE, -8 * MINUTE, 2 * MINUTE, 12 * MINUTE, 3 * MINUTE, 29 * MINUTE]
    for jump in jumps:
        made.tick(NOON + jump)
    assert [row.slot for row in posted(made.rows)] == ["2026-03-04T12:00+00:00", "2026-03-04T12:30+00:00"]


def test_new_rules_of_a_zone_move_the_next_run() -> None:
    """Planned for 07:00 UTC; now 08:00 there is 08:00 UTC, or 06:00, and has passed: once, late at most."""
    seven = NOON.replace(hour=7)
    later = Simulation(subscription("daily 08:00", "UTC"), next_run_at=seven, covered_until=seven - 23 * HOUR)
    assert later.tick(seven) == [] and later.next_run_at == seven + HOUR
    assert [row.due_at for row in later.tick(seven + HOUR)] == [seven + HOUR]
    earlier = Simulation(subscription("daily 06:00", "UTC"), next_run_at=seven, covered_until=seven - DAY)
    earlier.next_run_at = seven - 27 * HOUR  # as the ledger's ``replan`` says
    (row,) = earlier.tick(seven - HOUR / 2)
    assert row.due_at == seven - HOUR and earlier.next_run_at == seven + 23 * HOUR
    assert earlier.tick(seven) == []


YEAR = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 730  # 2026 and 2027
WEEK = 7 * DAY


@pytest.mark.parametrize("zone", names())
@pytest.mark.parametrize("when", ["daily 02:30", "daily 08:00"])
def test_one_daily_digest_a_local_date_in_every_zone(when: str, zone: str) -> None:
    """In the weeks around every change of the clocks of 2026 and 2027: no date twice, none left out."""
    moved = 0
    for change in _around_changes(zone):
        moved += _one_a_date(when, zone, change - WEEK, change + WEEK)
    assert moved <= (4 if when.endswith("02:30") else 0)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "America/Nuuk", "Africa/Casablanca", "UTC"])
def test_one_daily_digest_a_local_date_for_two_years(zone: str) -> None:
    """From the first day of 2026 to the last of 2027."""
    assert _one_a_date("daily 02:30", zone, YEAR, YEAR + DAYS * DAY) <= 4


def _one_a_date(when: str, zone: str, start: datetime, end: datetime) -> int:
    """Check a stretch of time; count the digests that a gap of the clocks moved to its end."""
    made = Simulation(subscription(when, zone), next_run_at=start, covered_until=start)
    rows = [row for _, row in made.run(start, end)]
    dates = sorted(row.slot[:10] for row in rows)
    days = [datetime.fromisoformat(date) for date in dates]
    assert len(rows) >= (end - start).days - 1 and all(row.stage is Stage.PENDING for row in rows)
    assert all(other - one == DAY for one, other in pairwise(days))
    return sum(f"{row.due_at.astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}" != row.slot for row in rows)


@pytest.mark.parametrize("zone", names())
def test_half_hourly_digests_come_every_real_half_hour_in_every_zone(zone: str) -> None:
    """In the days of every change of 2026 and 2027, and by names that are each there once."""
    for start in _around_changes(zone):
        made = Simulation(subscription("half-hourly", zone), next_run_at=start, covered_until=start - HOUR / 2)
        found = [row.due_at for _, row in made.run(start, start + DAY)]
        assert len(made.rows) == len(found) >= 48
        assert all(other - one == HOUR / 2 for one, other in pairwise(found))


def _around_changes(zone: str) -> list[datetime]:
    here = ZoneInfo(zone)
    days = [YEAR + n * DAY for n in range(DAYS)]
    return [day for day in days if day.astimezone(here).utcoffset() != (day + DAY).astimezone(here).utcoffset()]


def test_a_moved_slot_keeps_its_date() -> None:
    """Nuuk's clocks skip the last hour of a day: 23:30 comes at midnight, and is that day's digest."""
    table = Timetable("daily 23:30", "America/Nuuk")
    found = [
        table.name(slot) for slot in table.between(datetime(2026, 3, 27, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC))
    ]
    assert found == ["2026-03-26T23:30", "2026-03-27T23:30", "2026-03-28T23:30", "2026-03-29T23:30"]


WHENS = st.sampled_from(["daily 08:00", "hourly", "mon,thu 9:00", "*/30 * * * *", "daily 6:00,18:00", "30 2 * * *"])
POLICIES = st.sampled_from(["latest", "skip", "all"])
HUSH = st.sampled_from(["off", "22:00-07:00 delay", "22:00-07:00 merge", "01:00-03:00 skip"])
GAPS = st.lists(st.integers(1, 6 * 60).map(lambda m: timedelta(minutes=m)), min_size=3, max_size=40)


@settings(max_examples=60, deadline=None)
@given(WHENS, POLICIES, HUSH, st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]), GAPS)
def test_whenever_it_ticks_windows_follow_on_and_every_slot_has_a_row(
    when: str, missed: str, quiet: str, zone: str, gaps: list[timedelta]
) -> None:
    """Ticks at any times: windows neither overlap nor leave a gap, and no slot is without a row."""
    now = start = datetime(2026, 3, 7, 5, tzinfo=UTC)
    made = Simulation(subscription(when, zone, missed), {"quiet": quiet})
    made.one = replace(made.one, changed_at=start)
    for gap in gaps:
        made.tick(now := now + gap)
    rows = posted(made.rows)
    windows = [row.window for row in rows if row.window]
    assert all(one.end == other.start for one, other in pairwise(windows))
    table = Timetable(when, zone)
    if quiet == "off" and made.rows and not any("So were" in row.reason for row in made.rows.values()):
        until = now + AHEAD
        assert set(made.rows) == {table.name(slot) for slot in table.between(start, until)}
    assert all(row.due_at >= row.window.end for row in rows if row.window)


def test_equal_subscriptions_cost_one_computation(monkeypatch: pytest.MonkeyPatch) -> None:
    """40,000 due at one minute: the timetable is read once, and each plan is its own."""
    made = 0
    init = Timetable.__init__

    def counted(self: Timetable, when: str, zone: str) -> None:
        nonlocal made
        made += 1
        init(self, when, zone)

    monkeypatch.setattr(Timetable, "__init__", counted)
    planner = Planner()
    decide: Callable[[int], object] = lambda n: planner.decide(  # noqa: E731
        Due(replace(subscription(), id=n, channel=f"C{n}"), NOON, NOON - DAY), NOON
    ).rows[0]
    rows = [decide(n) for n in range(1, 40_001)]
    assert made == 1
    assert len({row.owner for row in rows if isinstance(row, NewDelivery)}) == 40_000
    assert MADE_UP_FOR == 3
