"""What an interaction is acknowledged with, and the invocation that it stands for. Pure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.platforms.discord.answering import sentence
from bot.platforms.discord.received import EPHEMERAL, Received
from bot.replies import Invocation

Response = dict[str, Any]
Acknowledge = Callable[[Response], Awaitable[bool]]  # False: it is not ours to answer any more
SAY, DEFER, UPDATE, CHOICES = 4, 5, 7, 8  # response types


def defer() -> Response:
    """Promise an answer that its asker alone will see."""
    return {"type": DEFER, "data": {"flags": EPHEMERAL}}


def say(text: str) -> Response:
    """Answer with one sentence."""
    return {"type": SAY, "data": sentence(text) | {"flags": EPHEMERAL}}


def invocation(got: Received, verb: str, arguments: Mapping[str, str], text: str = "") -> Invocation:
    """Make the neutral request."""
    return Invocation(
        got.id,
        got.user,
        got.destination,
        verb,
        text,
        arguments,
        locale=got.locale,
        rights=got.rights,
        channel_kind="channel" if got.guild else "direct",
    )
