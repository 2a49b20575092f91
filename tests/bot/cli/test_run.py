"""``downlink run``: what it refuses before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.cli.conftest import Downlink


def test_nothing_is_configured(downlink: Downlink, tmp_path: Path) -> None:
    """One sentence that names what to set; no database is made for nothing."""
    said = downlink("run")
    assert said.status == 2 and "DOWNLINK_DISCORD_TOKEN" in said.err and "DOWNLINK_SLACK_APP_TOKEN" in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "test.db").exists()


@pytest.mark.parametrize("command", [("worker",), ("run", "--role", "worker"), ("run", "--role", "worker,fetch")])
def test_a_worker_without_a_platform_says_so(downlink: Downlink, tmp_path: Path, command: tuple[str, ...]) -> None:
    """It would have nowhere to post; whether the database is there or not."""
    for _ in range(2):
        said = downlink(*command)
        assert said.status == 2 and "it has nowhere to post" in said.err and said.err.count("\n") == 1
        downlink("db", "upgrade")
    assert (tmp_path / "test.db").exists()


@pytest.mark.parametrize("role", ["", "gatway", "web;gateway"])
def test_roles_that_are_none(downlink: Downlink, role: str) -> None:
    """With those that are."""
    said = downlink("run", "--role", role)
    assert said.status == 2 and "--role web,gateway" in said.err


def test_the_web_part_alone_needs_a_port(downlink: Downlink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Port 0 turns it off, and then nothing is left."""
    monkeypatch.setenv("DOWNLINK_DISCORD_TOKEN", "abc.def.ghi")
    monkeypatch.setenv("DOWNLINK_WEB_PORT", "0")
    said = downlink("run", "--role", "web")
    assert said.status == 2 and "DOWNLINK_WEB_PORT=0" in said.err
