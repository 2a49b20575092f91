"""Many at one ledger: nothing is claimed twice within a lease, planned twice, or recorded by two."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from bot.delivery.base import Composed
from bot.delivery.values import Part, Stage
from bot.store.sql import SqlMemory
from tests.contracts.ledger import EDITION, LEASE, MINUTE, NOW, SUBSCRIPTION, notice, row
from tests.contracts.ledger_worker import work

SUBSCRIPTIONS, WORKERS = 60, 3


def subscribe(memory: SqlMemory) -> None:
    """Store subscriptions that are due at once."""
    with memory.changing() as inside:
        for _ in range(SUBSCRIPTIONS):
            inside.add_subscription(SUBSCRIPTION)


def one_each(memory: SqlMemory, reports: list[dict[str, Any]]) -> None:
    """Every subscription was planned by one; no fence was given twice; every delivery was recorded by one."""
    assert sum(report["planned"] for report in reports) == SUBSCRIPTIONS
    fences = Counter(tuple(claim) for report in reports for claim in report["claims"])
    assert max(fences.values()) == 1
    done = Counter(number for report in reports for number in report["done"])
    assert len(done) == SUBSCRIPTIONS and set(done.values()) == {1}
    ledger = memory.ledger
    assert ledger.counts()[Stage.SENT] == SUBSCRIPTIONS and ledger.check() == []


def test_threads(memory: SqlMemory) -> None:
    """At one memory, as in a process with several roles."""
    subscribe(memory)
    with ThreadPoolExecutor(WORKERS) as pool:
        one_each(memory, list(pool.map(lambda name: work(memory.ledger, name), "abc")))


def test_processes(memory: SqlMemory, store_url: str) -> None:
    """Each with a memory of its own, on one database."""
    subscribe(memory)
    command = [sys.executable, "-m", "tests.contracts.ledger_worker", store_url]
    root = Path(__file__).parents[2]
    running = [subprocess.Popen([*command, name], cwd=root, stdout=subprocess.PIPE, text=True) for name in "abc"]
    answers = [one.communicate(timeout=120)[0] for one in running]
    assert [one.returncode for one in running] == [0] * WORKERS
    one_each(memory, [json.loads(answer) for answer in answers])


def test_composing_together(memory: SqlMemory) -> None:
    """Each row is composed by one; the slower of two composers is told that it is too late."""
    ledger = memory.ledger
    ledger.write([row(number) for number in range(40)])
    edition = ledger.keep_edition(EDITION)

    def compose(name: str) -> list[int]:
        mine: list[int] = []
        while claims := ledger.to_compose(name, NOW, MINUTE, LEASE, 7):
            taken = ledger.composed_all([Composed(claim, edition, [Part(0, 0), Part(0, 1)]) for claim in claims])
            assert all(taken) and not any(ledger.composed_all([Composed(c, edition, [Part(0, 0)]) for c in claims]))
            mine += [claim.delivery.id for claim in claims]
        return mine

    with ThreadPoolExecutor(4) as pool:
        numbers = [number for mine in pool.map(compose, "abcd") for number in mine]
    assert sorted(numbers) == sorted(set(numbers)) and len(numbers) == 40
    assert ledger.counts()[Stage.PENDING] == 80 and ledger.check() == []


def test_editions_and_rows_of_two_writers(memory: SqlMemory) -> None:
    """The same edition, the same rows: once."""
    ledger = memory.ledger

    def write(_: int) -> tuple[int, int]:
        return ledger.keep_edition(EDITION), ledger.write([notice(number) for number in range(20)])

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(write, range(4)))
    assert len({edition for edition, _ in answers}) == 1 and sum(new for _, new in answers) == 20


def test_reservations_of_many_never_overlap(memory: SqlMemory) -> None:
    """Each worker's sends are apart from all others' by the interval."""
    ledger = memory.ledger
    with ThreadPoolExecutor(4) as pool:
        given = sorted(pool.map(lambda _: ledger.reserve("discord", 5, 0.1, NOW), range(20)))
    apart = [later - earlier for earlier, later in pairwise(given)]
    assert min(apart) > timedelta(seconds=0.45)


def test_invalid_answers_of_many_are_all_counted(memory: SqlMemory) -> None:
    """None is lost to another."""
    ledger = memory.ledger
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: ledger.count_invalid("discord", NOW, 10 * MINUTE), range(24)))
    assert max(counts) == 24
