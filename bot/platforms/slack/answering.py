"""Show replies to those who asked: by a response address, in a view, or in the thread of a mention."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.blocks import Paragraph
from bot.log import LOGGER
from bot.platforms.slack import modals
from bot.platforms.slack.calls import Calls, Lost, Refused, Unsent
from bot.platforms.slack.history import look
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.limits import USES, VIEW_BLOCKS
from bot.platforms.slack.received import Received
from bot.platforms.slack.render import Offers, Payload, long_commands, render, view_blocks
from bot.platforms.slack.tokens import Tokens, Troubles
from bot.replies import Kind, Reply
from bot.spans import line

SPOILT = "Slack refused to show that here."
NOTHING = Offers()  # is offered
LONG = "That is long: it is in your conversation with Downlink, under Messages."
GONE = frozenset({"expired_url", "used_url", "404"})


def sentence(text: str) -> Reply:
    """Make a reply of one sentence of ours."""
    return Reply(Kind.NOTE, text, (Paragraph(line(text)),))


class Answering:
    """Sends what answers somebody: an address that has run out, or a workspace without a token, ends it.

    Showing raises nothing but a StoreError, where a long command can't be kept.
    """

    def __init__(self, calls: Calls, tokens: Tokens, keeping: Keeping) -> None:
        self._calls, self._tokens, self._keeping = calls, tokens, keeping

    async def show(self, to: Received, reply: Reply, offers: Offers = NOTHING, *, in_place: bool = False) -> None:
        """Show a reply to its asker alone; what was said in public is answered there."""
        if to.view:
            await self._in_view(to, reply)
        elif to.response_url:
            room = Offers(offers.again, offers.share, offers.begin, USES - 1)  # one is left for a sentence
            await self._respond(to, await self.payloads(reply, room), in_place)
        elif to.mention and reply.shareable:
            await self._in_thread(to, reply)
        else:
            await self._whisper(to, await self.payloads(reply, offers))

    async def payloads(self, reply: Reply, offers: Offers, marker: str = "", *, public: bool = False) -> list[Payload]:
        """Render, with the commands that have to be kept."""
        # Long replies take a while to lay out: the event loop acknowledges others meanwhile.
        keys = await self.keys(reply, offers.again)
        return await asyncio.to_thread(render, reply, offers, keys=keys, marker=marker, public=public)

    async def keys(self, reply: Reply, *others: str) -> Mapping[str, str]:
        """Keep the commands that are too long for buttons; gives their keys."""
        return {command: await self._keeping.keep(command) for command in sorted(long_commands(reply, *others))}

    async def say(self, to: Received, text: str) -> None:
        """Say one sentence to the asker."""
        await self.show(to, sentence(text))

    async def replace(self, to: Received, payload: Payload) -> None:
        """Show something in place of the message that was used."""
        if to.response_url and to.own_message:
            await self._respond(to, [payload], True)

    async def post(self, to: Received, payload: Payload) -> None:
        """Show a message to the whole channel; never twice by itself. Raises :data:`Troubles`."""
        token = await self._tokens.of(to.team)
        body = payload | {"channel": to.channel} | ({"thread_ts": to.thread} if to.thread else {})
        await self._calls.patiently(lambda: self._calls.send("chat.postMessage", token, body))

    async def look(self, to: Received, marker: str, since: datetime) -> bool:
        """Tell whether the channel has a message with this marker. Raises :data:`Troubles`."""
        token = await self._tokens.of(to.team)
        return await look(self._calls, token, to.channel, marker, since, to.thread) is not None

    async def _respond(self, to: Received, payloads: Sequence[Payload], in_place: bool) -> None:
        """Use the response address. What was perhaps shown is not shown again: there is no way to look."""
        for number, payload in enumerate(payloads):
            body: dict[str, Any] = payload | {"response_type": "ephemeral", "replace_original": in_place and not number}
            if to.thread and not in_place:
                body["thread_ts"] = to.thread
            if not await self._tried(to, body):
                return

    async def _tried(self, to: Received, body: Mapping[str, Any]) -> bool:
        url = to.response_url or ""
        try:
            await self._calls.patiently(lambda: self._calls.respond(url, body))
        except Lost as problem:
            LOGGER.warning("An answer is perhaps lost: %s", problem)
        except Unsent as problem:
            LOGGER.warning("An answer did not reach Slack: %s", problem)
            return False
        except Refused as problem:
            LOGGER.warning("Slack refused an answer: %s", problem)
            if problem.error not in GONE and body.get("text") != SPOILT:
                spoilt = render(sentence(SPOILT))[0] | {"response_type": "ephemeral", "replace_original": False}
                await self._tried(to, spoilt)
            return False
        return True

    async def _in_view(self, to: Received, reply: Reply) -> None:
        """Show a reply in the view that waits for it."""
        blocks = await asyncio.to_thread(view_blocks, reply, keys=await self.keys(reply))
        if len(blocks) <= VIEW_BLOCKS:
            await self.update(to, modals.shown(reply.title, blocks))
            return
        away = await asyncio.to_thread(view_blocks, sentence(LONG))
        await self.update(to, modals.shown(reply.title, away))
        await self._whisper(replace(to, channel=""), await self.payloads(reply, NOTHING))

    async def update(self, to: Received, view: Payload) -> None:
        """Put something else into an open view."""
        try:
            token = await self._tokens.of(to.team)
            await self._calls.repeat("views.update", token, {"view_id": to.view or "", "view": view})
        except Troubles as problem:
            LOGGER.warning("A view could not be filled: %s", problem)

    async def open(self, to: Received, view: Payload) -> str | None:
        """Open a view, once: a trigger works for three seconds. Gives its id; None where it is too late."""
        method = "views.push" if to.view_type == "modal" else "views.open"
        try:
            token = await self._tokens.of(to.team)
            made = await self._calls.send(method, token, {"trigger_id": to.trigger, "view": view})
        except Troubles as problem:
            LOGGER.info("A form could not be opened: %s", problem)
            return None
        return str((made.get("view") or {}).get("id") or "") or None

    async def publish(self, to: Received, blocks: Sequence[Payload]) -> None:
        """Fill somebody's Home."""
        view = {"type": "home", "blocks": list(blocks)}
        try:
            token = await self._tokens.of(to.team)
            await self._calls.repeat("views.publish", token, {"user_id": to.user, "view": view})
        except Troubles as problem:
            LOGGER.warning("A Home could not be shown: %s", problem)

    async def _in_thread(self, to: Received, reply: Reply) -> None:
        """Answer a mention where all who read it can see it."""
        for payload in await self.payloads(reply, Offers(), public=True):
            try:
                await self.post(to, payload)
            except Lost as problem:
                LOGGER.warning("An answer is perhaps lost: %s", problem)
            except Troubles as problem:
                LOGGER.warning("A mention could not be answered in its thread: %s", problem)
                await self._whisper(to, [payload], thread=False)

    async def _whisper(self, to: Received, payloads: Sequence[Payload], *, thread: bool = True) -> None:
        """Say something to one person in a channel, or where there is none in their conversation with the bot."""
        for payload in payloads:
            body: dict[str, Any] = payload | {"channel": to.channel or to.user}
            method = "chat.postMessage"
            if not to.direct:
                told = {name: payload[name] for name in ("text", "blocks")}
                body, method = told | {"channel": to.channel, "user": to.user}, "chat.postEphemeral"
                body |= {"thread_ts": to.thread} if thread and to.thread and to.mention else {}
            try:
                await self._say(to, method, body)
            except Troubles as problem:
                LOGGER.warning("An answer did not arrive: %s", problem)
                return

    async def _say(self, to: Received, method: str, body: Mapping[str, Any]) -> None:
        token = await self._tokens.of(to.team)
        await self._calls.patiently(lambda: self._calls.send(method, token, body))
