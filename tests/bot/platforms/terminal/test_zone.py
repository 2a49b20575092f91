"""The reader's zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.terminal.zone import local_zone, zone_name


@pytest.mark.parametrize("name", ["Europe/Berlin", ":Europe/Berlin"])
def test_the_environment_comes_first(name: str, tmp_path: Path) -> None:
    """TZ, as POSIX writes it."""
    assert local_zone({"TZ": name}, tmp_path / "none") == ZoneInfo("Europe/Berlin")


def test_then_the_systems_link(tmp_path: Path) -> None:
    """Where it points to is the zone's name."""
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Asia/Tokyo")
    assert local_zone({}, tmp_path / "localtime") == ZoneInfo("Asia/Tokyo")


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "CET-1CEST,M3.5.0,M10.5.0/3"])
def test_else_todays_offset(name: str, tmp_path: Path) -> None:
    """A name that is none is no reason to fail."""
    assert datetime.now(local_zone({"TZ": name}, tmp_path / "none")).utcoffset() is not None


def test_names() -> None:
    """A zone without an IANA name is told to the newsroom as UTC."""
    assert zone_name(ZoneInfo("Europe/Berlin")) == "Europe/Berlin"
    assert zone_name(timezone(timedelta(hours=2))) == zone_name(UTC) == "UTC"
