"""Each kind of reply as the terminal shows it, word for word, in ``tests/golden/terminal``.

After a change that is meant, write them anew and read the difference before committing it::

    DOWNLINK_TEST_GOLDEN=write python -m pytest tests/bot/platforms/terminal/test_golden.py
    git diff tests/golden
"""

from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.platforms.terminal.render import render
from bot.platforms.terminal.screen import Screen
from bot.replies import Kind
from tests.bot.replies import EVERY

GOLDEN = Path(__file__).parents[3] / "golden" / "terminal"
SCREENS = {
    "txt": Screen(80),
    "prompt.txt": Screen(60, ZoneInfo("Europe/Berlin"), prompt=True),
    "ansi": Screen(80, colours=True, prompt=True),
}
CASES = [(name, "txt") for name in EVERY] + [("dossier", "prompt.txt"), ("digest", "prompt.txt"), ("digest", "ansi")]


@pytest.mark.parametrize(("name", "screen"), CASES)
def test_a_reply_looks_as_it_did(name: str, screen: str) -> None:
    """A change of layout or wording shows as a change of a golden file."""
    path = GOLDEN / f"{name}.{screen}"
    rendered = render(EVERY[name], SCREENS[screen])
    if os.environ.get("DOWNLINK_TEST_GOLDEN") == "write":
        path.write_text(rendered, encoding="utf-8", newline="")
    assert rendered == path.read_text(encoding="utf-8")


def test_every_kind_of_reply_has_one() -> None:
    """A new kind can't be forgotten here."""
    assert {reply.kind for reply in EVERY.values()} == set(Kind)


def test_no_golden_file_is_left_over() -> None:
    """A file that nothing is compared with protects nothing."""
    assert {path.name for path in GOLDEN.iterdir()} == {f"{name}.{screen}" for name, screen in CASES}
