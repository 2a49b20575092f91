"""What somebody did → invocations → what is shown. The one code behind Socket Mode and HTTP.

Everything is acknowledged before any work: Slack waits 3 seconds. An event that comes twice is done once.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.commands.arguments import ArgumentKind
from bot.commands.registry import Command, Registry
from bot.commands.spelling import spelled, split
from bot.log import report
from bot.mistakes import Mistake
from bot.permissions import MANAGE_WORKSPACE
from bot.platforms.base import Answer
from bot.platforms.slack import home, modals, received
from bot.platforms.slack.answering import Answering
from bot.platforms.slack.installations import Tokens
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.names import said, verb_of
from bot.platforms.slack.people import NOBODY, People, Person
from bot.platforms.slack.received import Received
from bot.platforms.slack.render import Offers
from bot.platforms.slack.sharing import Sharing
from bot.platforms.slack.state import Act, Used, used
from bot.presenters import failures
from bot.replies import Invocation
from bot.store.values import Role
from digests.errors import DigestsError

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
NO_TEXT = "There is no text in that message."
STALE = "This button is of another time and no longer known. Ask again with a command: /downlink help shows how."
SHARED_ALREADY = "That was shared already."
TOO_LATE = "The form could not be opened in time: try again, or type what is missing after the command."
_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_LINKED = re.compile(r"<((?:https?|mailto)[^|>]*)(?:\|[^>]*)?>")
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


class Interactions:
    """Takes what Slack sends and answers it."""

    def __init__(
        self, registry: Registry, answering: Answering, keeping: Keeping, tokens: Tokens, people: People
    ) -> None:
        self._registry, self._answering, self._keeping = registry, answering, keeping
        self._tokens, self._people = tokens, people
        self._sharing = Sharing()

    async def command(self, body: Body, number: str, ack: Ack, answer: Answer) -> None:
        """Answer a slash command."""
        await ack()
        got = received.command(body, number)
        verb, text = verb_of(str(body.get("command") or ""), str(body.get("text") or ""), self._registry)
        await self._apologising(got, self._asked(got, verb, unescaped(_LINKED.sub(r"\1", text)), {}, answer))

    async def shortcut(self, body: Body, number: str, ack: Ack, answer: Answer) -> None:
        """Answer "Who's in this?"."""
        await ack()
        got, text = received.interaction(body, number), unescaped(received.message_text(body)).strip()
        if not text:
            await self._answering.say(got, NO_TEXT)
            return
        await self._apologising(got, self._asked(got, "mentioned", "", {"text": text}, answer))

    async def form(self, body: Body, number: str, ack: Ack, answer: Answer) -> None:
        """Answer a form; what is wrong with its values is told in it."""
        view = body.get("view") or {}
        origin, values = modals.origin_of(view), received.inputs(body)
        command = self._known(origin.verb) if origin else None
        if origin is None or command is None:
            await ack()
            return
        if wrong := modals.errors(command, values):
            await ack(response_action="errors", errors=wrong)
            return
        got = replace(received.interaction(body, number), channel=origin.channel)
        if origin.response_url:
            await ack()
            got = replace(got, response_url=origin.response_url, view=None)
        else:
            await ack(response_action="update", view=modals.working())
        await self._apologising(got, self._called(got, command.verb, "", values, answer))

    async def mention(self, body: Body, number: str, answer: Answer) -> None:
        """Answer a mention, which bolt has acknowledged."""
        event = body.get("event") or {}
        got = received.event(body, number)
        if event.get("bot_id") or not got.user or not await self._first(body):
            return
        typed = unescaped(_LINKED.sub(r"\1", _MENTION.sub(" ", str(event.get("text") or ""), count=1)))
        verb, text = said(typed.strip(), self._registry)
        await self._apologising(got, self._called(got, verb, text, {}, answer))

    async def opened_home(self, body: Body, number: str, answer: Answer) -> None:
        """Fill the Home of somebody who opened it."""
        event = body.get("event") or {}
        if event.get("tab", "home") == "home" and await self._first(body):
            await self._show_home(received.event(body, number), answer)

    async def removed(self, body: Body) -> None:
        """Forget the token of a workspace that removed the app."""
        event = body.get("event") or {}
        bots = event.get("type") == "app_uninstalled" or (event.get("tokens") or {}).get("bot")  # not users' alone
        if bots and await self._first(body):
            await self._tokens.remove(str(body.get("team_id") or ""), body.get("event_time"))

    async def action(self, body: Body, number: str, ack: Ack, answer: Answer) -> None:
        """Answer a button or a menu."""
        await ack()
        got = received.interaction(body, number)
        if written := received.value_of(body):  # else a button that leads to an address
            await self._apologising(got, self._used(got, used(written), answer))

    async def _used(self, got: Received, pressed: Used | None, answer: Answer) -> None:
        command = pressed.command if pressed else None
        if pressed and pressed.key:
            command = await self._keeping.command(pressed.key)
        if pressed is None or command is None:
            await self._in_a_view(got, lambda to: self._answering.say(to, STALE))
        elif pressed.act is Act.SHARE:
            await self._share(got, pressed, command, answer)
        elif got.view_type == "home" and command == home.REFRESH:
            await self._show_home(got, answer)
        else:
            await self._pressed(got, pressed, command, answer)

    async def _pressed(self, got: Received, pressed: Used, command: str, answer: Answer) -> None:
        verb, text = split(command, self._registry)
        known = self._known(verb)
        if known and not text and (pressed.act is Act.FORM or modals.missing(known, {})):
            await self._open(got, known, {})
            return

        async def answered(to: Received) -> None:
            in_place = pressed.act is Act.REPLACE and to.own_message
            begin = pressed.number if pressed.act is Act.CONTINUE else 0
            await self._called(to, verb, text, {}, answer, in_place=in_place, begin=begin)

        await self._in_a_view(got, answered)

    async def _in_a_view(self, got: Received, work: Callable[[Received], Awaitable[None]]) -> None:
        """Answer what was done in a view in one that opens at once, for its trigger soon expires."""
        if got.view_type:
            opened = await self._answering.open(got, modals.working())
            got = replace(got, view=opened, response_url=None)  # too late: in the conversation with the bot
        await work(got)

    async def _asked(self, got: Received, verb: str, text: str, values: Mapping[str, str], answer: Answer) -> None:
        known = self._known(verb)
        if known and not text and modals.missing(known, values) and got.trigger:
            await self._open(got, known, values)
            return
        await self._called(got, verb, text, values, answer)

    async def _apologising(self, got: Received, work: Awaitable[None]) -> None:
        """Do the work; where it fails, its user is told. A command's own failures are replies already."""
        try:
            await work
        except DigestsError as problem:
            await self._answering.show(got, failures.refused(str(problem)))
        except Exception as problem:
            await self._answering.show(got, failures.failed(report(problem, "an interaction")))

    async def _open(self, got: Received, command: Command, values: Mapping[str, str]) -> None:
        origin = modals.Origin(command.verb, got.channel, got.response_url or "")
        if await self._answering.open(got, modals.form(command, values, origin)) is None:
            await self._answering.say(replace(got, view=None), TOO_LATE)

    async def _called(
        self,
        got: Received,
        verb: str,
        text: str,
        values: Mapping[str, str],
        answer: Answer,
        *,
        in_place: bool = False,
        begin: int = 0,
    ) -> None:
        call = await self._invocation(got, verb, text, values)
        again = spelled(call, self._registry)
        reply = self._sharing.recent(f"{got.team}/{got.channel}", got.user, again) if begin else None
        reply = reply or await answer(call)
        self._sharing.remember(f"{got.team}/{got.channel}", got.user, again, reply)
        await self._answering.show(got, reply, Offers(again, reply.shareable, begin), in_place=in_place)

    async def _share(self, got: Received, pressed: Used, command: str, answer: Answer) -> None:
        message = f"{got.team}/{got.channel}/{got.message or got.id}"
        if not self._sharing.first(message):
            await self._answering.say(got, SHARED_ALREADY)
            return
        verb, text = split(command, self._registry)
        reply = self._sharing.recent(f"{got.team}/{got.channel}", got.user, command)
        reply = reply or await answer(await self._invocation(got, verb, text, {}))
        problem, begun = await self._answering.share(got, reply)
        if problem:
            if not begun:  # what the channel has already is never posted again
                self._sharing.not_after_all(message)
            await self._answering.say(got, problem)
            return
        left = Offers(command, False, max(0, pressed.number - 1), 1)  # the same message without the button
        for payload in await self._answering.payloads(reply, left):
            await self._answering.replace(got, payload)

    async def _show_home(self, got: Received, answer: Answer) -> None:
        calls = [await self._invocation(got, verb, "", {}) for verb in home.shown(self._registry)]
        reply = home.whole([await answer(call) for call in calls])
        keys = await self._answering.keys(reply)
        await self._answering.publish(got, home.home(reply, self._registry, keys))

    async def _invocation(self, got: Received, verb: str, text: str, values: Mapping[str, str]) -> Invocation:
        person = await self._person(got, self._known(verb))
        return Invocation(
            got.id,
            got.user,
            got.destination,
            verb,
            text,
            values,
            zone=person.zone,
            locale=person.locale,
            rights=frozenset({MANAGE_WORKSPACE}) if person.manages else frozenset(),
            channel_kind="direct" if got.direct else "channel",
        )

    async def _person(self, got: Received, command: Command | None) -> Person:
        """Find out who asks, as far as the command depends on it; waiting only for rights."""
        if command is None:
            return NOBODY
        judged = command.group is not None or command.needs is not Role.VIEWER
        kinds = {argument.kind for argument in command.arguments}
        if not judged and not kinds & {ArgumentKind.PERIOD, ArgumentKind.WHEN, ArgumentKind.ZONE}:
            return NOBODY
        return await self._people.about(got.team, got.user, await self._tokens.of(got.team), patient=judged)

    async def _first(self, body: Body) -> bool:
        return await self._keeping.first_time(f"event:{body.get('event_id')}")

    def _known(self, verb: str) -> Command | None:
        try:
            return self._registry.find(verb)
        except Mistake:
            return None


def unescaped(text: str) -> str:
    """Turn what Slack escapes into what was typed."""
    return re.sub("&(?:lt|gt|amp);", lambda found: _ENTITIES[found[0]], text)
