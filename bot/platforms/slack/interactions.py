"""What somebody did → invocations → what is shown. The one code behind Socket Mode and HTTP.

Everything is acknowledged before any work: Slack waits 3 seconds. What comes twice is acknowledged twice and done
once: events are known by their ids, all else by the envelope that Socket Mode delivers it in, or by the signature of
an HTTP request, whose repetitions the door refuses. See :mod:`bot.platforms.claims` for what waits for that.
"""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.commands.arguments import ArgumentKind
from bot.commands.registry import Command, Registry
from bot.commands.spelling import spelled, split
from bot.log import LOGGER, report
from bot.mistakes import Mistake, SettingsError
from bot.permissions import MANAGE_WORKSPACE
from bot.platforms.base import Answer
from bot.platforms.claims import DONE_ALREADY, Claim, once
from bot.platforms.slack import home, modals, received
from bot.platforms.slack.answering import Answering
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.names import said, verb_of
from bot.platforms.slack.people import NOBODY, People, Person
from bot.platforms.slack.received import Received
from bot.platforms.slack.render import Offers
from bot.platforms.slack.sharing import Sharing
from bot.platforms.slack.state import Act, Used, used
from bot.platforms.slack.tokens import ORGANISATION, Tokens, Troubles
from bot.presenters import failures
from bot.replies import Invocation, Reply
from digests.errors import DigestsError, StoreError

