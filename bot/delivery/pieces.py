"""How many messages replies take on each platform, whether or not it is configured here: rendering is pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import Any

from bot.delivery.values import Message, Part
from bot.replies import Reply

_RENDERS = {"discord": "bot.platforms.discord.render", "slack": "bot.platforms.slack.render"}


def count(platform: str, reply: Reply) -> int:
    """Count the messages that a reply takes there; one where nothing is known of the platform."""
    if platform not in _RENDERS:
        return 1
    render: Any = import_module(_RENDERS[platform])
    return int(render.parts(reply))


@lru_cache(maxsize=64)
def pieces(platform: str, messages: Sequence[Message]) -> tuple[Part, ...]:
    """List the parts that the messages of an edition make on a platform, in order."""
    return tuple(
        Part(place, piece)
        for place, message in enumerate(messages)
        for piece in range(max(1, count(platform, message.reply)))
    )
