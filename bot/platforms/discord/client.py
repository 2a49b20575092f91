"""The gateway: discord.py's connection, kept alive. Interactions come in by it; nothing is sent by it.

Only what the library leaves open is done here: other addresses, a connection that has frozen, failures before
the first handshake, and telling final failures from passing ones.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Protocol

import discord

from bot.log import LOGGER
from bot.platforms.discord.addresses import AddressedHTTP
from bot.platforms.discord.channels import About, Tag
from bot.platforms.discord.received import Received, converted
from bot.platforms.discord.watch import watch

Take = Callable[[Received], Awaitable[None]]
LONGEST_PAUSE = 60.0  # seconds between tries
BETWEEN_BEGINNINGS = (
    5.25  # seconds, a little more than asked: https://docs.discord.com/developers/events/gateway#rate-limiting
)
STEADY = 60.0  # seconds that a connection has to last for the pauses to start anew
# https://docs.discord.com/developers/topics/opcodes-and-status-codes: after these, trying again can't help.
FINAL = {
    4004: "Discord does not accept the bot's token: set DOWNLINK_DISCORD_TOKEN to the one of the application's page.",
    4010: "Discord refuses the shard that was asked for: another program runs this bot with other numbers.",
    4011: "Discord wants more shards than were asked for.",
    4012: "Discord no longer speaks the gateway's version: update discord.py.",
    4013: "Discord refuses the intents that were asked for: update Downlink.",
    4014: "Discord refuses an intent that has to be allowed on the application's page.",
}


class Servers(Protocol):
    """Who is told of servers, each by id and name."""

    async def joined(self, server: str, name: str) -> None:
        """Hear of one that the bot was added to."""
        ...

    async def left(self, server: str, name: str) -> None:
        """Hear of one that the bot was removed from."""
        ...

    async def present(self, servers: Iterable[tuple[str, str]]) -> None:
        """Hear of all, after connecting."""
        ...


class Ended(Exception):
    """The connection is over for good; the text says why in one sentence."""


class Client(discord.AutoShardedClient):
    """discord.py's client with the least that works: servers and interactions, no caches, no privileged intent."""

    def __init__(self, gateway: Gateway) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),  # to learn of servers joined and left
            max_messages=None,
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.http = AddressedHTTP(self.loop, gateway.api_url, gateway.gateway_url)
        self._connection.http = self.http
        self._gateway = gateway
        self.up: set[int] = set()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Keep some seconds between beginnings, as Discord asks; the library would always wait that long."""
        await self._gateway.may_begin()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Hand an interaction on."""
        self._gateway.take(converted(interaction))

    async def on_shard_connect(self, shard_id: int) -> None:
        """Note a connection."""
        self.up.add(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """Note a connection taken up again."""
        self.up.add(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """Note a connection lost."""
        self.up.discard(shard_id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell of a server that the bot was added to."""
        await self._gateway.servers.joined(str(guild.id), guild.name)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Tell of a server that was out of order, or was added in a way that Discord does not tell apart."""
        if self.is_ready():
            await self.on_guild_join(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Tell of a server that the bot was removed from."""
        await self._gateway.servers.left(str(guild.id), guild.name)

    async def on_ready(self) -> None:
        """Tell of all servers, for some may have come or gone unseen."""
        servers = len(self.guilds)
        LOGGER.info("Connected to Discord as %s in %d server%s", self.user, servers, "" if servers == 1 else "s")
        await self._gateway.servers.present((str(guild.id), guild.name) for guild in self.guilds)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log what an event's handler raised, without its arguments."""
        LOGGER.exception("Discord's event %s failed", event_method)


class Gateway:
    """Stays connected until it is closed or Discord ends it for good."""

    def __init__(self, token: str, api_url: str | None, gateway_url: str | None, servers: Servers) -> None:
        self._token, self.api_url, self.gateway_url, self.servers = token, api_url, gateway_url, servers
        self._take: Take | None = None
        self._client: Client | None = None
        self._closed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._begins = -BETWEEN_BEGINNINGS  # when the last session began, or will

    @property
    def connected(self) -> bool:
        """Whether all shards are connected."""
        client = self._client
        return client is not None and bool(client.shard_count) and len(client.up) >= (client.shard_count or 1)

    def channel(self, identity: str) -> About | None:
        """Tell of a channel or thread as the gateway last did; None where it did not."""
        client = self._client
        found: Any = client.get_channel(int(identity)) if client and identity.isdecimal() else None
        if getattr(found, "guild", None) is None:
            return None
        tags = tuple(Tag(str(each.id), each.name, each.moderated) for each in getattr(found, "available_tags", ()))
        needs_tag = bool(getattr(getattr(found, "flags", None), "require_tag", False))
        return About(str(found.guild.id), int(found.type.value), tags, needs_tag)

    async def may_begin(self) -> None:
        """Wait until a new session may begin."""
        now = time.monotonic()
        self._begins = max(now, self._begins + BETWEEN_BEGINNINGS)
        await asyncio.sleep(self._begins - now)

    async def run(self, take: Take) -> None:
        """Connect, and connect again after every failure that passes. Raises Ended for those that don't."""
        _quieten()
        self.takes(take)
        pause = 1.0
        while not self._closed.is_set():
            began = time.monotonic()
            try:
                await self._connected()
            except discord.LoginFailure:
                raise Ended(FINAL[4004]) from None
            except discord.PrivilegedIntentsRequired:
                raise Ended(FINAL[4014]) from None
            except discord.ConnectionClosed as problem:
                if problem.code in FINAL:
                    raise Ended(FINAL[problem.code]) from None
                LOGGER.warning("Discord closed the connection (%s); connecting again", problem.code)
            except Exception as problem:  # among them AttributeError, where the first handshake fails
                LOGGER.warning("The connection to Discord failed (%s); trying again", type(problem).__name__)
            pause = 1.0 if time.monotonic() - began > STEADY else min(pause * 2, LONGEST_PAUSE)
            await self._rest(random.uniform(pause / 2, pause))

    async def close(self) -> None:
        """Disconnect, after what was taken is done. Safe to call twice."""
        self._closed.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)
        if self._client:
            await self._client.close()

    def takes(self, take: Take) -> None:
        """Say what handles interactions."""
        self._take = take

    def take(self, got: Received) -> None:
        """Handle an interaction in a task of its own."""
        if self._take is None or self._closed.is_set():
            return
        task = asyncio.ensure_future(self._take(got))
        self._tasks.add(task)  # the loop itself holds tasks weakly
        task.add_done_callback(self._tasks.discard)

    async def _connected(self) -> None:
        self._client = client = Client(self)
        watching = asyncio.create_task(watch(client))
        try:
            async with client:
                await client.start(self._token)
        finally:
            watching.cancel()
            client.up.clear()

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closed.wait(), seconds)
        except TimeoutError:
            return


class _Short(logging.Handler):
    """Passes the library's warnings on as one line each: its tracebacks say nothing about us."""

    def emit(self, record: logging.LogRecord) -> None:
        LOGGER.log(record.levelno, "discord.py: %s", record.getMessage())


def _quieten() -> None:
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
    library = logging.getLogger("discord")
    if not any(isinstance(handler, _Short) for handler in library.handlers):
        library.addHandler(_Short(logging.WARNING))
    library.propagate = False
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody speaks here
    library.setLevel(logging.WARNING)
