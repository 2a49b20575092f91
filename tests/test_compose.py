"""The Compose file: PostgreSQL, one web, two workers, and nothing that this program does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from bot.cli.main import COMMANDS
from bot.config import Settings
from bot.roles import ALL
from bot.settings_sources import PREFIX

FILE = Path(__file__).parents[1] / "docker-compose.yml"


def services() -> dict[str, Any]:
    """Read it, as far as YAML goes."""
    found: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
    return found


def test_every_role_runs_somewhere() -> None:
    """The web part, the gateway and feeds in one process; two workers beside it."""
    made = services()
    assert set(made) == {"db", "web", "worker"} and made["worker"]["scale"] == 2
    run, _, roles = made["web"]["command"]
    assert made["worker"]["command"][0] in COMMANDS and run in COMMANDS
    assert {*roles.split(","), "worker"} == set(ALL)


def test_every_variable_is_a_setting() -> None:
    """And workers have what the web part has: they post, and read stored tokens."""
    made = services()
    for name in ("web", "worker"):
        given = made[name]["environment"]
        assert {variable.removeprefix(PREFIX).lower() for variable in given} <= set(Settings.model_fields)
        assert given["DOWNLINK_DATABASE_URL"].startswith("postgresql://")
    assert set(made["web"]["environment"]) - set(made["worker"]["environment"]) == {"DOWNLINK_WEB_HOST"}


def test_the_end_is_given_time() -> None:
    """More than the twenty seconds that a process takes at most."""
    from bot.running import DRAIN

    assert all(int(services()[name]["stop_grace_period"].removesuffix("s")) > DRAIN for name in ("web", "worker"))
