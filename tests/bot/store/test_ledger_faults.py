"""What goes wrong under the ledger is said in one sentence, and then nothing of the call was done."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from bot.delivery.values import Due, Plan, Stage
from bot.store.ledger.sql import SqlLedger
from bot.store.sql import SqlMemory, open_memory
from digests.errors import StoreError, StoreFull, StoreLocked, StoreUnreachable
from tests.contracts.conftest import schema_of
from tests.contracts.ledger import EDITION, HERE, LEASE, MINUTE, NOW, SUBSCRIPTION, notice, row, sent
from tests.contracts.ledger_worker import decide


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Name a file."""
    return tmp_path / "bot.db"


@pytest.fixture
def on_file(path: Path) -> Iterator[SqlMemory]:
    """Open a memory that waits for nobody."""
    opened = open_memory(f"sqlite:///{path}", busy_timeout=0.05)
    yield opened
    opened.close()


@pytest.fixture
def on_server(postgres_url: str) -> Iterator[SqlMemory]:
    """Open a memory on PostgreSQL."""
    with schema_of(postgres_url) as url:
        opened = open_memory(url, busy_timeout=0.2)
        yield opened
        opened.close()


def one_sentence(error: BaseException) -> str:
    """Check that an error is fit for a user; gives its text."""
    text = str(error)
    assert text.endswith(".") and "\n" not in text and "Traceback" not in text and "sqlalche" not in text
    return text


def ready(memory: SqlMemory) -> SqlLedger:
    """Give a ledger with something to do of every kind."""
    memory.add_subscription(SUBSCRIPTION)
    memory.ledger.write([notice(1), row(2)])
    return memory.ledger


def calls(ledger: SqlLedger) -> list[Callable[[], object]]:
    """List calls that write."""
    (claim,) = ledger.claim("first", NOW, LEASE, 1)
    (composing,) = ledger.to_compose("first", NOW, MINUTE, LEASE, 1)
    ledger.write([notice(3)])
    return [
        lambda: ledger.plan(NOW, decide),
        lambda: ledger.write([notice(4)]),
        lambda: ledger.keep_edition(EDITION),
        lambda: ledger.claim("c", NOW, LEASE, 1),
        lambda: ledger.uncertain("c", NOW + LEASE, LEASE, 1),
        lambda: ledger.extend(claim, NOW + 2 * LEASE),
        lambda: ledger.record([sent(claim)]),
        lambda: ledger.halt(HERE, "C1", "gone", NOW),
        lambda: ledger.reserve("slack", 1, 1, NOW),
        lambda: ledger.block("slack", NOW),
        lambda: ledger.count_invalid("slack", NOW, LEASE),
        lambda: ledger.drop(composing.delivery.id, NOW, "no"),
        lambda: ledger.prune(NOW),
        lambda: ledger.forget(None, HERE),
        lambda: ledger.keep("key", "value"),
    ]


def state(ledger: SqlLedger) -> object:
    """Give what is in it."""
    return ledger.deliveries(), ledger.halts(), ledger.next_moment(), ledger.kept("key")


def test_a_file_that_another_one_writes(on_file: SqlMemory, path: Path) -> None:
    """Every call says so; all of them can be made afterwards; questions are answered meanwhile."""
    ledger = ready(on_file)
    asked = calls(ledger)
    before = state(ledger)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    for call in asked:
        with pytest.raises(StoreLocked) as caught:
            call()
        assert "bot.db" in one_sentence(caught.value)
    assert state(ledger) == before
    holder.execute("ROLLBACK")
    holder.close()
    for call in asked:
        call()
    assert ledger.check() == []


def test_a_full_disk(on_file: SqlMemory) -> None:
    """The transaction is undone; with room again it is done."""
    ledger = ready(on_file)
    before = state(ledger)
    with on_file._engine.connect() as connection:  # the pool gives the same connection to the next writer
        pages = connection.exec_driver_sql("PRAGMA max_page_count = 1").scalar_one()
    rows = [notice(number) for number in range(5, 2000)]
    with pytest.raises(StoreFull) as caught:
        ledger.write(rows)
    one_sentence(caught.value)
    assert state(ledger) == before
    with on_file._engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 100_000}")
    assert ledger.write(rows) == len(rows) and ledger.check() == []


def test_a_server_that_goes_away(on_server: SqlMemory, postgres_url: str) -> None:
    """In the middle of planning: nothing is planned, and the next call has a new connection."""
    ledger = ready(on_server)
    before = state(ledger)

    def end_connections() -> None:
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def interrupted(due: Due) -> Plan:
        end_connections()
        return decide(due)

    with pytest.raises(StoreUnreachable) as caught:
        ledger.plan(NOW, interrupted)
    one_sentence(caught.value)
    assert state(ledger) == before
    assert ledger.plan(NOW, decide) == (1, 1)
    end_connections()
    assert len(ledger.claim("c", NOW, LEASE, 5)) == 2


def test_a_row_that_another_one_holds(on_server: SqlMemory, postgres_url: str) -> None:
    """A claim passes over it; who needs this very row is told to wait."""
    ledger = ready(on_server)
    ledger.write([notice(3)])
    claims = ledger.claim("c", NOW, LEASE, 1)
    with on_server._engine.begin() as other:
        other.exec_driver_sql("SELECT id FROM delivery WHERE slot IN ('key 1', 'key 3') FOR UPDATE")
        assert ledger.claim("d", NOW, LEASE, 5) == []
        with pytest.raises(StoreLocked) as caught:
            ledger.record([sent(claims[0])])
        one_sentence(caught.value)
    assert ledger.record([sent(claims[0])]) == [True]
    assert len(ledger.claim("d", NOW, LEASE, 5)) == 1


@pytest.mark.parametrize("memory", ["on_file", "on_server"])
def test_a_decision_that_fails_plans_nothing(memory: str, request: pytest.FixtureRequest) -> None:
    """Not even for those decided before it."""
    opened: SqlMemory = request.getfixturevalue(memory)
    ledger = ready(opened)
    opened.add_subscription(SUBSCRIPTION)
    before = state(ledger)

    def failing(due: Due) -> Plan:
        if due.subscription.id > 1:
            raise ZeroDivisionError
        return decide(due)

    with pytest.raises(ZeroDivisionError):
        ledger.plan(NOW, failing)
    assert state(ledger) == before


@pytest.mark.parametrize("memory", ["on_file", "on_server"])
def test_a_subscription_that_can_not_be_read_holds_up_nobody(memory: str, request: pytest.FixtureRequest) -> None:
    """It is planned no more, and check() says so."""
    opened: SqlMemory = request.getfixturevalue(memory)
    bad, good = opened.add_subscription(SUBSCRIPTION), opened.add_subscription(SUBSCRIPTION)
    with opened.writing() as connection:
        connection.exec_driver_sql(f"UPDATE subscription SET scope = 'no JSON' WHERE id = {bad}")
    assert opened.ledger.plan(NOW, decide) == (1, 1) and opened.ledger.plan(NOW, decide) == (0, 0)
    assert [d.subscription for d in opened.ledger.deliveries(stages=[Stage.PENDING])] == [good]
    assert opened.check() == ["1 subscriptions can't be understood.", "1 active subscriptions have no next run."]


def test_all_faults_are_the_stores() -> None:
    """Who waits for a better time catches one class."""
    assert all(issubclass(each, StoreError) for each in (StoreFull, StoreLocked, StoreUnreachable))
