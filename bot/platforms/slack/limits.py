"""Slack's limits on messages and views, from its documents (https://docs.slack.dev/reference/block-kit/blocks).

What is undocumented is a message's total: about 13,200 characters (slackapi/bolt-js#2509), so 12,000 are used,
counted in the blocks as JSON.
"""

from __future__ import annotations

import json
from typing import Any

BLOCKS = 50  # a message
VIEW_BLOCKS = 100
FALLBACK = 39_000  # characters of a message's text, which Slack ends at 40,000
TOTAL = 12_000
SECTION = 3_000
TEXT = 2_800  # of one rich text block, which has no limit of its own: a section's, with some room
HEADER = 150
CONTEXT_ELEMENTS = 10
CONTEXT_TEXT = 2_000
ACTIONS = 25
BUTTON = 75
VALUE = 2_000
ADDRESS = 3_000
OPTIONS = 100
OPTION_TEXT = 75
OPTION_VALUE = 150
PLACEHOLDER = 150
TITLE = 24  # of a modal, its buttons as well
LABEL = 2_000  # of an input
METADATA = 3_000
USES = 5  # of a response address, within 30 minutes


def weight(made: Any) -> int:
    """Measure what counts towards ``TOTAL``."""
    return len(json.dumps(made, ensure_ascii=False))


def shortened(text: str, limit: int) -> str:
    """Fit a text that stands in full elsewhere."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
