"""Slack as a chat platform: puts its parts together."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_bolt.response import BoltResponse

from bot.commands.registry import Registry
from bot.log import report
from bot.platforms.base import Answer, PostDelayed, PostRefused, Reach, Receipt, Traits
from bot.platforms.slack import received, render
from bot.platforms.slack.answering import Answering
from bot.platforms.slack.app import Bolt
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.greeting import greet, greet_again
from bot.platforms.slack.history import Bookmark
from bot.platforms.slack.interactions import Interactions
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.laying import Laying
from bot.platforms.slack.people import People
from bot.platforms.slack.post import PREPARING, TRAITS, find, post, prepared
from bot.platforms.slack.socket import Ended, Socket
from bot.platforms.slack.taming import tame
from bot.platforms.slack.tokens import Tokens
from bot.replies import Destination, Reply

DRAIN = 10.0  # seconds for answers under way
BOOKMARKS = 1_000  # looks that were told to wait
ASKED_AGAIN = 300.0  # seconds between questions whether the operator's token is still accepted


class Slack:
    """A :class:`~bot.platforms.base.Platform`. ``socket`` None: everything comes by HTTP."""

    name = received.NAME

    def __init__(
        self,
        calls: Calls,
        socket: Socket | None,
        registry: Registry,
        keeping: Keeping,
        tokens: Tokens,
        asked_again: float = ASKED_AGAIN,
    ) -> None:
        tame()
        self._asked_again = asked_again
        self.calls, self.keeping, self._socket, self._tokens = calls, keeping, socket, tokens
        self._answering = Answering(calls, tokens, keeping)
        self._interactions = Interactions(registry, self._answering, keeping, tokens, People(calls))
        self._bookmarks: OrderedDict[tuple[Destination, str, datetime], Bookmark] = OrderedDict()
        self._laying = Laying(self._laid_out)
        self._bolts: list[Bolt] = []
        self._closed = asyncio.Event()
        self._ended: str | None = None
        self._unwelcome: str | None = None
        self._refused: str | None = None

    def parts(self, reply: Reply) -> int:
        """Count the messages that a reply takes."""
        return render.parts(reply)

    @property
    def traits(self) -> Traits:
        """Say what posting on Slack is like."""
        return TRAITS

    async def post(
        self, destination: Destination, reply: Reply, *, part: int = 0, marker: str = "", until: float | None = None
    ) -> Receipt:
        """Post one part, once; its metadata carries the marker. ``@ID`` is a user's conversation with the bot."""
        with prepared(self._tokens):
            async with asyncio.timeout(PREPARING):
                payload = await self._laying.part(reply, part)
                token = await self._tokens.of(destination.installation or "", patient=False)
        thread = {"thread_ts": destination.thread} if destination.thread else {}
        body = payload | {"channel": destination.channel.removeprefix("@")} | thread
        body = render.marked(body, _marked(marker, part)) if marker else body
        try:
            receipt = await post(self.calls, token, body, sole=self._tokens.sole, until=until)
        except PostRefused as problem:
            if self._tokens.sole and problem.reach in (Reach.INSTALLATION, Reach.BOT):
                self._refused = f"Slack refuses whatever is posted. {problem}"
            raise
        self._refused = None
        return receipt

    async def _laid_out(self, reply: Reply) -> list[render.Payload]:
        return await self._answering.payloads(reply, render.Offers(), public=True)

    async def find(self, destination: Destination, marker: str, *, part: int = 0, since: datetime) -> Receipt | None:
        """Look for the message with a marker in its channel, thread or conversation."""
        mark = _marked(marker, part)
        key = (destination, mark, since)
        bookmark = self._bookmarks.pop(key, None) or Bookmark()
        try:
            return await find(self.calls, self._tokens, destination, mark, since, bookmark)
        except PostDelayed:
            self._bookmarks[key] = bookmark
            if len(self._bookmarks) > BOOKMARKS:
                self._bookmarks.popitem(last=False)
            raise

    async def open_thread(self, destination: Destination, receipt: Receipt, title: str) -> str:
        """Give the thread below a message: it needs no opening, and there is none within another."""
        return destination.thread or receipt.message_id

    async def publish(self, destination: Destination, message_id: str) -> None:
        """Do nothing: no channel has followers elsewhere."""

    async def listen(self, answer: Answer) -> None:
        """Answer what comes in until closed, or until Slack ends it for good: see ``trouble``."""
        if self._closed.is_set():
            return
        greeting = asyncio.create_task(self._welcomed())
        try:
            await self._heard(answer)
        except Ended as end:
            self._ended = str(end)
        finally:
            greeting.cancel()

    async def _greet(self) -> None:
        """Find out whose bot this is; commands work without that."""
        try:
            self._unwelcome = await greet(self._tokens)
        except Exception as problem:
            report(problem, "noting the workspace")

    async def _welcomed(self) -> None:
        """Greet, and ask now and then whether the bot still is welcome: its token may be revoked at any time."""
        await self._greet()
        while self._tokens.own is not None:
            await asyncio.sleep(self._asked_again)
            try:
                self._unwelcome = await greet_again(self._tokens, self._unwelcome)
            except Exception as problem:
                report(problem, "asking for the workspace")

    async def _heard(self, answer: Answer) -> None:
        if self._socket is None:
            await self._closed.wait()
            return
        bolt = self.bolt(answer)

        async def take(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
            claim = self.keeping.claim(f"envelope:{envelope['envelope_id']}")
            return _acknowledgement(await bolt.take(dict(envelope.get("payload") or {}), {}, claim))

        await self._socket.run(take)

    def bolt(self, answer: Answer) -> Bolt:
        """Make what takes requests and answers them."""
        self._bolts.append(Bolt(self._interactions, answer))
        return self._bolts[-1]

    async def close(self) -> None:
        """End listening after the answers under way."""
        self._closed.set()
        for bolt in self._bolts:
            await bolt.done(DRAIN)
        if self._socket is not None:
            await self._socket.close()
        await self.calls.close()
        self.keeping.close()

    def trouble(self) -> str | None:
        """Say in a sentence why it is not connected, or can't answer; None where it is and can."""
        reason = self._ended or self._unwelcome or self._refused
        if reason or self._socket is None or self._socket.connected:
            return reason
        return "Slack is not connected at the moment."


def _marked(marker: str, part: int) -> str:
    return f"{marker}/{part}"


def _acknowledgement(got: BoltResponse) -> Mapping[str, Any] | None:
    """Turn bolt's answer into an envelope's acknowledgement; None where there is none to give."""
    if got.status != 200:
        return {} if got.status == 404 else None  # nothing of ours: Slack need not try again
    try:
        told = json.loads(got.body) if got.body else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
