"""What becomes of subscriptions that are due: rows of the ledger, and the next run. Pure.

A run that is due is posted; one that is missed (more than ``GRACE`` late) goes by the subscription's ``missed``:
``latest`` posts the last one, up to 6 hours late; ``skip`` none; ``all`` the last three. Whatever is not posted is a
row that says why. A window begins where the last one planned ended, so that what was missed is in the next digest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.destinations import destination_of
from bot.delivery.quiet import LONGEST, Quiet, Run, quiet_hours, runs
from bot.delivery.timetable import Timetable, Timetables
from bot.delivery.values import UNPLANNED, Due, NewDelivery, Plan, Stage, What
from bot.mistakes import Mistake
from bot.preferences import value_of
from digests.model import Window

AHEAD = timedelta(seconds=90)  # rows are there, and composed, before their hour
GRACE = timedelta(minutes=2)
LATEST = timedelta(hours=6)
MADE_UP_FOR = 3
TOLD = 20  # missed runs with a row of their own; those before them are counted in the oldest one's
LONGEST_WINDOW, SHORTEST_WINDOW = timedelta(days=31), timedelta(hours=1)
LOOK_BACK, LOOK_BACK_FREQUENT = timedelta(days=400), timedelta(days=2)
AGAIN = timedelta(hours=1)  # before what can't be read is tried again
MISSED = "Missed while Downlink was not running"


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be, of any subscription alike; it is posted where there is no ``reason`` against it."""

    slot: str
    due: datetime
    window: Window | None = None
    reason: str = ""
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan, of any subscription alike."""

    lines: tuple[Line, ...]
    next_run_at: datetime | None
    covered_until: datetime | None


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an outline depends on, but the time. ``since``: exclusive, of dues; ``floor``: of slots."""

    when: str
    zone: str
    quiet: str
    missed: str
    since: datetime
    floor: datetime | None
    covered_until: datetime | None


class Planner:
    """Decides on subscriptions that are due up to ``AHEAD`` from now. Not thread-safe.

    Equal subscriptions cost one computation: what was decided at this ``now`` is kept.
    """

    def __init__(self, ahead: timedelta = AHEAD) -> None:
        self._ahead, self._timetables = ahead, Timetables()
        self._now: datetime | None = None
        self._decided: dict[Asked, Outline] = {}

    def until(self, now: datetime) -> datetime:
        """Tell up to when runs are planned."""
        return now + self._ahead

    def decide(self, due: Due, now: datetime) -> Plan:
        """Say what becomes of one subscription. Never raises for what is stored of it."""
        if now != self._now or len(self._decided) > 10_000:
            self._now, self._decided = now, {}
        asked = _asked(due, now)
        outline = self._decided.get(asked)
        if outline is None:
            outline = self._decided[asked] = self._outline(asked, now)
        return _plan(due, outline)

    def _outline(self, asked: Asked, now: datetime) -> Outline:
        try:
            table = self._timetables.get(asked.when, asked.zone)
        except (Mistake, KeyError, ValueError):
            reason = f'The timetable "{asked.when}" in the time zone {asked.zone} can\'t be read here any more.'
            return Outline((Line(f"{now:%Y-%m-%d}", now, None, reason),), now + AGAIN, None)
        return outline(table, asked, now, now + self._ahead)


def _asked(due: Due, now: datetime) -> Asked:
    one = due.subscription
    changed = one.changed_at or now
    unplanned = due.next_run_at <= UNPLANNED
    since = min(changed, now) if unplanned else due.next_run_at - timedelta(microseconds=1)
    begun = since if unplanned else one.changed_at or one.created_at
    floors = [moment for moment in (begun, due.covered_until) if moment is not None]
    quiet = value_of(due.settings, "quiet")
    return Asked(one.when, one.zone, quiet, one.missed, since, max(floors, default=None), due.covered_until)


def outline(table: Timetable, asked: Asked, now: datetime, until: datetime) -> Outline:
    """Say what becomes of the runs that are due after ``asked.since`` and up to ``until``, and when the next one is."""
    quiet = quiet_hours(asked.quiet)
    look_back = until - (LOOK_BACK_FREQUENT if table.frequent else LOOK_BACK)
    since, cut = max(asked.since, look_back), asked.since < look_back
    due = _due(table, quiet, asked.floor, since, until)
    lines, covered = _lines(table, quiet, asked, due, now)
    return Outline(_shortened(lines, cut), _next(table, quiet, asked.floor, until), covered)


