"""Discord as a chat platform: puts its parts together."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Protocol

from aiohttp import web

from bot.commands.registry import Registry
from bot.log import LOGGER, report
from bot.platforms.base import Answer, PostDelayed, PostRefused, Reach, Receipt, Traits
from bot.platforms.claims import Claim, once
from bot.platforms.discord import received, render
from bot.platforms.discord.answering import Answering, Keys
from bot.platforms.discord.channels import About, Channels
from bot.platforms.discord.client import Ended
from bot.platforms.discord.commands import declared
from bot.platforms.discord.finding import Finding
from bot.platforms.discord.following import Following
from bot.platforms.discord.http import Endpoint
from bot.platforms.discord.interactions import Interactions, Suggest
from bot.platforms.discord.places import UNREACHABLE, Places
from bot.platforms.discord.post import LAYING_OUT, TRAITS, Posts
from bot.platforms.discord.received import Received
from bot.platforms.discord.records import Records
from bot.platforms.discord.responses import Acknowledge
from bot.platforms.discord.rest import Lost, Refused, Rest, Unsent
from bot.platforms.discord.state import mark_of
from bot.platforms.discord.sync import Kept, sync
from bot.platforms.discord.urgency import Urgency
from bot.platforms.trying import patiently
from bot.replies import Destination, Reply
from digests.errors import StoreError

ACKNOWLEDGED_ALREADY, UNKNOWN_INTERACTION = 40060, 10062
IN_TIME = 2.95  # seconds that an acknowledgement is tried for: Discord waits for 3


class Connection(Protocol):
    """Where interactions come from; see :class:`~bot.platforms.discord.client.Gateway`."""

    @property
    def connected(self) -> bool:
        """Whether they do at the moment."""
        ...

    def channel(self, identity: str) -> About | None:
        """Tell of a channel without asking Discord; None where that can't be."""
        ...

    async def run(self, take: Callable[[Received], Awaitable[None]]) -> None:
        """Take them until closed. Raises Ended where that is over for good."""
        ...

    async def close(self) -> None:
        """End after those under way."""
        ...


