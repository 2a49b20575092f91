"""The worker's ticks: planned, composed, couriers woken; and what a change of time zones' rules does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.counting import Uncounted
from bot.delivery.planning import AHEAD
from bot.delivery.values import Stage
from bot.jobs import Queue
from bot.working import ZONES, Worker, worker_name
from bot.zones import rules
from digests.errors import StoreError
from tests.bot.delivery.room import DAY, EIGHT, HOUR, Room, ask


class Woken:
    """Counts how often it was woken."""

    def __init__(self) -> None:
        self.times = 0

    def wake(self) -> None:
        """Count."""
        self.times += 1


class Planned(Uncounted):
    """Adds up what was planned."""

    slots = 0

    def planned(self, slots: int) -> None:
        """Add."""
        self.slots += slots


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Give a newsroom with a story."""
    made = Room(tmp_path)
    made.arrives("lander", EIGHT - 9 * HOUR)
    yield made
    made.close()


def worker(room: Room, woken: Woken, counting: Uncounted | None = None) -> Worker:
    return Worker(
        room.memory, room.newsroom, lambda: room.now, ask, Queue(), [woken], counting or Uncounted(), worker_name()
    )


async def test_what_is_due_is_planned_composed_and_handed_to_couriers(room: Room) -> None:
    """Two workers at once do it once."""
    woken, planned = Woken(), Planned()
    workers = [worker(room, woken, planned) for _ in range(2)]
    for number in range(3):
        room.subscribe(f"C{number}")
    await workers[0].plan()
    assert planned.slots == 0 and room.rows() == []
    room.now = EIGHT - AHEAD
    for each in (*workers, *workers):
        await each.plan()
        await each.compose()
    assert planned.slots == 3 and woken.times >= 1
    assert [row.stage for row in room.rows()] == [Stage.PENDING] * 3 and all(row.edition for row in room.rows())


async def test_new_rules_of_time_zones_plan_anew(room: Room) -> None:
    """What was stored under other rules is planned again at the start; the same rules change nothing."""
    woken, one = Woken(), room.subscribe()
    await worker(room, woken).plan()
    ledger = room.memory.ledger
    assert ledger.kept(ZONES) == rules() and ledger.runs([one.id])[one.id].next_run_at == EIGHT
    wrong = EIGHT + timedelta(hours=1)
    room.planner_sets(one.id, wrong)
    await worker(room, woken).plan()
    assert ledger.runs([one.id])[one.id].next_run_at == wrong
    ledger.keep(ZONES, "the rules of last year")
    await worker(room, woken).plan()
    assert ledger.runs([one.id])[one.id].next_run_at == EIGHT and ledger.kept(ZONES) == rules()
    room.now = EIGHT
    await worker(room, woken).plan()
    (row,) = room.rows()
    assert row.slot == "2026-03-04T08:00"


async def test_a_slot_that_new_rules_made_earlier_is_not_lost(room: Room) -> None:
    """Due at eight by the new rules, planned for nine by the old ones, and the worker starts at half past eight."""
    woken, one = Woken(), room.subscribe()
    await worker(room, woken).plan()
    room.planner_sets(one.id, EIGHT + HOUR)
    room.memory.ledger.keep(ZONES, "the rules of last year")
    room.now = EIGHT + HOUR / 2
    await worker(room, woken).plan()
    assert [(row.slot, row.stage) for row in room.rows()] == [("2026-03-04T08:00", Stage.PENDING)]
    assert room.memory.ledger.runs([one.id])[one.id].next_run_at == EIGHT + DAY


async def test_a_database_that_is_away_is_the_ticks_own_trouble(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is raised to the metronome, which goes on; the next tick does what this one could not."""
    woken = Woken()
    each = worker(room, woken)
    await each.plan()
    room.subscribe()
    room.now = EIGHT

    def away(*given: object) -> object:
        raise StoreError("The database can't be reached.")

    with monkeypatch.context() as patch:
        patch.setattr(type(room.memory.ledger), "plan", away)
        with pytest.raises(StoreError):
            await each.plan()
    await each.plan()
    assert len(room.rows()) == 1


def test_workers_have_names_of_their_own() -> None:
    """Even two in one process."""
    assert worker_name() != worker_name()