def _due(table: Timetable, quiet: Quiet | None, floor: datetime | None, since: datetime, until: datetime) -> list[Run]:
    slots = table.between(since - LONGEST if quiet else since, until)
    wanted = [slot for slot in slots if floor is None or slot > floor]
    return [run for run in runs(wanted, quiet, table.zone) if since < run.due <= until]


def _next(table: Timetable, quiet: Quiet | None, floor: datetime | None, until: datetime) -> datetime | None:
    following = table.next(until)
    if quiet is None:
        return following
    coming = _due(table, quiet, floor, until, following + LONGEST) if following else []
    waiting = _due(table, quiet, floor, until, until + LONGEST)
    return min((run.due for run in (*waiting, *coming)), default=None)


def _lines(
    table: Timetable, quiet: Quiet | None, asked: Asked, due: Sequence[Run], now: datetime
) -> tuple[list[Line], datetime | None]:
    """Word every run's outcome; give also what is covered after them."""
    wanted = [run for run in due if not run.skipped]
    posted = _posted(wanted, asked.missed, now)
    covered, lines = asked.covered_until, list[Line]()
    for place, run in enumerate(due):
        name = table.name(run.slot)
        lines += [_merged(table, quiet, slot, run) for slot in run.merged]
        if run.skipped:
            lines.append(Line(name, run.due, None, f"It fell in the quiet hours, {quiet}."))
        elif run in posted:
            lines.append(Line(name, run.due, _window(table, run, covered)))
            covered = run.end
        else:
            later = next((other for other in due[place + 1 :] if other in posted), None)
            lines.append(Line(name, run.due, None, _why_missed(table, asked.missed, later), missed=True))
    return lines, covered


def _posted(wanted: Sequence[Run], missed: str, now: datetime) -> Sequence[Run]:
    on_time = [run for run in wanted if now - run.due <= GRACE]
    late = [run for run in wanted if now - run.due > GRACE]
    if missed == "all":
        return [*late[max(0, len(late) - max(0, MADE_UP_FOR - len(on_time))) :], *on_time]
    if missed == "latest" and late and not on_time and now - late[-1].due <= LATEST:
        return late[-1:]
    return on_time


def _merged(table: Timetable, quiet: Quiet | None, slot: datetime, run: Run) -> Line:
    at = f"{run.due.astimezone(table.zone):%H:%M}"
    return Line(table.name(slot), run.due, None, f"It fell in the quiet hours, {quiet}: it is in the digest of {at}.")


def _why_missed(table: Timetable, missed: str, later: Run | None) -> str:
    if later is not None:
        return f"{MISSED}; the digest of {table.name(later.slot)} covers its time."
    if missed == "latest":
        return f"{MISSED}, and more than 6 hours ago; the next digest covers its time."
    return f"{MISSED}, and missed runs are skipped here; the next digest covers its time."


def _window(table: Timetable, run: Run, covered: datetime | None) -> Window:
    if covered is not None and covered < run.end:
        return Window(max(covered, run.end - LONGEST_WINDOW), run.end)
    return Window(run.end - min(max(table.usual(run.slot), SHORTEST_WINDOW), LONGEST_WINDOW), run.end)


def _shortened(lines: list[Line], cut: bool) -> tuple[Line, ...]:
    """Keep the newest of many missed runs; the oldest of these says that there were more."""
    missed = [line for line in lines if line.missed]
    surplus = missed[:-TOLD]
    if not missed or not (surplus or cut):
        return tuple(lines)
    oldest = missed[len(surplus)]
    count = "the" if cut else f"{len(surplus):,}"
    told = replace(oldest, reason=f"{oldest.reason} So were {count} runs before it.")
    return tuple(told if line is oldest else line for line in lines if line not in surplus)


def _plan(due: Due, outline: Outline) -> Plan:
    one = due.subscription
    owner, where = f"subscription {one.id}", destination_of(one)
    rows = tuple(
        NewDelivery(
            What.DIGEST,
            owner,
            line.slot,
            where,
            line.due,
            Stage.SKIPPED if reason else Stage.PENDING,
            subscription=one.id,
            window=line.window,
            reason=reason,
        )
        for line in outline.lines
        for reason in (line.reason or due.halted or "",)
    )
    covered = None if due.halted else outline.covered_until
    return Plan(one.id, outline.next_run_at, covered, rows)