Ack = Callable[..., Awaitable[Any]]
Body = Mapping[str, Any]
Work = Callable[[], Awaitable[None]]
NO_TEXT = "There is no text in that message."
STALE = "This button is of another time and no longer known. Ask again with a command: /downlink help shows how."
TOO_LATE = "The form could not be opened in time: try again, or type what is missing after the command."
ARRIVED = 0.1  # seconds after which an acknowledgement is at Slack: its view would replace one that came before it
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
        self._sharing = Sharing(answering, keeping)

    async def command(self, body: Body, claim: Claim | None, ack: Ack, answer: Answer) -> None:
        """Answer a slash command."""
        await ack()
        got = received.command(body, _number(claim))
        verb, text = verb_of(str(body.get("command") or ""), str(body.get("text") or ""), self._registry)
        typed = unescaped(_LINKED.sub(r"\1", text))
        answer = once(claim, self._registry, answer)
        await self._once(got, claim, lambda: self._asked(got, verb, typed, {}, answer))

    async def shortcut(self, body: Body, claim: Claim | None, ack: Ack, answer: Answer) -> None:
        """Answer "Who's in this?"."""
        await ack()
        got = received.interaction(body, _number(claim))
        text = unescaped(received.message_text(body)).strip()

        async def looked_at() -> None:
            if text:
                await self._asked(got, "mentioned", "", {"text": text}, answer)
            else:
                await self._answering.say(got, NO_TEXT)

        await self._once(got, claim, looked_at)

    async def form(self, body: Body, claim: Claim | None, ack: Ack, answer: Answer) -> None:
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
        got = replace(received.interaction(body, _number(claim)), channel=origin.channel)
        if origin.response_url:
            await ack()
            got = replace(got, response_url=origin.response_url, view=None)
        elif claim is not None and claim.repeated:
            await ack(response_action="update", view=modals.said(DONE_ALREADY))
            return
        else:
            await ack(response_action="update", view=modals.working())
            await asyncio.sleep(ARRIVED)

        async def repeated() -> None:
            if got.view:  # which waits for an answer that may have come before
                await self._answering.update(got, modals.said(DONE_ALREADY))

        answer = once(claim, self._registry, answer)
        await self._once(got, claim, lambda: self._called(got, command.verb, "", values, answer), repeated)

    async def mention(self, body: Body, answer: Answer) -> None:
        """Answer a mention, which bolt has acknowledged."""
        event = body.get("event") or {}
        claim = self._event(body)
        got = received.event(body, _number(claim))
        if event.get("bot_id") or not got.user or not await claim.soon():
            return
        answer = once(claim, self._registry, answer)
        typed = unescaped(_LINKED.sub(r"\1", _MENTION.sub(" ", str(event.get("text") or ""), count=1)))
        verb, text = said(typed.strip(), self._registry)
        await self._apologising(got, lambda: self._called(got, verb, text, {}, answer))

    async def opened_home(self, body: Body, answer: Answer) -> None:
        """Fill the Home of somebody who opened it."""
        event = body.get("event") or {}
        if event.get("tab", "home") == "home" and await (claim := self._event(body)).soon():
            got = received.event(body, _number(claim))
            await self._apologising(got, lambda: self._show_home(got, answer))

    async def removed(self, body: Body) -> None:
        """Forget the token of a workspace that removed the app."""
        event = body.get("event") or {}
        bots = event.get("type") == "app_uninstalled" or (event.get("tokens") or {}).get("bot")  # not users' alone
        if bots and await self._event(body).first():
            await self._tokens.remove(str(body.get("team_id") or ""), body.get("event_time"))

    async def action(self, body: Body, claim: Claim | None, ack: Ack, answer: Answer) -> None:
        """Answer a button or a menu."""
        await ack()
        got, written = received.interaction(body, _number(claim)), received.value_of(body)
        answer = once(claim, self._registry, answer)
        if written:  # else a button that leads to an address
            await self._once(got, claim, lambda: self._used(got, used(written), answer))

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

    async def _once(self, got: Received, claim: Claim | None, work: Work, repeated: Work | None = None) -> None:
        """Do the work of a delivery, unless it was done: in this process or another, before a restart or after."""

        async def first_alone() -> None:
            if claim is None or await claim.soon():
                await work()
            elif repeated is not None:
                await repeated()

        await self._apologising(got, first_alone)

    async def _apologising(self, got: Received, work: Work) -> None:
        """Do the work; where it fails, its user is told. A command's own failures are replies already."""
        try:
            if got.organisation:
                await self._answering.say(got, ORGANISATION)
                return
            await work()
        except (StoreError, SettingsError) as problem:  # they name files, hosts, settings: the operator's business
            await self._answering.show(got, failures.unreachable(report(problem, "an interaction")))
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
        reply = self._sharing.recent(got, again) if begin else None
        reply = reply or await answer(call)
        self._sharing.remember(got, again, reply)
        await self._answering.show(got, reply, Offers(again, reply.shareable, begin), in_place=in_place)

    async def _share(self, got: Received, pressed: Used, command: str, answer: Answer) -> None:
        verb, text = split(command, self._registry)

        async def ask() -> Reply:
            return await answer(await self._invocation(got, verb, text, {}))

        await self._sharing.press(got, pressed, command, ask)

    async def _show_home(self, got: Received, answer: Answer) -> None:
        calls = [await self._invocation(got, verb, "", {}) for verb in home.shown(self._registry)]
        reply = home.whole([await answer(call) for call in calls])
        keys = await self._answering.keys(reply)
        await self._answering.publish(got, home.home(reply, self._registry, keys))

    async def _invocation(self, got: Received, verb: str, text: str, values: Mapping[str, str]) -> Invocation:
        kind = "direct" if got.direct else "channel"
        call = Invocation(got.id, got.user, got.destination, verb, text, values, channel_kind=kind)
        person = await self._person(got, self._known(verb), judged=self._registry.judges(call))
        rights = frozenset({MANAGE_WORKSPACE}) if person.manages else frozenset[str]()
        return replace(call, zone=person.zone, locale=person.locale, rights=rights)

    async def _person(self, got: Received, command: Command | None, *, judged: bool) -> Person:
        """Find out who asks, as far as the command depends on it; waiting only for rights."""
        if command is None:
            return NOBODY
        kinds = {argument.kind for argument in command.arguments}
        if not judged and not kinds & {ArgumentKind.PERIOD, ArgumentKind.WHEN, ArgumentKind.ZONE}:
            return NOBODY
        try:
            token = await self._tokens.of(got.team)
        except Troubles as problem:
            LOGGER.warning("Who somebody is can't be asked: %s", type(problem).__name__)
            return NOBODY
        person = await self._people.about(got.team, got.user, token, judged=judged)
        return person if judged else replace(person, manages=False)

    def _event(self, body: Body) -> Claim:
        return self._keeping.claim(f"event:{body.get('event_id') or uuid.uuid4().hex}")

    def _known(self, verb: str) -> Command | None:
        try:
            return self._registry.find(verb)
        except Mistake:
            return None


def _number(claim: Claim | None) -> str:
    """Give an id that is the same each time that one thing is delivered: Slack's own for commands are secrets."""
    return claim.id if claim is not None else uuid.uuid4().hex


def unescaped(text: str) -> str:
    """Turn what Slack escapes into what was typed."""
    return re.sub("&(?:lt|gt|amp);", lambda found: _ENTITIES[found[0]], text)
