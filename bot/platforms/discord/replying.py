"""From an invocation to what is shown: answer it, lay it out, show it. Used by commands, forms and components."""

from __future__ import annotations

import asyncio

from bot.commands.registry import Registry
from bot.commands.spelling import spelled
from bot.platforms.base import Answer
from bot.platforms.discord.answering import SPOILT, Answering
from bot.platforms.discord.received import Received
from bot.platforms.discord.render import Offers, Payload
from bot.platforms.discord.responses import UPDATE, Acknowledge, defer, say
from bot.platforms.discord.sharing import Sharing, reader
from bot.platforms.discord.urgency import Urgency
from bot.replies import Invocation

SOON = 1.5  # seconds that an answer in place is waited for: Discord waits for 3


class Replying:
    """Answers invocations through their interactions."""

    def __init__(self, registry: Registry, answering: Answering, sharing: Sharing, urgency: Urgency) -> None:
        self._registry, self._answering, self._sharing, self._urgency = registry, answering, sharing, urgency

    async def reply(self, got: Received, call: Invocation, answer: Answer, begin: int = 0) -> None:
        """Answer what was deferred."""
        await self._answering.show(got, await self._payloads(got, call, answer, begin))

    async def in_place(self, got: Received, call: Invocation, acknowledge: Acknowledge, answer: Answer) -> None:
        """Answer in place of the message that was used; where that takes long, in a message of its own."""
        making = asyncio.ensure_future(self._payloads(got, call, answer, 0))
        await asyncio.wait({making}, timeout=SOON)
        if not making.done() or "files" in making.result()[0]:  # an upload is no part of an acknowledgement
            if await acknowledge(defer()):
                await self._answering.show(got, await making)
            return
        first, *others = making.result()
        if await acknowledge({"type": UPDATE, "data": first}):
            await self._answering.follow(got, others)
        else:
            await acknowledge(say(SPOILT))  # heard only if it was the content that Discord refused

    async def _payloads(self, got: Received, call: Invocation, answer: Answer, begin: int) -> list[Payload]:
        await self._urgency.calm()
        again = spelled(call, self._registry)
        reply = self._sharing.recent(reader(got), again) if begin else None
        reply = reply or await answer(call)
        if reply.shareable:
            self._sharing.remember(reader(got), again, reply)
        most = None if got.by_server else self._answering.most_for_guests
        return await self._answering.payloads(reply, Offers(again, reply.shareable, begin, most))
