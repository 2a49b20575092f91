"""Each kind of reply as Slack's JSON, in ``tests/golden/slack``.

After a change that is meant, write them anew and read the difference before committing it::

    DOWNLINK_TEST_GOLDEN=write python -m pytest tests/bot/platforms/slack/test_golden.py
    git diff tests/golden
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bot.platforms.slack.limits import TOTAL, weight
from bot.platforms.slack.render import Offers, parts, render
from tests.bot.replies import EVERY
from tests.emulators.slack_emulator import BlockKit

GOLDEN = Path(__file__).parents[3] / "golden" / "slack"


@pytest.mark.parametrize("name", EVERY)
def test_a_reply_looks_as_it_did(name: str) -> None:
    """A change of layout or wording shows as a change of a golden file."""
    path = GOLDEN / f"{name}.json"
    payloads = render(EVERY[name], Offers(f"/{name}", EVERY[name].shareable), marker="delivery-1")
    made = json.dumps(payloads, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("DOWNLINK_TEST_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8", newline="")
    assert made == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EVERY)
def test_slack_takes_it(name: str) -> None:
    """Slack's published types and documented limits find no fault; one payload a part, always with a text."""
    payloads, rules = render(EVERY[name]), BlockKit()
    assert len(payloads) == parts(EVERY[name])
    for each in payloads:
        assert rules.blocks(each["blocks"], rules.MESSAGE_BLOCKS) == []
        assert each["text"] and each["unfurl_links"] is each["unfurl_media"] is False
        assert weight(each["blocks"]) <= TOTAL


def test_no_golden_file_is_left_over() -> None:
    """A file that nothing is compared with protects nothing."""
    assert {path.stem for path in GOLDEN.iterdir()} == set(EVERY)
