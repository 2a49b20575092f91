"""The command line's root: help, suggestions, exit statuses, the error boundary."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.cli import opening
from bot.cli.main import COMMANDS
from digests.errors import StoreDamaged, StoreFull
from tests.bot.cli.conftest import Downlink

ROOT = Path(__file__).parents[3]


def process(*arguments: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m bot`` as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environ},
    )


def test_alone_it_shows_help(downlink: Downlink) -> None:
    """All commands are in it; so are they with ``--help``."""
    bare, asked = downlink(), downlink("--help")
    assert bare.status == asked.status == 0
    assert all(f"  {name} " in bare.out and f"  {name} " in asked.out for name in COMMANDS)


def test_help_is_instant() -> None:
    """Under 0.3 s with the interpreter's own start; the best of five, for machines are busy."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        assert process("--help").returncode == 0
        times.append(time.perf_counter() - began)
    assert min(times) < 0.3


@pytest.mark.parametrize("name", ["\x1b[31m.db", "\u202egpj.db", "\x9b31m.db"])
def test_a_mistake_shows_no_acting_characters(downlink: Downlink, tmp_path: Path, name: str) -> None:
    """A name of a file may hold what acts on a terminal."""
    (tmp_path / name).write_text("x")
    for told in (downlink("db", "backup", str(tmp_path / name)), downlink("--config", str(tmp_path / name), "people")):
        assert told.status == 2 and name[1:] in told.err and name[0] not in told.err


def test_the_version(downlink: Downlink) -> None:
    """One line."""
    assert downlink("--version").out.startswith("downlink ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ingst"], 'did you mean "downlink ingest"'),
        (["xylophone"], "--help"),
        (["ask", "--fromat", "json", "x"], "--format"),
        (["digest", "--length", "endless"], "headlines"),
        (["digest", "--stories", "0"], "1<=x<=15"),
        (["digest", "--period", "soon"], "24h"),
        (["digest", "--period", "24h", "--since", "2022-05-01"], "excludes"),
        (["digest", "--since", "2022-05-03", "--until", "2022-05-01"], "turn them round"),
        (["articles", "--since", "soon"], "2022-05-03"),
        (["ask"], "COMMAND"),
        (["ask", "/who Rogozin", "--format", "html"], "slack"),
        (["inspect", "artcle", "x"], "article"),
        (["inspect", "article", "/no/such/file"], "/no/such/file"),
        (["inspect", "summary", "-", "--words", "3", "--sentences", "3"], "exclude"),
        (["--database-url", "mysql://x", "db", "check"], "sqlite:///"),
        (["--config", "/no/such/file", "db", "check"], "/no/such/file"),
        (["completion", "tcsh"], "bash"),
    ],
)
def test_unusable_arguments(arguments: list[str], says: str, downlink: Downlink) -> None:
    """One line on standard error that says what would be right, status 2, nothing on standard output."""
    said = downlink(*arguments)
    assert (said.status, said.out) == (2, "")
    assert says in said.err and said.err.count("\n") == 1


def test_an_unusable_setting(downlink: Downlink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told with its source, status 2, whatever the command."""
    monkeypatch.setenv("DOWNLINK_WEB_PRT", "1")
    said = downlink("articles")
    assert (said.status, said.err.count("\n")) == (2, 1)
    assert "did you mean DOWNLINK_WEB_PORT?" in said.err


@pytest.mark.parametrize(
    ("problem", "status"), [(StoreFull("The disk is full."), 1), (StoreDamaged("It is damaged."), 2)]
)
def test_known_failures(problem: Exception, status: int, downlink: Downlink, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence; 1 where trying again may help, 2 where something must be changed."""
    monkeypatch.setattr(opening, "settings", lambda: (_ for _ in ()).throw(problem))
    said = downlink("articles")
    assert (said.status, said.err) == (status, f"downlink: {problem}\n")


def test_an_unexpected_failure(downlink: Downlink, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An apology with an id; the trace is in the log alone; status 70."""
    monkeypatch.setattr(opening, "settings", lambda: int("secret detail"))
    said = downlink("articles")
    assert said.status == 70
    assert "Traceback" not in said.err and "secret detail" not in said.err
    (log,) = tmp_path.rglob("downlink.log")
    entry = json.loads(log.read_text(encoding="utf-8"))
    assert entry["error_id"] in said.err
    assert "secret detail" in entry["trace"]


def test_debug_shows_the_trace(downlink: Downlink, monkeypatch: pytest.MonkeyPatch) -> None:
    """For those who look for the defect."""
    monkeypatch.setattr(opening, "settings", lambda: int("detail"))
    with pytest.raises(ValueError, match="detail"):
        downlink("--debug", "articles")


def test_a_reader_that_leaves_early_is_no_failure() -> None:
    """``downlink … | head`` ends quietly."""
    command = f"{sys.executable} -m bot help 2>&1 | head -0; {sys.executable} -m bot completion bash | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str, downlink: Downlink) -> None:
    """Each shell gets its script."""
    assert "_DOWNLINK_COMPLETE" in downlink("completion", shell).out


def test_a_terminal_without_the_letters() -> None:
    """What it can't show is written out; nothing fails."""
    done = process("ask", "/help", PYTHONIOENCODING="latin-1", DOWNLINK_DATABASE_URL="sqlite:///:memory:")
    assert done.returncode == 0 and "\\u2500" in done.stdout
