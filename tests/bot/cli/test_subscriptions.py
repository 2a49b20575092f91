"""``downlink subscriptions``, ``keys`` and ``db purge``, from the outside."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.secrets import Vault
from bot.store.sql import open_memory
from bot.store.values import Installation, Place
from tests.bot.cli.conftest import Downlink

ONE = {"platform": "discord", "installation": "1", "channel": "c", "when": "daily 8:00", "zone": "Europe/Berlin"}
TWO = ONE | {"when": "hourly", "scope": {"topics": ["Artemis"]}, "length": "brief", "stories": 3, "missed": "skip"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write two subscriptions as JSON Lines."""
    path = tmp_path / "subscriptions.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in (ONE, TWO)), encoding="utf-8")
    return path


def test_import_is_safe_to_repeat(downlink: Downlink, file: Path) -> None:
    """New once; an update where zone or length differ; never doubled."""
    assert downlink("subscriptions", "import", str(file)) == (0, "2 new, 0 updated, 0 known, 0 rejected\n", "")
    assert downlink("subscriptions", "import", str(file)).out == "0 new, 0 updated, 2 known, 0 rejected\n"
    file.write_text(json.dumps(ONE | {"zone": "UTC"}), encoding="utf-8")
    assert downlink("subscriptions", "import", str(file)).out == "0 new, 1 updated, 0 known, 0 rejected\n"
    rows = downlink("subscriptions", "list").out.splitlines()
    assert [row.split("\t")[:4] for row in rows] == [
        ["1", "discord/1/c", "daily 08:00", "UTC"],
        ["2", "discord/1/c", "hourly", "Europe/Berlin"],
    ]


def test_each_line_that_can_not_be_read_is_told(downlink: Downlink, file: Path) -> None:
    """With its number and the reason, on standard error; the others are taken; status 1."""
    with file.open("a", encoding="utf-8") as more:
        more.write('\nnonsense\n{"platform": "discord"}\n')
    said = downlink("subscriptions", "import", str(file))
    assert (said.status, said.out) == (1, "2 new, 0 updated, 0 known, 2 rejected\n")
    assert [line.split(": ", 2)[1].split(", ")[1] for line in said.err.splitlines()] == ["line 4", "line 5"]


def test_export_reads_back(downlink: Downlink, file: Path, tmp_path: Path) -> None:
    """Into another database, the same."""
    downlink("subscriptions", "import", str(file))
    exported = downlink("subscriptions", "export").out
    assert json.loads(exported.splitlines()[1]) == TWO
    file.write_text(exported, encoding="utf-8")
    other = ("--database-url", f"sqlite:///{tmp_path / 'other.db'}", "subscriptions")
    assert downlink(*other, "import", str(file)).out.startswith("2 new")
    assert downlink(*other, "export").out == exported


def test_list_for_programs(downlink: Downlink, file: Path) -> None:
    """A JSON object a line, with numbers; none is status 1."""
    assert downlink("subscriptions", "list").status == 1
    downlink("subscriptions", "import", str(file))
    rows = [json.loads(line) for line in downlink("subscriptions", "list", "--format", "json").out.splitlines()]
    assert [(row["id"], row["state"]) for row in rows] == [(1, "active"), (2, "active")]


def test_what_is_imported_is_seen_in_chat(downlink: Downlink, file: Path) -> None:
    """The same database, and a line in the audit log."""
    file.write_text(json.dumps(ONE | {"platform": "terminal", "installation": "-"}), encoding="utf-8")
    downlink("subscriptions", "import", str(file))
    assert "daily 08:00, Europe/Berlin" in downlink("ask", "/downlink list").out
    assert "operator · import subscription 1" in downlink("ask", "/downlink audit").out


def preview(downlink: Downlink, *given: str) -> list[list[str]]:
    said = downlink("subscriptions", "preview", *given)
    assert said.status == 0
    return [line.split("\t") for line in said.out.splitlines()]


