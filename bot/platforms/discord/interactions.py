"""Interactions → invocations → what is shown. The one code behind the gateway and HTTP.

Each is acknowledged before any work: Discord waits 3 seconds. What arrives twice is done once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.commands.arguments import Argument
from bot.commands.registry import Command, Registry
from bot.commands.spelling import spelled, split
from bot.log import LOGGER
from bot.mistakes import Mistake
from bot.platforms.base import Answer
from bot.platforms.discord import completion, forms
from bot.platforms.discord.answering import Answering, Keys, sentence
from bot.platforms.discord.commands import ON_MESSAGE
from bot.platforms.discord.messages import text_of
from bot.platforms.discord.received import EPHEMERAL, Received, Type
from bot.platforms.discord.render import Offers
from bot.platforms.discord.sharing import Sharing, without_share
from bot.platforms.discord.state import Act, Used, used
from bot.platforms.discord.urgency import Urgency
from bot.replies import Invocation, Reply

Response = dict[str, Any]
Acknowledge = Callable[[Response], Awaitable[bool]]  # False: it is not ours to answer any more
Suggest = Callable[[Argument, str, Invocation], Awaitable[Sequence[completion.Suggested]]]
SAY, DEFER, DEFER_UPDATE, UPDATE, CHOICES = 4, 5, 6, 7, 8  # response types
STALE = "This button is of another time and no longer known. Ask again with a command: /help shows how."
SILENT = "I am not allowed to write in this channel, so I can't share it here."
SHARED_ALREADY = "That was shared already."
REMEMBERED = 10_000  # interactions whose repetition is noticed


class Interactions:
    """Takes interactions and answers them."""

    def __init__(
        self, registry: Registry, answering: Answering, keys: Keys, suggest: Suggest, urgency: Urgency
    ) -> None:
        self._urgency = urgency
        self._registry, self._answering, self._keys, self._suggest = registry, answering, keys, suggest
        self._taken: OrderedDict[str, None] = OrderedDict()
        self._sharing = Sharing()

    async def take(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        """Acknowledge an interaction and answer it."""
        if got.id in self._taken:
            LOGGER.info("An interaction came twice and was answered once")
            return
        self._taken[got.id] = None
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        if got.type == Type.COMMAND:
            await self._command(got, acknowledge, answer)
        elif got.type == Type.COMPLETION:
            await self._complete(got, acknowledge)
        elif got.type == Type.COMPONENT:
            await self._component(got, acknowledge, answer)
        elif got.type == Type.FORM:
            await self._form(got, acknowledge, answer)

    async def _command(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        if got.data.get("type") == ON_MESSAGE:
            call = _invocation(got, "mentioned", {"text": text_of(got.data)})
        else:
            path, options = got.options()
            call = _invocation(got, path[-1], {str(each["name"]): str(each.get("value", "")) for each in options})
        await self._answer(got, call, acknowledge, answer)

    async def _form(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        form = used(str(got.data.get("custom_id", "")))
        if form is None or form.command is None:
            await acknowledge(_say(STALE))
            return
        verb, _ = split(form.command, self._registry)
        values = {name: value for name, value in got.inputs().items() if value.strip()}
        await self._answer(got, _invocation(got, verb, values), acknowledge, answer)

    async def _component(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        pressed = used(str(got.data.get("custom_id", "")), [str(each) for each in got.data.get("values") or ()])
        if pressed is None:
            await acknowledge(_say(STALE))
        elif pressed.act is Act.SHARE:
            await self._share(got, pressed, acknowledge, answer)
        elif pressed.key is not None:
            await self._kept(got, pressed, acknowledge, answer)
        else:
            await self._pressed(got, pressed, pressed.command or "", acknowledge, answer)

    async def _kept(self, got: Received, pressed: Used, acknowledge: Acknowledge, answer: Answer) -> None:
        """Answer a command that the memory has; asking it comes after the acknowledgement."""
        if not await acknowledge(_defer()):
            return
        command = await self._keys.command(pressed.key or "")
        if command is None:
            await self._answering.complete(got, sentence(STALE))
        else:
            await self._reply(got, self._spoken(got, command), pressed.number * (pressed.act is Act.CONTINUE), answer)

    async def _pressed(
        self, got: Received, pressed: Used, command: str, acknowledge: Acknowledge, answer: Answer
    ) -> None:
        call = self._spoken(got, command)
        in_place = pressed.act is Act.REPLACE and got.own_message
        begin = pressed.number if pressed.act is Act.CONTINUE else 0
        await self._answer(got, call, acknowledge, answer, in_place=in_place, begin=begin)

    async def _answer(
        self,
        got: Received,
        call: Invocation,
        acknowledge: Acknowledge,
        answer: Answer,
        *,
        in_place: bool = False,
        begin: int = 0,
    ) -> None:
        if (command := self._known(call.verb)) and not call.text and forms.missing(command, call.arguments):
            await acknowledge({"type": forms.MODAL, "data": forms.form(command, call.arguments)})
            return
        if await acknowledge({"type": DEFER_UPDATE} if in_place else _defer()):
            await self._reply(got, call, begin, answer)

    async def _reply(self, got: Received, call: Invocation, begin: int, answer: Answer) -> None:
        await self._urgency.calm()
        again = spelled(call, self._registry)
        reply = self._sharing.recent(got.user, again) if begin else None
        reply = reply or await answer(call)
        if reply.shareable:
            self._sharing.remember(got.user, again, reply)
        await self._answering.show(got, reply, Offers(again, reply.shareable, begin))

    async def _share(self, got: Received, pressed: Used, acknowledge: Acknowledge, answer: Answer) -> None:
        if not got.may_speak:
            await acknowledge(_say(SILENT))
            return
        if not self._sharing.first(got.message or got.id):
            await acknowledge(_say(SHARED_ALREADY))
            return
        left = {"components": without_share(got.message_components)}
        if not await acknowledge({"type": UPDATE, "data": left} if got.own_message else _defer()):
            return
        command = pressed.command or await self._keys.command(pressed.key or "")
        if command is None:
            await self._answering.whisper(got, STALE)
            return
        reply = self._sharing.recent(got.user, command) or await answer(self._spoken(got, command))
        if not await self._answering.share(got, reply):
            await self._answering.whisper(got, SILENT)

    async def _complete(self, got: Received, acknowledge: Acknowledge) -> None:
        path, options = got.options()
        command = self._known(path[-1])
        values = {str(each["name"]): str(each.get("value", "")) for each in options}
        found = await completion.suggestions(
            command, options, lambda argument, typed: self._suggest(argument, typed, _invocation(got, path[-1], values))
        )
        await acknowledge({"type": CHOICES, "data": {"choices": found}})

    def _spoken(self, got: Received, command: str) -> Invocation:
        """Turn a component's command into an invocation."""
        verb, text = split(command, self._registry)
        return _invocation(got, verb, {}, text)

    def _known(self, verb: str) -> Command | None:
        try:
            return self._registry.find(verb)
        except Mistake:
            return None


def _invocation(got: Received, verb: str, arguments: Mapping[str, str], text: str = "") -> Invocation:
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


def _defer() -> Response:
    return {"type": DEFER, "data": {"flags": EPHEMERAL}}


def _say(text: str) -> Response:
    return {"type": SAY, "data": sentence(text) | {"flags": EPHEMERAL}}


__all__ = ["Acknowledge", "Interactions", "Reply", "Suggest"]
