"""The log: what an id stands for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot import log


def failed() -> str:
    try:
        raise RuntimeError("the detail")
    except RuntimeError as problem:
        return log.report(problem, "/who")


def test_a_file_by_default(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A JSON line with id and trace in the user's state directory; nothing on standard error."""
    path = log.ready({})
    number = failed()
    assert path is not None and path.is_relative_to(tmp_path)
    entry = json.loads(path.read_text(encoding="utf-8"))
    assert entry["error_id"] == number
    assert "RuntimeError: the detail" in entry["trace"] and entry["level"] == "error"
    assert capfd.readouterr().err == ""


def test_json_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    """One line, for those who collect logs."""
    assert log.ready({"DOWNLINK_LOG": "json"}) is None
    number = failed()
    assert json.loads(capfd.readouterr().err)["error_id"] == number


def test_lines_for_people_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    """The id first, then the trace."""
    log.ready({"DOWNLINK_LOG": "console"})
    number = failed()
    said = capfd.readouterr().err
    assert said.startswith(f"error: /who failed: RuntimeError [{number}]") and "the detail" in said


def test_a_state_directory_that_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Better told on standard error than lost."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert log.ready({}) is None
    assert failed() in capfd.readouterr().err


def test_ids_differ() -> None:
    """Each failure has its own."""
    log.ready({})
    assert failed() != failed()
