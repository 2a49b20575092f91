"""The log: what an id stands for."""

from __future__ import annotations

import asyncio
import json
import logging
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
    """What failed, its id, then the trace; plain where nobody watches."""
    log.ready({"DOWNLINK_LOG": "console"})
    number = failed()
    said = capfd.readouterr().err
    assert f"[error] /who failed: RuntimeError error_id={number}\nTraceback" in said and "the detail" in said
    assert "\x1b" not in said


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_line_says_what_it_is_about(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    """Bound to libraries' lines as well, in tasks made inside, and not after."""

    async def later() -> None:
        logging.getLogger("httpx").warning("slow")

    async def posting() -> None:
        with log.about(delivery="ab12", slot="2026-11-22 08:00"):
            log.LOGGER.info("Posted")
            await asyncio.create_task(later())
        log.LOGGER.info("Done")

    log.start(form)
    asyncio.run(posting())
    posted, slow, done = capfd.readouterr().err.splitlines()
    if form == "json":
        assert [json.loads(line).get("delivery") for line in (posted, slow, done)] == ["ab12", "ab12", None]
        assert json.loads(slow)["message"] == "httpx: slow" and json.loads(slow)["slot"] == "2026-11-22 08:00"
    else:
        assert "delivery=ab12" in posted and "delivery=ab12" in slow and "delivery" not in done


@pytest.mark.parametrize("form", ["json", "console"])
def test_nobody_writes_a_line_of_their_own(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    """What is quoted in a line acts on no terminal, and ends no line."""
    log.start(form)
    log.LOGGER.warning("Refused: %s", "\x1b[2Jone\ntwo\rthree\u2028four")
    said = capfd.readouterr().err
    assert len(said.splitlines()) == 1 and not {"\x1b", "\r", "\u2028"} & set(said)


def test_the_usual_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """For people where somebody watches, else for programs."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert log.usual() == "console"
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)
    assert log.usual() == "json"


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
