"""What a tick asks goes by an index, however many rows there are: no table is read through, and nothing is sorted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.delivery.base import Composed
from bot.delivery.values import Over, Part, Stage
from bot.store.ledger.sql import SqlLedger
from bot.store.sql import SqlMemory, open_memory
from tests.contracts.ledger import EDITION, HERE, LEASE, MINUTE, NOW, SUBSCRIPTION, TO_THERE, compose, notice, row, sent
from tests.contracts.ledger_worker import decide

LATER = NOW + timedelta(days=100)
TABLES = ("delivery", "subscription", "edition", "halt", "pace", "setting")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[SqlMemory]:
    """Open a memory on a file."""
    opened = open_memory(f"sqlite:///{tmp_path / 'bot.db'}", clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def slow(memory: SqlMemory) -> list[str]:
    """Collect the statements that read a table through or sort, as SQLite itself plans them."""
    found: list[str] = []

    @event.listens_for(memory._engine, "before_cursor_execute")
    def explain(_connection: Any, cursor: Any, statement: str, given: Any, _context: Any, many: bool) -> None:
        if statement.split(" ")[0] not in ("SELECT", "UPDATE", "DELETE") or "sqlite_schema" in statement:
            return
        values = given[0] if many else given
        steps = [step[3] for step in cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        scans = [step for step in steps if step.startswith("SCAN") and step.split()[1] in TABLES]
        sorts = [step for step in steps if "TEMP B-TREE FOR ORDER BY" in step]
        if scans or sorts:
            found.append(f"{scans + sorts}: {statement}")

    return found


def deliver(ledger: SqlLedger, now: datetime = NOW) -> None:
    """Claim, and record."""
    claims = ledger.claim("c", now, LEASE, 5)
    ledger.record([sent(claim, message=f"m{claim.delivery.id}") for claim in claims])


TICKS: dict[str, Callable[[SqlLedger], object]] = {
    "plan": lambda ledger: ledger.plan(NOW, decide),
    "write": lambda ledger: ledger.write([notice(7), row(8)]),
    "compose": lambda ledger: ledger.composed_all(
        [
            Composed(claim, ledger.keep_edition(EDITION), [Part(0, 0), Part(0, 1)])
            for claim in ledger.to_compose("c", NOW, MINUTE, LEASE, 5)
        ]
    ),
    "deliver": deliver,
    "deliver what is late": lambda ledger: deliver(ledger, LATER),
    "one platform": lambda ledger: ledger.claim("c", NOW, LEASE, 1, platforms=["discord"]),
    "uncertain": lambda ledger: ledger.uncertain("c", LATER, LEASE, 5),
    "over": lambda ledger: [
        ledger.over(Over(claim, Stage.DEAD, NOW, "no")) for claim in ledger.claim("c", LATER, LEASE, 9)
    ],
    "extend": lambda ledger: [ledger.extend(each, LATER) for each in ledger.uncertain("c", LATER, LEASE, 5)],
    "untold": lambda ledger: ledger.note_told([delivery.id for delivery, _ in ledger.untold()]),
    "publish": lambda ledger: ledger.to_publish(LATER),
    "reserve": lambda ledger: (ledger.reserve("k", 1, 1, NOW), ledger.blocks(NOW)),
    "block": lambda ledger: ledger.block("k", LATER),
    "invalid": lambda ledger: ledger.count_invalid("k", NOW, LEASE),
    "edition": lambda ledger: (ledger.edition_with("key 1"), ledger.edition(1)),
    "moments": lambda ledger: (ledger.next_moment(), ledger.oldest_due(LATER)),
    "decide": lambda ledger: (ledger.release(1, NOW), ledger.drop(1, NOW, "no"), ledger.redeliver([1, 2], NOW)),
    "runs": lambda ledger: ledger.runs([1, 2, 3]),
    "history": lambda ledger: ledger.deliveries(subscription=1),
    "last": lambda ledger: ledger.deliveries(place=HERE, limit=5),
    "halt": lambda ledger: ledger.halt(HERE, "C9", "gone", NOW),
    "prune": lambda ledger: ledger.prune(LATER, 1),
}


@pytest.mark.parametrize("name", TICKS)
def test_a_tick_goes_by_an_index(memory: SqlMemory, slow: list[str], name: str) -> None:
    """With rows of every kind in the tables."""
    ledger = memory.ledger
    memory.add_subscription(SUBSCRIPTION)
    compose(ledger, 1, parts=3)
    ledger.write([notice(1), notice(2, to=TO_THERE), notice(3, NOW + MINUTE), row(4), row(5)])
    deliver(ledger)
    ledger.write([notice(6)])
    ledger.claim("gone", NOW, LEASE, 1)
    slow.clear()
    TICKS[name](ledger)
    assert slow == []


def test_a_slow_question_is_seen(memory: SqlMemory, slow: list[str]) -> None:
    """So that the test above means something."""
    memory.ledger.deliveries(stages=[Stage.DEAD], since=NOW)
    memory.ledger.counts()
    assert len(slow) >= 1
