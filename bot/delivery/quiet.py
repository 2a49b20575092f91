"""Quiet hours: what becomes of a slot that falls in them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

LONGEST = timedelta(days=1)  # that a slot can be put off


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day without posts; ``does`` is delay, merge or skip."""

    start: time
    end: time
    does: str

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def has(self, local: datetime) -> bool:
        """Tell whether a local time is in them; their end is not."""
        at = local.time()
        return self.start <= at < self.end if self.start < self.end else at >= self.start or at < self.end

    def over(self, slot: datetime, zone: ZoneInfo) -> datetime:
        """Tell when the quiet hours that a slot falls in are over, in UTC."""
        local = slot.astimezone(zone)
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        over = datetime.combine(day, self.end, zone).astimezone(UTC)
        return over if over > slot else over + LONGEST  # the hour that a change repeats


@dataclass(frozen=True, slots=True)
class Run:
    """A digest to be: of which slot, when it may go, up to when it covers. ``merged``: slots that it stands for too."""

    slot: datetime
    due: datetime
    end: datetime
    skipped: bool = False
    merged: tuple[datetime, ...] = ()


@cache
def quiet_hours(text: str) -> Quiet | None:
    """Read the setting as ``bot.preferences`` keeps it: ``22:00-07:00 delay``, or ``off``."""
    if text == "off":
        return None
    hours, _, does = text.partition(" ")
    start, _, end = hours.partition("-")
    return Quiet(time.fromisoformat(start), time.fromisoformat(end), does)


def runs(slots: Sequence[datetime], quiet: Quiet | None, zone: ZoneInfo) -> list[Run]:
    """Say what becomes of slots, soonest due first.

    Delayed ones keep what they cover. Merged ones become one run that covers all up to the end of the quiet hours:
    the slot at that end where there is one, else the last of them.
    """
    if quiet is None:
        return [Run(slot, slot, slot) for slot in slots]
    merged: dict[datetime, list[datetime]] = {}
    found = {run.slot: run for run in _each(slots, quiet, zone, merged)}
    for over, parts in merged.items():
        own = over if over in found else parts.pop()
        found[own] = Run(own, over, over, merged=tuple(parts))
    return sorted(found.values(), key=lambda run: (run.due, run.slot))


def _each(
    slots: Sequence[datetime], quiet: Quiet, zone: ZoneInfo, merged: dict[datetime, list[datetime]]
) -> Iterator[Run]:
    for slot in slots:
        if not quiet.has(slot.astimezone(zone)):
            yield Run(slot, slot, slot)
        elif quiet.does == "skip":
            yield Run(slot, slot, slot, skipped=True)
        elif quiet.does == "delay":
            yield Run(slot, quiet.over(slot, zone), slot)
        else:
            merged.setdefault(quiet.over(slot, zone), []).append(slot)
