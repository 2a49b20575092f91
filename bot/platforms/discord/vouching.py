"""Says with each command which of the channels that it names are of its server.

Ids that people type may be of any server that the bot is in, so none is believed: an id counts as a channel of a
server where Discord resolved it in the interaction, or says so when it is asked.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.commands.arguments import ArgumentKind
from bot.commands.registry import Registry
from bot.mistakes import Mistake
from bot.platforms.base import Answer
from bot.platforms.discord.channels import Channels
from bot.platforms.discord.received import Received
from bot.replies import Invocation, Reply

MOST_TYPED = 3  # channels asked for in one command; no command takes more than one
_TYPED = re.compile(r"<#(\d{1,20})>")
_ID = re.compile(r"\d{1,20}")


class Vouching:
    """Says with each invocation which of the channels in it are of its server."""

    def __init__(self, channels: Channels, registry: Registry) -> None:
        self._channels, self._registry = channels, registry

    def over(self, got: Received, answer: Answer) -> Answer:
        """Give what answers an interaction's invocations once they say so."""

        async def answered(call: Invocation) -> Reply:
            typed = sorted(self._typed(call) - got.channels)[:MOST_TYPED] if got.guild else []
            found = await self._channels.of(got.guild or "", typed)
            return await answer(replace(call, channels=got.channels | found))

        return answered

    def _typed(self, call: Invocation) -> set[str]:
        """List the channels that a command names: in its text, and in the arguments that are channels."""
        found = set(_TYPED.findall(call.text))
        try:
            declared = self._registry.find(call.verb).arguments
        except Mistake:
            return found
        given = (call.arguments.get(each.name, "") for each in declared if each.kind is ArgumentKind.CHANNEL)
        return found | {each.strip() for each in given if _ID.fullmatch(each.strip())}
