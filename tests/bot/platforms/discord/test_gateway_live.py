"""The gateway dropped, frozen, invalidated and closed: commands work again, none is answered twice."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import discord.http
import pytest
from discord.gateway import DiscordWebSocket

from bot.platforms.discord.client import FINAL, Ended, Gateway
from bot.platforms.discord.keeping import Keeping
from tests.bot.fakes import app
from tests.bot.platforms.discord.stage import WIDE, Stage, assemble, connected, staged, text, until
from tests.emulators.discord_emulator import DiscordEmulator


async def works(stage: Stage, seconds: float = 10.0) -> None:
    """See that a command given after the trouble is answered, and once."""
    before = len(stage.asked)
    await until(lambda: len(stage.emulator.live()) == 1 and not stage.emulator.live()[0].frozen, seconds)
    assert "Dmitry Rogozin" in text(await stage.slash("who", name="Rogozin"))
    assert len(stage.asked) == before + 1


@pytest.mark.parametrize("trouble", ["reconnect", "invalidate", "drop"])
async def test_a_connection_is_taken_up_again(trouble: str) -> None:
    """Discord asks to connect anew, forgets the session, or the line breaks."""
    async with staged() as stage:
        before = len(stage.emulator.conns)
        made = getattr(stage.emulator, f"gateway_{trouble}")()
        await made if asyncio.iscoroutine(made) else None
        await until(lambda: len(stage.emulator.conns) > before)
        await works(stage)
        assert stage.emulator.problems() == []


@pytest.mark.parametrize("code", [1001, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009])
async def test_passing_close_codes_pass(code: int) -> None:
    """After these the bot connects again by itself."""
    async with staged() as stage:
        before = len(stage.emulator.conns)
        await stage.emulator.gateway_close(code)
        await until(lambda: len(stage.emulator.conns) > before)
        await works(stage)


@pytest.mark.parametrize("code", sorted(FINAL))
async def test_final_close_codes_end_this_role_with_a_sentence(code: int, caplog: pytest.LogCaptureFixture) -> None:
    """Trying again can't help: it is said once, and nothing else stops."""
    async with DiscordEmulator(buckets=WIDE) as emulator:
        stage = assemble(emulator, app())
        listening = asyncio.create_task(stage.platform.listen(stage.answer))
        await emulator.wait_ready()
        with caplog.at_level(logging.ERROR):
            await emulator.gateway_close(code, kill_session=True)
            await asyncio.wait_for(listening, 5)
        assert stage.platform.trouble() == FINAL[code]
        assert [record.getMessage() for record in caplog.records] == []  # whoever runs it says it, once
        await stage.platform.close()


async def test_a_frozen_connection_is_noticed_within_the_heartbeat() -> None:
    """Open but silent: after a rhythm and a quarter it is replaced."""
    async with staged(heartbeat_interval=1.0) as stage:
        stage.emulator.gateway_zombie()
        frozen = stage.emulator.live()[0]
        await until(lambda: any(conn is not frozen for conn in stage.emulator.live()), 6)
        await until(lambda: stage.platform.trouble() is None)
        before = len(stage.asked)
        assert "Dmitry Rogozin" in text(await stage.slash("who", name="Rogozin"))
        assert len(stage.asked) == before + 1


async def test_a_missed_interaction_is_answered_after_resuming() -> None:
    """What happened while the line was broken is replayed, and answered once."""
    async with staged() as stage:
        stage.emulator.gateway_drop()
        interaction = await stage.emulator.slash("who", {"name": "Rogozin"})
        assert interaction.errors == []
        await stage.shown(interaction)
        assert len(stage.asked) == 1


async def test_a_failed_first_handshake_is_tried_again() -> None:
    """Discord is down when the bot starts: it waits for it."""
    async with DiscordEmulator(buckets=WIDE, identify_interval=0.0) as emulator:
        emulator.fault(kind="status", match="GET /gateway/bot", times=1, status=500)
        emulator.fault(kind="drop", match="^GATEWAY", times=1)
        async with connected(assemble(emulator, app())) as stage:
            await works(stage)


async def test_a_wrong_token_is_told_in_one_sentence() -> None:
    """There is no use in trying again."""
    async with DiscordEmulator(buckets=WIDE) as emulator:
        emulator.revoke_token()
        kept = Keeping(None, app().desk.clock)

        async def take(_: Any) -> None:
            raise AssertionError

        with pytest.raises(Ended, match="DOWNLINK_DISCORD_TOKEN"):
            await Gateway(emulator.token, emulator.api_base, emulator.gateway_url, kept).run(take)


async def test_other_clients_keep_their_addresses() -> None:
    """An address set for the bot leaks into nothing else of the process."""
    async with staged():
        assert discord.http.Route.BASE == "https://discord.com/api/v10"
        assert str(DiscordWebSocket.DEFAULT_GATEWAY).startswith("wss://gateway.discord.gg")


async def test_it_asks_for_no_privileged_intent() -> None:
    """Servers and interactions: nothing of members, presences or messages."""
    async with staged() as stage:
        assert [session.intents for session in stage.emulator.sessions.values()] == [1]


async def test_a_server_that_adds_the_bot_is_noted_and_one_that_removes_it() -> None:
    """Its data is deleted after a grace, so the time is kept."""
    async with staged(app()) as stage:
        memory = stage.app.desk.memory
        assert memory is not None
        await until(lambda: len(memory.installations("discord")) == 1)
        guild = await stage.emulator.join_guild("Second")
        await until(lambda: len(memory.installations("discord")) == 2)
        await stage.emulator.leave_guild(guild["id"])
        await until(lambda: any(each.removed_at for each in memory.installations("discord")))
