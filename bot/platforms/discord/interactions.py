"""Interactions → invocations → what is shown. The one code behind the gateway and HTTP.

Each is acknowledged before any work: Discord waits 3 seconds. What arrives twice is done once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence

from bot.commands.arguments import Argument
from bot.commands.registry import Command, Registry
from bot.commands.spelling import split
from bot.log import LOGGER
from bot.mistakes import Mistake
from bot.platforms.base import Answer
from bot.platforms.discord import completion
from bot.platforms.discord.answering import Answering, Keys
from bot.platforms.discord.channels import Channels
from bot.platforms.discord.commands import ON_MESSAGE, given
from bot.platforms.discord.messages import text_of
from bot.platforms.discord.pressing import STALE, Pressing, asks
from bot.platforms.discord.received import Received, Type
from bot.platforms.discord.replying import Replying
from bot.platforms.discord.responses import CHOICES, Acknowledge, defer, invocation, say
from bot.platforms.discord.sharing import Sharing
from bot.platforms.discord.state import used
from bot.platforms.discord.urgency import Urgency
from bot.platforms.discord.vouching import Vouching
from bot.replies import Invocation

Suggest = Callable[[Argument, str, Invocation], Awaitable[Sequence[completion.Suggested]]]
REMEMBERED = 10_000  # interactions whose repetition is noticed


class Interactions:
    """Takes interactions and answers them."""

    def __init__(
        self,
        registry: Registry,
        answering: Answering,
        keys: Keys,
        suggest: Suggest,
        urgency: Urgency,
        channels: Channels,
    ) -> None:
        self._registry, self._suggest, self._vouching = registry, suggest, Vouching(channels, registry)
        self._taken: OrderedDict[str, None] = OrderedDict()
        sharing = Sharing()
        self._replying = Replying(registry, answering, sharing, urgency)
        self._pressing = Pressing(registry, answering, self._replying, keys, sharing)

    async def take(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        """Acknowledge an interaction and answer it."""
        answer = self._vouching.over(got, answer)
        if not self._first(got.id):
            LOGGER.info("An interaction came twice and was answered once")
        elif got.type == Type.COMMAND:
            await self._command(got, acknowledge, answer)
        elif got.type == Type.COMPLETION:
            await self._complete(got, acknowledge)
        elif got.type == Type.COMPONENT:
            await self._pressing.take(got, acknowledge, answer)
        elif got.type == Type.FORM:
            await self._form(got, acknowledge, answer)

    def _first(self, identity: str) -> bool:
        if identity in self._taken:
            return False
        self._taken[identity] = None
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        return True

    async def _command(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        if got.data.get("type") == ON_MESSAGE:
            call = invocation(got, "mentioned", {"text": text_of(got.data) or "-"})
        else:
            path, options = got.options()
            values = {str(each["name"]): str(each.get("value", "")) for each in options}
            call = invocation(got, path[-1], {**values, **given(path)})
        await self._answer(got, call, acknowledge, answer)

    async def _form(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        form = used(str(got.data.get("custom_id", "")))
        if form is None or form.command is None:
            await acknowledge(say(STALE))
            return
        verb, _ = split(form.command, self._registry)
        values = {name: value for name, value in got.inputs().items() if value.strip()}
        if await acknowledge(defer()):
            await self._replying.reply(got, invocation(got, verb, values), answer)

    async def _answer(self, got: Received, call: Invocation, acknowledge: Acknowledge, answer: Answer) -> None:
        if not await asks(self._registry, call, acknowledge) and await acknowledge(defer()):
            await self._replying.reply(got, call, answer)

    async def _complete(self, got: Received, acknowledge: Acknowledge) -> None:
        path, options = got.options()
        values = {str(each["name"]): str(each.get("value", "")) for each in options}
        call = invocation(got, path[-1], values)
        found = await completion.suggestions(
            self._known(path[-1]), options, lambda argument, typed: self._suggest(argument, typed, call)
        )
        await acknowledge({"type": CHOICES, "data": {"choices": found}})

    def _known(self, verb: str) -> Command | None:
        try:
            return self._registry.find(verb)
        except Mistake:
            return None
