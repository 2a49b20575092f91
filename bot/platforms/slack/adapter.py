"""Slack as a chat platform: puts its parts together."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from slack_bolt.response import BoltResponse

from bot.commands.registry import Registry
from bot.log import report
from bot.platforms.base import Answer, PostDelayed, PostRefused, Receipt
from bot.platforms.slack import received, render
from bot.platforms.slack.answering import Answering
from bot.platforms.slack.app import Bolt
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.greeting import greet
from bot.platforms.slack.interactions import Interactions
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.people import People
from bot.platforms.slack.post import UNREACHABLE, post, token_of
from bot.platforms.slack.socket import Ended, Socket
from bot.platforms.slack.taming import tame
from bot.platforms.slack.tokens import Tokens
from bot.replies import Destination, Reply
from digests.errors import StoreError

DRAIN = 10.0  # seconds for answers under way


class Slack:
    """A :class:`~bot.platforms.base.Platform`. ``socket`` None: everything comes by HTTP."""

    name = received.NAME

    def __init__(
        self, calls: Calls, socket: Socket | None, registry: Registry, keeping: Keeping, tokens: Tokens
    ) -> None:
        tame()
        self.calls, self._socket, self._tokens = calls, socket, tokens
        self._answering = Answering(calls, tokens, keeping)
        self._interactions = Interactions(registry, self._answering, keeping, tokens, People(calls))
        self._bolts: list[Bolt] = []
        self._closed = asyncio.Event()
        self._ended: str | None = None

    def parts(self, reply: Reply) -> int:
        """Count the messages that a reply takes."""
        return render.parts(reply)

    async def post(self, destination: Destination, reply: Reply, *, part: int = 0, marker: str = "") -> Receipt:
        """Post one part, once; its metadata carries the marker."""
        try:
            payloads = await self._answering.payloads(reply, render.Offers(), marker, public=True)
        except StoreError as problem:
            raise PostDelayed(str(problem), UNREACHABLE) from problem
        if part >= len(payloads):
            raise PostRefused(f"There is no part {part + 1}: the reply has {len(payloads)}.")
        token = await token_of(self._tokens, destination.installation or "")
        thread = {"thread_ts": destination.thread} if destination.thread else {}
        return await post(self.calls, token, payloads[part] | {"channel": destination.channel} | thread)

    async def listen(self, answer: Answer) -> None:
        """Answer what comes in until closed, or until Slack ends it for good: see ``trouble``."""
        if self._closed.is_set():
            return
        greeting = asyncio.create_task(self._greet())
        try:
            await self._heard(answer)
        except Ended as end:
            self._ended = str(end)
        finally:
            greeting.cancel()

    async def _greet(self) -> None:
        """Find out whose bot this is; commands work without that."""
        try:
            await greet(self._tokens)
        except Exception as problem:
            report(problem, "noting the workspace")

    async def _heard(self, answer: Answer) -> None:
        if self._socket is None:
            await self._closed.wait()
            return
        bolt = self.bolt(answer)

        async def take(envelope: Mapping[str, Any]) -> Mapping[str, Any] | None:
            payload, number = dict(envelope.get("payload") or {}), str(envelope["envelope_id"])
            return _acknowledgement(await bolt.take(payload, {}, envelope=number))

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

    def trouble(self) -> str | None:
        """Say in a sentence why it is not connected; None where it is."""
        if self._ended or self._socket is None or self._socket.connected:
            return self._ended
        return "Slack is not connected at the moment."


def _acknowledgement(got: BoltResponse) -> Mapping[str, Any] | None:
    """Turn bolt's answer into an envelope's acknowledgement; None where there is none to give."""
    if got.status != 200:
        return {} if got.status == 404 else None  # nothing of ours: Slack need not try again
    try:
        told = json.loads(got.body) if got.body else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
