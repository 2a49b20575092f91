"""Each kind of reply as Discord's JSON, in ``tests/golden/discord``.

After a change that is meant, write them anew and read the difference before committing it::

    DOWNLINK_TEST_GOLDEN=write python -m pytest tests/bot/platforms/discord/test_golden.py
    git diff tests/golden
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.platforms.discord.render import Offers, parts, render
from tests.bot.replies import EVERY
from tests.emulators.discord_emulator import DiscordSpec, message_rules

GOLDEN = Path(__file__).parents[3] / "golden" / "discord"
ROUTE = "/channels/{channel_id}/messages"


@pytest.mark.parametrize("name", EVERY)
def test_a_reply_looks_as_it_did(name: str) -> None:
    """A change of layout or wording shows as a change of a golden file."""
    path = GOLDEN / f"{name}.json"
    payloads = render(EVERY[name], Offers(f"/{name}", EVERY[name].shareable), marker="0123456789abcdef01234567")
    made = json.dumps(payloads, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("DOWNLINK_TEST_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EVERY)
def test_discord_takes_it(name: str) -> None:
    """Discord's own schema and its documented rules find no fault; one payload a part."""
    spec, payloads = DiscordSpec(), [{k: v for k, v in p.items() if k != "files"} for p in render(EVERY[name])]
    assert len(payloads) == parts(EVERY[name])
    assert [spec.body_errors("POST", ROUTE, each) + message_rules(each) for each in payloads] == [[]] * len(payloads)


def test_no_golden_file_is_left_over() -> None:
    """A file that nothing is compared with protects nothing."""
    assert {path.stem for path in GOLDEN.iterdir()} == set(EVERY)
