"""``downlink deliveries``, and imports by two at once, from the outside."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest

from bot.cli import importing
from bot.cli.importing import take_in
from bot.store.sql import open_memory
from tests.bot.cli.conftest import Downlink
from tests.bot.ledgers import DEAD, stocked
from tests.contracts.conftest import store_url

__all__ = ["store_url"]  # a fixture
KEYS = ["subscription", "slot", "part", "state", "attempts", "message_id", "error"]
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def stock(downlink: Downlink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Downlink:
    """Give the command line a database whose ledger has rows in every state."""
    with stocked(tmp_path):
        pass
    monkeypatch.setenv("DOWNLINK_DATABASE_URL", f"sqlite:///{tmp_path / 'stocked.db'}")
    return downlink


def test_rows_for_programs(stock: Downlink) -> None:
    """All of them, newest first, with exactly the names of the contract."""
    said = stock("deliveries", "--format", "json")
    rows = [json.loads(line) for line in said.out.splitlines()]
    assert (said.status, said.err, len(rows)) == (0, "", 15) and all(list(row) == KEYS for row in rows)
    assert [row["slot"] for row in rows] == [f"2022-07-{day:02} 07:30" for day in range(15, 0, -1)]
    assert rows[-1] == {
        "subscription": 1, "slot": "2022-07-01 07:30", "part": 0, "state": "sent", "attempts": 1, "message_id": "m1",
        "error": None,
    }  # fmt: skip
    assert rows[15 - DEAD]["error"] == "Slack says msg_too_long" and rows[15 - DEAD]["state"] == "dead"


def test_more_rows_than_are_read_at_a_time(stock: Downlink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each once."""
    monkeypatch.setattr("bot.delivery.all_rows.A_PAGE", 4)
    slots = [json.loads(line)["slot"] for line in stock("deliveries", "--format", "json").out.splitlines()]
    assert len(slots) == len(set(slots)) == 15


def test_choosing_rows(stock: Downlink) -> None:
    """By state, by time, so many."""
    assert stock("deliveries", "--state", "dead").out.count("\n") == 1
    assert stock("deliveries", "--state", "dead", "--state", "held").out.count("\n") == 2
    assert stock("deliveries", "--limit", "3").out.count("\n") == 3
    assert stock("deliveries", "--since", "2020-01-01").out.count("\n") == 15
    nothing = stock("deliveries", "--since", "2099-01-01", "--format", "json")
    assert (nothing.status, nothing.out, nothing.err) == (1, "", "No deliveries here.\n")


def test_rows_for_people(stock: Downlink) -> None:
    """A line each: what, where, what became of it."""
    (line,) = stock("deliveries", "--state", "dead").out.splitlines()
    for word in ("12", "dead", "terminal/-/test", "subscription 1, 2022-07-12 07:30", "1 try", "msg_too_long"):
        assert word in line


@pytest.mark.parametrize("arguments", [("--state", "lost"), ("--since", "someday"), ("--limit", "0")])
def test_choosing_badly(stock: Downlink, arguments: tuple[str, str]) -> None:
    """One sentence; status 2."""
    said = stock("deliveries", *arguments)
    assert (said.status, said.out, said.err.count("\n")) == (2, "", 1)


def test_subscriptions_are_listed_with_their_next_runs(stock: Downlink) -> None:
    """For people and for programs; a paused one has none."""
    first, second = stock("subscriptions", "list").out.splitlines()
    assert "\tnext 20" in first and second.endswith("\tpaused")
    one, two = (json.loads(line) for line in stock("subscriptions", "list", "--format", "json").out.splitlines())
    assert datetime.fromisoformat(one["next_run_at"]).astimezone(UTC).minute == 30 and two["next_run_at"] is None


def lines(first: int, last: int, zone: str = "UTC") -> list[str]:
    one = {"platform": "slack", "installation": "T1", "when": "daily 08:00", "zone": zone}
    return [json.dumps(one | {"channel": f"C{number}"}) + "\n" for number in range(first, last)]


def test_two_import_at_once(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What both have is there once, what one has is there; neither waits for the other's whole file."""
    monkeypatch.setattr(importing, "AT_A_TIME", 7)
    open_memory(store_url).close()
    begin, counts = Barrier(2), []

    def importing_one(texts: list[str]) -> Callable[[], None]:
        def run() -> None:
            memory = open_memory(store_url)
            try:
                begin.wait()
                counts.append(take_in(memory, texts, NOW, "file"))
            finally:
                memory.close()

        return run

    threads = [Thread(target=importing_one(texts)) for texts in (lines(0, 60), lines(30, 90))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    memory = open_memory(store_url)
    found = [one.channel for one in memory.subscriptions()]
    log = memory.changes(memory.subscriptions()[0].place, limit=1000)
    memory.close()
    assert sorted(found) == sorted(f"C{number}" for number in range(90))
    assert sum(each["new"] for each in counts) == 90 and sum(each["known"] for each in counts) == 30
    assert len(log) == 90


def test_what_was_taken_before_an_interruption_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole batches; repeating it takes the rest."""
    monkeypatch.setattr(importing, "AT_A_TIME", 10)

    def cut() -> Iterator[str]:
        yield from lines(0, 25)
        raise KeyboardInterrupt

    memory = open_memory(f"sqlite:///{tmp_path / 'news.db'}")
    with pytest.raises(KeyboardInterrupt):
        take_in(memory, cut(), NOW, "file")
    assert len(memory.subscriptions()) == 20
    assert take_in(memory, lines(0, 25), NOW, "file") == {"new": 5, "updated": 0, "known": 20, "rejected": 0}
    memory.close()


def test_a_new_zone_is_a_new_timetable(tmp_path: Path) -> None:
    """Runs are sought from the import on; a new length leaves them as they are."""
    memory = open_memory(f"sqlite:///{tmp_path / 'news.db'}")
    take_in(memory, lines(0, 1), NOW, "file")
    later = NOW.replace(hour=9)
    longer = json.dumps(json.loads(lines(0, 1)[0]) | {"length": "full"})
    assert take_in(memory, [longer], later, "file")["updated"] == 1
    assert memory.subscriptions()[0].changed_at == NOW
    assert take_in(memory, lines(0, 1, "Asia/Tokyo"), later, "file")["updated"] == 1
    assert memory.subscriptions()[0].changed_at == later
    memory.close()
