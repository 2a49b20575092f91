"""Buttons and menus: what they carry is done, whichever process drew them."""

from __future__ import annotations

from bot.commands.registry import Registry
from bot.commands.spelling import split
from bot.mistakes import Mistake
from bot.platforms.base import Answer
from bot.platforms.discord import forms
from bot.platforms.discord.answering import Answering, Keys, sentence
from bot.platforms.discord.received import Received
from bot.platforms.discord.replying import Replying
from bot.platforms.discord.responses import UPDATE, Acknowledge, defer, invocation, say
from bot.platforms.discord.sharing import Sharing, reader, without_share
from bot.platforms.discord.state import Act, Used, used
from bot.replies import Invocation

STALE = "This button is of another time and no longer known. Ask again with a command: /help shows how."
SILENT = "I am not allowed to write in this channel, so I can't share it here."
SHARED_ALREADY = "That was shared already."
NOT_FOR_ALL = "That is no longer something to share: ask again to see it."


class Pressing:
    """Takes uses of components."""

    def __init__(
        self, registry: Registry, answering: Answering, replying: Replying, keys: Keys, sharing: Sharing
    ) -> None:
        self._registry, self._answering, self._replying = registry, answering, replying
        self._keys, self._sharing = keys, sharing

    async def take(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        """Do what a component says."""
        pressed = used(str(got.data.get("custom_id", "")), [str(each) for each in got.data.get("values") or ()])
        if pressed is None or pressed.act is Act.SUBMIT:
            await acknowledge(say(STALE))
        elif pressed.act is Act.SHARE:
            await self._share(got, pressed, acknowledge, answer)
        elif pressed.command is None:
            await self._kept(got, pressed, acknowledge, answer)
        else:
            await self._plain(got, pressed, self.spoken(got, pressed.command), acknowledge, answer)

    def spoken(self, got: Received, command: str) -> Invocation:
        """Turn a component's command into an invocation."""
        verb, text = split(command, self._registry)
        return invocation(got, verb, {}, text)

    async def _plain(
        self, got: Received, pressed: Used, call: Invocation, acknowledge: Acknowledge, answer: Answer
    ) -> None:
        if await asks(self._registry, call, acknowledge):
            return
        if pressed.act is Act.REPLACE and got.own_message:
            await self._replying.in_place(got, call, acknowledge, answer)
        elif await acknowledge(defer()):
            await self._replying.reply(got, call, answer, _begin(pressed))

    async def _kept(self, got: Received, pressed: Used, acknowledge: Acknowledge, answer: Answer) -> None:
        """Do a command that the memory has; asking it comes after the acknowledgement."""
        if not await acknowledge(defer()):
            return
        command = await self._keys.command(pressed.key or "")
        if command is None:
            await self._answering.complete(got, sentence(STALE))
        else:
            await self._replying.reply(got, self.spoken(got, command), answer, _begin(pressed))

    async def _share(self, got: Received, pressed: Used, acknowledge: Acknowledge, answer: Answer) -> None:
        if not got.may_speak or not got.own_message:
            await acknowledge(say(SILENT if got.own_message else STALE))
        elif not self._sharing.first(got.message or got.id):
            await acknowledge(say(SHARED_ALREADY))
        elif await acknowledge({"type": UPDATE, "data": {"components": without_share(got.message_components)}}):
            command = pressed.command or await self._keys.command(pressed.key or "")
            if command is None:
                await self._answering.whisper(got, STALE)
                return
            reply = self._sharing.recent(reader(got), command) or await answer(self.spoken(got, command))
            if not reply.shareable:  # what was shown is forgotten, and now it is a refusal, a question, one's own
                await self._answering.whisper(got, NOT_FOR_ALL)
            elif not await self._answering.share(got, reply):
                await self._answering.whisper(got, SILENT)


async def asks(registry: Registry, call: Invocation, acknowledge: Acknowledge) -> bool:
    """Ask for what is missing with a form, if anything is; a form has to be the very first response."""
    try:
        command = registry.find(call.verb)
    except Mistake:
        return False
    if call.text or not forms.missing(command, call.arguments):
        return False
    await acknowledge({"type": forms.MODAL, "data": forms.form(command, call.arguments)})
    return True


def _begin(pressed: Used) -> int:
    return pressed.number if pressed.act is Act.CONTINUE else 0