class Discord:
    """A :class:`~bot.platforms.base.Platform`. ``connection`` None: interactions come by HTTP alone."""

    name = received.NAME

    def __init__(
        self,
        rest: Rest,
        connection: Connection | None,
        registry: Registry,
        keys: Keys,
        suggest: Suggest,
        kept: Kept | None = None,
        records: Records | None = None,
    ) -> None:
        self._rest, self._connection, self._registry, self._kept = rest, connection, registry, kept
        self._answering = Answering(rest, keys)
        self._urgency = Urgency()
        seen = connection.channel if connection else lambda channel: None
        channels = Channels(rest, seen, records)
        self._interactions = Interactions(registry, self._answering, keys, suggest, self._urgency, channels)
        places = Places(rest, channels)
        self._posts, self._finding, self._following = (
            Posts(rest, places),
            Finding(rest, places),
            Following(rest, places),
        )
        self._closed = asyncio.Event()
        self._endpoints: list[Endpoint] = []
        self._ended: str | None = None

    def parts(self, reply: Reply) -> int:
        """Count the messages that a reply takes."""
        return render.parts(reply)

    @property
    def traits(self) -> Traits:
        """Say what posting on Discord is like."""
        return TRAITS

    async def post(
        self, destination: Destination, reply: Reply, *, part: int = 0, marker: str = "", until: float | None = None
    ) -> Receipt:
        """Post one part, once; its nonce and a component carry the marker."""
        mark = _mark(marker, part)
        try:
            async with asyncio.timeout(LAYING_OUT):
                payloads = await self._answering.payloads(reply, render.Offers(), mark)
        except (StoreError, TimeoutError) as problem:
            raise PostDelayed(f"The message could not be made: {problem}", UNREACHABLE, Reach.CONTENT) from None
        if part >= len(payloads):
            raise PostRefused(f"There is no part {part + 1}: the reply has {len(payloads)}.")
        return await self._posts.post(destination, reply.title, payloads[part], mark, until)

    async def find(self, destination: Destination, marker: str, *, part: int = 0, since: datetime) -> Receipt | None:
        """Look for a part's message by the mark in its components."""
        found = await self._finding.find(destination, _mark(marker, part), since)
        if found is None:
            self._posts.looked_for(_mark(marker, part))
        return found

    async def open_thread(self, destination: Destination, receipt: Receipt, title: str) -> str:
        """Give the thread below a message, opened where there is none."""
        return await self._following.thread(destination, receipt, title)

    async def publish(self, destination: Destination, message_id: str) -> None:
        """Publish a message in an announcement channel."""
        await self._following.publish(destination, message_id)

    async def listen(self, answer: Answer) -> None:
        """Declare the commands and answer interactions until closed, or until Discord ends it: see ``trouble``."""
        declaring = asyncio.create_task(self.declare())
        try:
            if self._connection is not None and not self._closed.is_set():
                await self._connection.run(functools.partial(self.take, answer))
            elif not self._closed.is_set():
                await self._closed.wait()
        except Ended as end:
            self._ended = str(end)
        finally:
            declaring.cancel()

    async def close(self) -> None:
        """End listening after the answers under way."""
        self._closed.set()
        for endpoint in self._endpoints:
            await endpoint.close()
        if self._connection is not None:
            await self._connection.close()
        await self._rest.close()

    def trouble(self) -> str | None:
        """Say in a sentence why it is not connected; None where it is."""
        if self._ended or self._connection is None or self._connection.connected:
            return self._ended
        return "Discord is not connected at the moment."

    def routes(
        self, public_key: str, claim: Callable[[str], Claim], answer: Answer, clock: Callable[[], datetime]
    ) -> list[web.RouteDef]:
        """List the routes of interactions over HTTP. ``claim``: lets each id be done once."""

        async def take(got: Received, acknowledge: Acknowledge, claim: Claim) -> None:
            await self._guarded(got, acknowledge, once(claim, self._registry, answer))

        self._endpoints.append(Endpoint(public_key, claim, take, clock))
        return self._endpoints[-1].routes()

    async def declare(self) -> bool:
        """Declare the commands if they have changed; tell whether they had. A failure is logged: the old ones work."""
        try:
            application = await self._rest.repeat("GET", "/applications/@me")
            return await sync(self._rest, str(application["id"]), declared(self._registry.commands), self._kept)
        except (Refused, Lost, Unsent, KeyError, TypeError) as problem:
            LOGGER.warning("The commands could not be declared: %s", problem)
            return False

    async def take(self, answer: Answer, got: Received) -> None:
        """Handle an interaction of the connection's."""
        await self._guarded(got, functools.partial(self._acknowledge, got), answer)

    async def _guarded(self, got: Received, acknowledge: Acknowledge, answer: Answer) -> None:
        """Handle an interaction; whatever is wrong with it stays with it."""
        try:
            await self._interactions.take(got, acknowledge, answer)
        except Exception as problem:
            report(problem, "an interaction")

    async def _acknowledge(self, got: Received, response: dict[str, Any]) -> bool:
        """Acknowledge over REST; False where it is too late or somebody else's."""
        path = f"/interactions/{got.id}/{got.token}/callback"
        tried = 0

        async def once() -> bool:
            nonlocal tried
            tried += 1
            await self._rest.send("POST", path, response, bot=False)
            return True

        try:
            with self._urgency.urgent():
                return await patiently(once, IN_TIME)
        except Refused as problem:
            if problem.code == ACKNOWLEDGED_ALREADY and tried > 1:
                return True  # ours: its answer was lost
            LOGGER.info("An interaction can't be answered any more: %s", problem)
        except (Lost, Unsent) as problem:
            LOGGER.warning("An interaction could not be acknowledged: %s", problem)
        return False


def _mark(marker: str, part: int) -> str:
    return mark_of(f"{marker}/{part}") if marker else ""
