"""Settings, data and log of every test of the bot in a folder of its own."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from bot import log, redaction


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's settings and database out of the tests, and the tests out of them."""
    for name in [name for name in os.environ if name.startswith("DOWNLINK_") and not name.startswith("DOWNLINK_TEST_")]:
        monkeypatch.delenv(name)
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setattr(log.LOGGER, "handlers", [])
    for library in map(logging.getLogger, log.LIBRARIES):
        for name, value in (("handlers", []), ("level", library.level), ("propagate", True)):
            monkeypatch.setattr(library, name, value)
    monkeypatch.setattr(redaction, "_known", set())
