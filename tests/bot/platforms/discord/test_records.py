"""Whose channels are, over restarts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.platforms.base import PostRefused
from bot.platforms.discord.channels import Channels
from bot.platforms.discord.places import Places
from bot.platforms.discord.records import WEEK, Records
from bot.platforms.discord.rest import Rest
from bot.replies import Destination
from bot.store.base import Memory
from bot.store.sql import open_memory
from bot.store.values import Place
from tests.bot.answers import NOW
from tests.emulators.discord_emulator import DiscordEmulator


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    """Open a memory."""
    opened = open_memory(f"sqlite:///{tmp_path}/memory.db")
    yield opened
    opened.close()


def places(emulator: DiscordEmulator, rest: Rest, memory: Memory, now: datetime = NOW) -> Places:
    """Start anew, with what is on record."""
    return Places(rest, Channels(rest, records=Records(memory, lambda: now)))


def asked(emulator: DiscordEmulator) -> int:
    """Count how often Discord was asked about a channel."""
    return len(emulator.recorder.find(route="^/(channels/{channel_id}|guilds/{guild_id}/channels)$"))


async def test_a_channel_is_asked_about_once_whoever_starts_anew(memory: Memory) -> None:
    """Until the record is old; what kind it is comes with it."""
    async with DiscordEmulator() as emulator:
        rest, guild = Rest(emulator.token, emulator.api_base), emulator.guild["id"]
        news = emulator.add_channel("announcements", guild_id=guild, type=5)
        where = Destination("discord", news["id"], guild)
        for _ in range(3):
            assert (await places(emulator, rest, memory).of(where)).about.type == 5
        assert asked(emulator) == 1
        await places(emulator, rest, memory, NOW + timedelta(days=WEEK - 1)).of(where)
        assert asked(emulator) == 1
        await places(emulator, rest, memory, NOW + timedelta(days=2 * WEEK)).of(where)
        assert asked(emulator) == 2
        await rest.close()


async def test_a_record_of_one_server_is_none_of_another(memory: Memory) -> None:
    """A channel's own server on record makes it no other's."""
    async with DiscordEmulator() as emulator:
        rest, guild = Rest(emulator.token, emulator.api_base), emulator.guild["id"]
        other = emulator.add_guild("Elsewhere")["id"]
        await places(emulator, rest, memory).of(Destination("discord", emulator.general["id"], guild))
        with pytest.raises(PostRefused):
            await places(emulator, rest, memory).of(Destination("discord", emulator.general["id"], other))
        await rest.close()


async def test_forums_are_asked_about_for_their_tags(memory: Memory) -> None:
    """Which change, and have to be known."""
    async with DiscordEmulator() as emulator:
        rest, guild = Rest(emulator.token, emulator.api_base), emulator.guild["id"]
        forum = emulator.add_channel("forum", guild_id=guild, type=15, tags=["News"])
        for _ in range(2):
            target = await places(emulator, rest, memory).of(Destination("discord", forum["id"], guild))
            assert [each.name for each in target.about.tags] == ["News"]
        await rest.close()


async def test_a_servers_records_are_forgotten_with_it(memory: Memory) -> None:
    """And another's stay."""
    records = Records(memory, lambda: NOW)
    await records.note("1", "5", 0)
    await records.note("12", "5", 0)
    memory.forget(Place("discord", "1"))
    assert [await records.kind(guild, "5") for guild in ("1", "12")] == [None, 0]


@pytest.mark.parametrize("written", ["", "x", "0", "0 yesterday", "0 2022-05-01T00:00:00"])
async def test_an_unreadable_record_is_none(memory: Memory, written: str) -> None:
    """Discord is asked."""
    memory.ledger.keep("discord/1/5", written)
    assert await Records(memory, lambda: NOW).kind("1", "5") is None
