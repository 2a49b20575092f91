"""``downlink inspect`` from the outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.cli.conftest import Downlink
from tests.bot.cli.test_main import process


def test_a_line_a_record(downlink: Downlink, archive: str) -> None:
    """In order, with nothing on standard error and nothing stored."""
    said = downlink("inspect", "article", archive)
    assert (said.status, said.err) == (0, "")
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["1", "2"]
    assert not list(Path(archive).parent.glob("*.db"))


@pytest.mark.parametrize("subject", ["article", "stories", "summary", "grounding", "page", "feed"])
def test_bad_records_among_good(subject: str, downlink: Downlink, archive: str) -> None:
    """Each gets an error in its place and the status is 1."""
    with Path(archive).open("a", encoding="utf-8") as file:
        file.write('nonsense\n{"id": "4"}\n')
    said = downlink("inspect", subject, archive)
    assert said.status == 1
    errors = [json.loads(line) for line in said.out.splitlines()][-2:]
    assert [error["id"] for error in errors] == [None, "4"]
    assert all(isinstance(error["error"], str) for error in errors)


def test_standard_input_and_several_files(archive: str) -> None:
    """``-`` is standard input; files follow each other."""
    done = process("inspect", "article", "-", archive, stdin='{"id": "0", "text": "Hello there."}\n')
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["0", "1", "2"]


def test_nothing_in_nothing_out(downlink: Downlink, tmp_path: Path) -> None:
    """An empty file is no error."""
    (tmp_path / "empty").touch()
    assert downlink("inspect", "stories", str(tmp_path / "empty")) == (0, "", "")
