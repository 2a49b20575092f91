"""A subscription's timetable with what was computed of it kept: many subscriptions ask for the same slots."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.subscriptions import parse_when, slots

_KEPT = 512  # slots of one timetable
_TIMETABLES = 4_096


class Timetable:
    """The slots of one timetable in one zone, in UTC. Not thread-safe."""

    def __init__(self, when: str, zone: str) -> None:
        """Read it.

        Raises:
            Mistake: it is no timetable. KeyError: there is no such zone.
        """
        self._when, self.zone = parse_when(when), ZoneInfo(zone)
        minute, hour, *_ = self._when.crons[0].split()
        plain = len(self._when.crons) == 1 and minute.isdecimal() and hour.isdecimal()
        self._at = (int(hour), int(minute)) if plain else None
        self._base: datetime | None = None
        self._known: list[datetime] = []
        self._rest: Iterator[datetime] = iter(())

    @property
    def frequent(self) -> bool:
        """Tell whether it comes more often than once a day on the days that it names."""
        return self._at is None

    def between(self, after: datetime, until: datetime) -> list[datetime]:
        """List the slots with after < slot ≤ until."""
        self._reach(after, until)
        return self._known[bisect_right(self._known, after) : bisect_right(self._known, until)]

    def next(self, after: datetime) -> datetime | None:
        """Give the first slot after a moment; None where there is none within 50 years."""
        self._reach(after, after)
        place = bisect_right(self._known, after)
        return self._known[place] if place < len(self._known) else None

    def usual(self, slot: datetime) -> timedelta:
        """Tell how long it is from a slot to the one after it; a month where there is none."""
        following = self.next(slot)
        return following - slot if following else timedelta(days=31)

    def name(self, slot: datetime) -> str:
        """Give a slot's nominal local time; with the offset where the same one may come twice on a date.

        A slot that a change of the clocks moved keeps the time, and the date, that it should have had.
        """
        local = slot.astimezone(self.zone)
        if self._at is None:
            return local.isoformat(timespec="minutes")
        if (local.hour, local.minute) != self._at:
            local = (slot - timedelta(microseconds=1)).astimezone(self.zone)
        return f"{local:%Y-%m-%d}T{self._at[0]:02}:{self._at[1]:02}"

    def _reach(self, after: datetime, until: datetime) -> None:
        """Know every slot from ``after`` to the first one beyond ``until``."""
        if self._base is None or after < self._base:
            self._base, self._known = after, []
            self._rest = slots(self._when, self.zone, after)
        elif len(self._known) > _KEPT:
            self._base, self._known = after, self._known[bisect_right(self._known, after) :]
        while not self._known or self._known[-1] <= until:
            slot = next(self._rest, None)
            if slot is None:
                return
            self._known.append(slot.astimezone(UTC))


class Timetables:
    """Timetables by what they are, the least used forgotten. Not thread-safe."""

    def __init__(self, most: int = _TIMETABLES) -> None:
        self._made: OrderedDict[tuple[str, str], Timetable] = OrderedDict()
        self._most = most

    def get(self, when: str, zone: str) -> Timetable:
        """Give one, made at the first asking. Raises Mistake or KeyError as the timetable does."""
        made = self._made.get((when, zone))
        if made is None:
            made = self._made[when, zone] = Timetable(when, zone)
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        else:
            self._made.move_to_end((when, zone))
        return made
