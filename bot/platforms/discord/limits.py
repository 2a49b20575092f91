"""Discord's limits on messages and commands, from its documents (https://docs.discord.com, Message and Embed Limits).

Lengths are counted in UTF-16 units, which are never fewer than the characters that Discord counts.
"""

from __future__ import annotations

CONTENT = 2_000
EMBEDS = 10
EMBEDS_IN_ALL = 6_000  # titles, descriptions, fields, footers and authors of a message together
TITLE = 256
DESCRIPTION = 4_096
FILES = 10
ROWS = 5
ROW_BUTTONS = 5
LABEL = 80
CUSTOM_ID = 100
OPTIONS = 25
OPTION_TEXT = 100  # label, value and description each
PLACEHOLDER = 150
ADDRESS = 512  # of a button; embeds take more, readers rarely do
CHOICES = 25
CHOICE_TEXT = 100
COMMAND_TEXT = 100  # a description
FORM_TITLE = 45
FORM_LABEL = 45
FORM_INPUTS = 5
POST_NAME = 100  # of a thread, a forum's posts included
POST_TAGS = 5
FOLLOW_UPS_OF_GUESTS = 5  # where the bot is installed to the user alone


def size(text: str) -> int:
    """Measure a text the way that is safe: characters outside of the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def shortened(text: str, limit: int) -> str:
    """Fit a text that stands in full elsewhere."""
    if size(text) <= limit:
        return text
    kept = text[: limit - 1]
    while size(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"