def test_preview_needs_no_database(downlink: Downlink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Local time with its offset, a tab, UTC; right over the change of 29 March 2026."""
    monkeypatch.setenv("DOWNLINK_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    given = ("--when", "daily 02:30", "--zone", "Europe/Berlin", "--from", "2026-03-28T00:00:00Z", "--count", "3")
    assert preview(downlink, *given) == [
        ["2026-03-28T02:30:00+01:00", "2026-03-28T01:30:00Z"],
        ["2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00Z"],
        ["2026-03-30T02:30:00+02:00", "2026-03-30T00:30:00Z"],
    ]


def test_a_time_without_an_offset_is_in_the_zone(downlink: Downlink) -> None:
    """So is a date alone."""
    for start in ("2026-07-01T00:00", "2026-07-01"):
        assert preview(downlink, "--when", "hourly", "--zone", "Asia/Tokyo", "--from", start, "--count", "1") == [
            ["2026-07-01T01:00:00+09:00", "2026-06-30T16:00:00Z"]
        ]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("--when", "dayly 8"), 'did you mean "daily 08:00"'),
        (("--when", "0 0 31 2 *"), "never comes"),
        (("--when", "hourly", "--zone", "CET"), "abbreviation"),
        (("--when", "hourly", "--from", "tomorrow"), "is no time such as"),
        (("--when", "hourly", "--count", "0"), "--count"),
        ((), "--when"),
    ],
)
def test_mistakes_in_a_preview(downlink: Downlink, given: tuple[str, ...], says: str) -> None:
    """One line on standard error, status 2."""
    said = downlink("subscriptions", "preview", *given)
    assert (said.status, said.out) == (2, "") and says in said.err and said.err.count("\n") == 1


def test_rotating_keys(downlink: Downlink, monkeypatch: pytest.MonkeyPatch) -> None:
    """All stored tokens are sealed with the newest key; then the old one can go."""
    old, new = Fernet.generate_key().decode(), downlink("keys", "new").out.strip()
    memory = open_memory(os.environ["DOWNLINK_DATABASE_URL"])
    for number in "12":
        memory.put_installation(Installation(Place("slack", number), secret=Vault(old).seal(f"token {number}")))
    memory.put_installation(Installation(Place("discord", "3")))
    assert "DOWNLINK_SECRET_KEY is not set" in downlink("keys", "rotate").err
    monkeypatch.setenv("DOWNLINK_SECRET_KEY", f"{new},{old}")
    assert downlink("keys", "rotate").out.startswith("2 stored tokens are encrypted with the first key")
    sealed = [each.secret for each in memory.installations("slack")]
    assert [Vault(new).open(each) for each in sealed] == ["token 1", "token 2"]
    monkeypatch.setenv("DOWNLINK_SECRET_KEY", old)
    assert downlink("keys", "rotate").status == 2
    assert [each.secret for each in memory.installations("slack")] == sealed
    memory.close()


def test_purging(downlink: Downlink) -> None:
    """What was removed longer ago than the grace is deleted; 30 days by default."""
    memory = open_memory(os.environ["DOWNLINK_DATABASE_URL"])
    removed = datetime.now(UTC) - timedelta(days=20)
    memory.put_installation(Installation(Place("slack", "1"), removed_at=removed))
    assert downlink("db", "purge").out == "There is nothing to delete.\n"
    assert downlink("db", "purge", "--days", "7").out.startswith("Deleted what was stored of 1")
    assert memory.installations() == []
    memory.close()


def test_the_database_commands_know_the_bots_tables(downlink: Downlink) -> None:
    """Upgrade makes both sets; check reads both."""
    assert downlink("db", "upgrade").out == "Applied 0001, 0001 of the bot, 0002 of the bot.\n"
    assert downlink("db", "upgrade").out == "The database is up to date.\n"
    memory = open_memory(os.environ["DOWNLINK_DATABASE_URL"])
    with memory.writing() as connection:
        connection.exec_driver_sql("INSERT INTO granted VALUES ('x', 'x', 'x', '', 'king')")
    memory.close()
    assert downlink("db", "check") == (1, "1 lines of the table of roles can't be understood.\n", "")


def test_list_says_where_posting_is_stopped(downlink: Downlink, file: Path, tmp_path: Path) -> None:
    """Rather than when it would be next."""
    file.write_text("".join(json.dumps(each) + "\n" for each in (ONE, TWO | {"channel": "d"})), encoding="utf-8")
    downlink("subscriptions", "import", str(file))
    memory = open_memory(f"sqlite:///{tmp_path / 'test.db'}")
    first = memory.subscriptions()[0]
    memory.ledger.halt(first.place, first.channel, "The channel is archived.", datetime.now(UTC))
    memory.close()
    stopped, other = downlink("subscriptions", "list").out.splitlines()
    assert stopped.endswith("posting is stopped: The channel is archived.") and "next" not in stopped
    assert "next " in other
    record = json.loads(downlink("subscriptions", "list", "--format", "json").out.splitlines()[0])
    assert record["stopped"] == "The channel is archived." and record["next_run_at"] is None
