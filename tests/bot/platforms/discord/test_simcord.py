"""A second opinion: SimCord (https://github.com/SilentHacks/simcord) runs discord.py's own parsing in one process."""

from __future__ import annotations

import functools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
import simcord
from discord.http import Route

from bot.commands.arguments import Argument
from bot.commands.suggest import Suggestion, suggest
from bot.platforms.base import PostRefused
from bot.platforms.discord.adapter import Discord
from bot.platforms.discord.client import Client, Gateway
from bot.platforms.discord.commands import WHO_IS_IN_IT
from bot.platforms.discord.keeping import Keeping
from bot.platforms.discord.rest import Refused, Rest
from bot.replies import Destination, Invocation
from tests.bot.fakes import app
from tests.bot.replies import EVERY

APPLICATION = app()


class SimRest(Rest):
    """Sends through SimCord's transport."""

    def __init__(self) -> None:
        super().__init__("token")
        self.client: Client | None = None

    async def send(self, method: str, path: str, body: Any = None, *, bot: bool = True) -> Any:
        """Send a request."""
        assert self.client is not None
        if path == "/applications/@me":
            return {"id": str(self.client.application_id)}
        try:
            return await self.client.http.request(Route(method, path), json=body)
        except discord.HTTPException as problem:
            raise Refused(problem.status, problem.code, problem.text) from None


@dataclass
class World:
    """SimCord's world with the bot in it."""

    env: Any
    channel: Any
    alice: Any
    platform: Discord


@asynccontextmanager
async def simulated() -> AsyncIterator[World]:
    """Attach the bot to SimCord, with its commands declared."""
    rest, kept = SimRest(), Keeping(None, APPLICATION.desk.clock)
    gateway = Gateway("token", None, None, kept)

    async def suggestions(argument: Argument, typed: str, invocation: Invocation) -> Sequence[Suggestion]:
        return await suggest(argument, typed, invocation, APPLICATION.desk)

    platform = Discord(rest, gateway, APPLICATION.registry, kept, suggestions, kept)
    client = rest.client = Client(gateway)
    gateway.takes(functools.partial(platform.take, APPLICATION.answer))
    async with simcord.run(client, shard_count=1) as env:
        assert await platform.declare()
        channel = env.create_guild().create_text_channel("general")
        yield World(env, channel, env.guild.add_member(env.create_user("alice")), platform)


async def test_commands_are_declared_once() -> None:
    """What SimCord lists is recognised as what was declared."""
    async with simulated() as world:
        assert not await world.platform.declare()


async def test_a_command_is_deferred_and_answered() -> None:
    """SimCord sees an acknowledged, private answer with the dossier."""
    async with simulated() as world:
        result = await world.alice.slash(world.channel, "who", name="Rogozin")
        assert result.acknowledged and result.ephemeral
        assert result.response.embeds[0].title == "Dmitry Rogozin"


async def test_a_digest_is_one_embed_a_story() -> None:
    """SimCord accepts it as it is."""
    async with simulated() as world:
        result = await world.alice.slash(world.channel, "digest", period="24h")
        assert [embed.title for embed in result.response.embeds] == ["1. Rogozin leaves Roscosmos", "2. Launch slips"]


async def test_buttons_menus_and_pages() -> None:
    """SimCord finds them where a client would."""
    async with simulated() as world:
        dossier = await world.alice.slash(world.channel, "who", name="Rogozin")
        clicked = await world.alice.click(dossier.response, label="All 12 quotations")
        assert "12 quotations" in clicked.response.embeds[0].title
        chosen = await world.alice.select(dossier.response, ["/story #7"])
        assert chosen.response.embeds[0].title == "Rogozin leaves Roscosmos"
        turned = await world.alice.click(clicked.response, label="Next page")
        assert turned.acknowledged and "Page 2 of 2" in clicked.response.embeds[0].description


async def test_sharing_is_for_all() -> None:
    """SimCord shows the shared dossier to everybody."""
    async with simulated() as world:
        dossier = await world.alice.slash(world.channel, "who", name="Rogozin")
        await world.alice.click(dossier.response, label="Share")
        assert world.channel.last_message.embeds[0].title == "Dmitry Rogozin"
        assert not world.channel.last_message.flags.ephemeral


async def test_names_are_completed() -> None:
    """SimCord accepts the choices."""
    async with simulated() as world:
        choices = await world.alice.autocomplete(world.channel, "who", "name", "Rog")
        assert choices == [{"name": "Dmitry Rogozin", "value": "Dmitry Rogozin"}]


async def test_who_is_in_a_message() -> None:
    """The message's text arrives without any privileged intent."""
    async with simulated() as world:
        said = await world.alice.send(world.channel, "Dmitry Rogozin spoke.")
        result = await world.alice.context_menu(world.channel, WHO_IS_IN_IT, said)
        assert result.response.embeds or result.response.content


async def test_admin_commands_are_hidden_from_members() -> None:
    """A courtesy of Discord's; the registry checks again."""
    async with simulated() as world:
        offered = world.alice.available_commands(world.channel)
        assert not [name for name in offered if name.split()[0] == "downlink"]
        assert {"downlink-info list", "mydata export", "mydata forget"} <= set(offered)


def lately() -> datetime:
    """Give a time before anything here happened."""
    return datetime.now(UTC) - timedelta(minutes=1)


@pytest.mark.parametrize("kind", ["text", "news", "forum", "direct"])
async def test_a_post_is_taken_found_threaded_and_published(kind: str) -> None:
    """SimCord agrees on the requests of a delivery, wherever it goes."""
    async with simulated() as world:
        guild = world.env.guild
        if kind == "direct":
            where = Destination("discord", f"@{world.alice.id}")
        else:
            made = getattr(guild, f"create_{kind}_channel")("digests")
            where = Destination("discord", str(made.id), str(guild.id))
        receipt = await world.platform.post(where, EVERY["digest"], marker="0123456789abcdef")
        if kind != "forum":  # SimCord gives a post's first message an id of its own, Discord the thread's
            found = await world.platform.find(where, "0123456789abcdef", since=lately())
            assert found is not None and (found.message_id, found.thread) == (receipt.message_id, receipt.thread)
        assert await world.platform.find(where, "fedcba9876543210", since=lately()) is None
        if kind != "direct":
            thread = await world.platform.open_thread(where, receipt, "Space news")
            below = replace(where, thread=thread)
            second = await world.platform.post(below, EVERY["story"], marker="aaaaaaaaaaaaaaaa")
            there = await world.platform.find(below, "aaaaaaaaaaaaaaaa", since=lately())
            assert there is not None and there.message_id == second.message_id
        for _ in range(2):
            await world.platform.publish(where, receipt.message_id)


async def test_a_channel_of_another_server_is_refused() -> None:
    """SimCord tells whose it is."""
    async with simulated() as world:
        with pytest.raises(PostRefused):
            await world.platform.post(Destination("discord", str(world.channel.id), "5"), EVERY["digest"])
