"""Measure the ledger: planning, the idle tick, composing, claims and finishes; and the planner's memory.

    python -m benchmarks.ledger [--subscriptions 1000000] [--due 40000] [--workers 4] [--url postgresql://…]

Without an address, SQLite in a temporary folder. Subscriptions are spread over the day, and so many more are due in
one minute, in many zones and installations. Goals: 8,000 planned a second; an idle tick of 2 ms; on PostgreSQL 10,000
claims and finishes a second; the planner's memory flat.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.measure import memory, milliseconds, percentile, table
from bot.blocks import Paragraph
from bot.delivery.base import Composed
from bot.delivery.planning import Planner
from bot.delivery.values import Due, Edition, Message, Part, Plan, Sent, Told
from bot.replies import Kind, Reply
from bot.spans import Text
from bot.store.ledger.sql import SqlLedger
from bot.store.schema import setting, subscription
from bot.store.sql import SqlMemory, open_memory
from digests.model import Window
from digests.store.columns import microseconds
from digests.store.rows import insert_many

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
DAY, LEASE = timedelta(days=1), timedelta(minutes=5)
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Asia/Kolkata", "America/Sao_Paulo", "Africa/Cairo")
COLUMNS = (
    "platform", "installation", "channel", "when", "zone", "scope", "length", "stories", "missed", "state",
    "created_by", "created_at", "changed_at", "next_run_at", "covered_until",
)  # fmt: skip
PLATFORMS = ("discord", "slack")
BATCH, ROUNDS, PARTS = 500, 300, 1
BODY = Reply(Kind.DIGEST, "Digest", (Paragraph((Text("What is new. " * 100),)),))


def rows(count: int, due: int) -> Iterator[tuple[object, ...]]:
    """Make subscriptions: the first ones due now, the others at another minute of the day after."""
    chance = random.Random(1)
    for number in range(count):
        at = NOW if number < due else NOW + timedelta(minutes=chance.randrange(1, 1440))
        zone = ZONES[number % len(ZONES)]
        local = at.astimezone(ZoneInfo(zone))
        platform, place = ("slack", f"T{number // 20}") if number % 2 else ("discord", str(number // 20))
        yield (
            platform, place, f"C{number}", f"daily {local:%H:%M}", zone, f'{{"topics": ["topic {number % 50}"]}}',
            "standard", 7, "latest", "active", "anna", microseconds(NOW - 30 * DAY), microseconds(NOW - 30 * DAY),
            microseconds(at), microseconds(at - DAY),
        )  # fmt: skip


def fill(opened: SqlMemory, count: int, due: int) -> None:
    """Store them, and settings for every tenth installation."""
    made = rows(count, due)
    while chunk := list(islice(made, 20_000)):
        with opened.writing() as connection:
            insert_many(connection, subscription, COLUMNS, chunk)
    places = [("slack", f"T{number}", '{"empty": "line"}') for number in range(0, count // 20, 10)]
    with opened.writing() as connection:
        insert_many(connection, setting, ("platform", "installation", "value"), places)
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql("ANALYZE")


def timed(work: Callable[[], int]) -> float:
    """Repeat until it has nothing to do; gives how many it did a second."""
    began, done = time.perf_counter(), 0
    while some := work():
        done += some
    return done / (time.perf_counter() - began)


def plan(ledger: SqlLedger) -> Callable[[], int]:
    """Give the planner's tick."""
    planner = Planner()

    def decide(due: Due) -> Plan:
        return planner.decide(due, NOW)

    return lambda: ledger.plan(NOW, decide).planned


def compose(ledger: SqlLedger) -> Callable[[], int]:
    """Give the composer's: one edition for all."""
    edition = ledger.keep_edition(
        Edition("key", "Digest", Window(NOW - DAY, NOW), (Message(BODY),), (Told(1, ("a",), ()),), NOW)
    )
    parts = [Part(0, piece) for piece in range(PARTS)]

    def work() -> int:
        claims = ledger.to_compose("composer", LATER, timedelta(), LEASE, BATCH)
        return sum(ledger.composed_all([Composed(claim, edition, parts) for claim in claims])) if claims else 0

    return work


def deliver(ledger: SqlLedger, worker: str) -> Callable[[], int]:
    """Give a courier's, without the posting."""

    def work() -> int:
        claims = [each for name in PLATFORMS for each in ledger.claim(worker, LATER, LEASE, BATCH, platforms=[name])]
        done = ledger.record([Sent(claim, f"m{claim.delivery.id}", LATER) for claim in claims])
        assert all(done)
        return len(done)

    return work


def courier(url: str, name: str, begin: float) -> tuple[int, float]:
    """Deliver in a process of its own, from a moment on that all share; gives how many, and when it was done."""
    opened, done = open_memory(url), 0
    work = deliver(opened.ledger, name)
    opened.ledger.oldest_due(NOW)
    time.sleep(max(0.0, begin - time.time()))
    while some := work():
        done += some
    ended = time.time()
    opened.close()
    return done, ended


def run(url: str, count: int, due: int, workers: int) -> None:
    """Fill, measure, print a table."""
    opened = open_memory(url)
    ledger = opened.ledger
    fill(opened, count, due)
    before = memory()
    results: list[tuple[str, str, float]] = [("planned a second", "8,000", timed(plan(ledger)))]
    results.append(("memory that planning took, MB", "flat", memory() - before))
    idle = milliseconds([plan(ledger)] * ROUNDS)
    results += [("idle tick, ms, p50", "2", percentile(idle, 0.5)), ("idle tick, ms, p99", "2", percentile(idle, 0.99))]
    results.append(("composed a second", "", timed(compose(ledger))))
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        begin = time.time() + 5  # by then they are awake
        each = pool.starmap(courier, [(url, f"w{number}", begin) for number in range(workers)])
    done = sum(some for some, _ in each)
    rate = done / (max(ended for _, ended in each) - begin)
    results.append((f"claimed and finished a second, {workers} workers", "10,000 on PostgreSQL", rate))
    assert done == due * PARTS, (done, due)
    nothing = milliseconds([lambda: ledger.claim("w", LATER, LEASE, BATCH)] * ROUNDS)
    results.append(("idle claim, ms, p99", "2", percentile(nothing, 0.99)))
    began = time.perf_counter()
    wrong = ledger.check()
    results.append(("check, s", "", time.perf_counter() - began))
    print(f"{url.split(':')[0]}: {count:,} subscriptions, {due:,} due; {wrong or 'the ledger is whole'}")
    print(table(["", "goal", "measured"], results))
    opened.close()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subscriptions", type=int, default=1_000_000)
    parser.add_argument("--due", type=int, default=40_000)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--url", help="an empty database (default: SQLite in a temporary folder)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite:///{Path(folder) / 'ledger.db'}"
        run(url, given.subscriptions, given.due, given.workers)


if __name__ == "__main__":
    main()
