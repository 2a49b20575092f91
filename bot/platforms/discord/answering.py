"""Show replies through an interaction's token: its first message, further ones, and shared ones."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from bot.log import LOGGER
from bot.platforms.discord.limits import FOLLOW_UPS_OF_GUESTS
from bot.platforms.discord.received import EPHEMERAL, Received
from bot.platforms.discord.render import NO_MENTIONS, Offers, Payload, in_words, long_commands, parts, render
from bot.platforms.discord.rest import Lost, Refused, Rest, Unsent
from bot.replies import Reply

UNKNOWN_WEBHOOK = 10015  # the acknowledgement is not known yet: it passes
SHORT = 100  # blocks that are laid out in a millisecond or two; more are laid out in a thread
SPOILT = "Discord refused to show that here."


class Keys(Protocol):
    """The bot's memory of commands that are too long for a component."""

    async def keep(self, command: str) -> str:
        """Keep a command; gives its key, 64 hexadecimal digits."""
        ...

    async def command(self, key: str) -> str | None:
        """Give the command of a key."""
        ...


class Answering:
    """Sends what answers an interaction that was acknowledged. Raises nothing: a token that has run out ends it."""

    most_for_guests = 1 + FOLLOW_UPS_OF_GUESTS  # messages, where the bot is installed to the user alone

    def __init__(self, rest: Rest, keys: Keys) -> None:
        self._rest, self._keys = rest, keys

    async def show(self, to: Received, payloads: Sequence[Payload]) -> None:
        """Show messages to the asker alone; the first completes the acknowledgement."""
        first, *others = payloads
        if await self.complete(to, first):
            await self.follow(to, others)

    async def follow(self, to: Received, payloads: Sequence[Payload]) -> None:
        """Show further messages to the asker alone."""
        await self._follow(to, payloads, EPHEMERAL)

    async def share(self, to: Received, reply: Reply) -> bool:
        """Show a reply to the whole channel; tell whether all of it arrived."""
        return await self._follow(to, await self.payloads(reply, Offers()), 0)

    async def payloads(self, reply: Reply, offers: Offers, marker: str = "") -> list[Payload]:
        """Render, with the commands that have to be kept."""
        again = offers.again if offers.share or (offers.most is not None and parts(reply) > offers.most) else ""
        keys = {command: await self._keys.keep(command) for command in long_commands(reply, again)}
        if len(reply.blocks) <= SHORT:
            return render(reply, offers, keys=keys, marker=marker)
        return await asyncio.to_thread(render, reply, offers, keys=keys, marker=marker)

    async def complete(self, to: Received, payload: Payload) -> bool:
        """Fill the message that the acknowledgement stands for; safe to repeat, so it is."""
        path = f"/webhooks/{to.application}/{to.token}/messages/@original"
        again = frozenset({UNKNOWN_WEBHOOK})
        try:
            await self._rest.repeat("PATCH", path, payload, bot=False, again=again)
        except Refused as problem:
            LOGGER.warning("Discord refused an answer: %s", problem)
            if "files" in payload:
                return await self._in_words(to, payload)
            return problem.status == 400 and await self._say_so(path)
        except (Lost, Unsent) as problem:
            LOGGER.warning("An answer did not reach Discord: %s", problem)
            return False
        return True

    async def _in_words(self, to: Received, payload: Payload) -> bool:
        """Say what could not be uploaded, in as many messages as that takes."""
        first, *others = in_words(payload)
        if await self.complete(to, first):
            await self.follow(to, others)
        return True

    async def _say_so(self, path: str) -> bool:
        """Say that the answer can't be shown, where Discord finds fault with it."""
        try:
            await self._rest.repeat("PATCH", path, sentence(SPOILT), bot=False)
        except (Refused, Lost, Unsent) as problem:
            LOGGER.warning("Nor could that be said: %s", problem)
        return False

    async def _follow(self, to: Received, payloads: Sequence[Payload], flags: int) -> bool:
        """Post further messages in order. What was perhaps posted is not posted again: there is no way to look."""
        path = f"/webhooks/{to.application}/{to.token}"
        for payload in payloads:
            try:
                await self._rest.repeat("POST", path, payload | {"flags": flags}, bot=False, lost=False)
            except Lost as problem:
                LOGGER.warning("A further message is perhaps lost: %s", problem)
            except (Refused, Unsent) as problem:
                LOGGER.warning("A further message was not posted: %s", problem)
                return False
        return True

    async def whisper(self, to: Received, text: str) -> None:
        """Say one sentence to the asker, after everything else."""
        await self._follow(to, [sentence(text)], EPHEMERAL)


def sentence(text: str) -> dict[str, Any]:
    """Make a message of one sentence of ours."""
    return {"content": text, "embeds": [], "components": [], "allowed_mentions": dict(NO_MENTIONS)}
