"""Worlds in virtual time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.delivery.stage import World, a_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Give an empty ledger and a platform."""
    with a_world(tmp_path) as made:
        yield made
