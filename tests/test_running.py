"""The bot as its own process on both platforms: connects, answers, is watched, ends in time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import utc_now
from digests.newsroom import IngestOptions, Newsroom
from digests.sample import archive
from digests.store.sql import open_store
from tests.process import SIGNING_SECRET, running

CALLS: tuple[tuple[str, dict[str, str]], ...] = (
    ("who", {"name": "Rogozin"}),
    ("digest", {"period": "11 Jul 2022..16 Jul 2022"}),
    ("help", {}),
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Take the sample archive in, once."""
    path = tmp_path_factory.mktemp("running") / "news.db"
    url = f"sqlite:///{path}"
    newsroom = Newsroom(open_store(url), clock=utc_now)
    asyncio.run(newsroom.ingest([str(archive())], IngestOptions()))
    newsroom.close()
    yield url


async def answered(slack: Any, before: int) -> None:
    """Wait for another message that one user alone sees."""
    async with asyncio.timeout(10):
        while len(slack.list_ephemerals()) <= before:
            await asyncio.sleep(0.02)


async def test_both_platforms_in_one_process(database: str, tmp_path: Path) -> None:
    """Commands are answered on both, health is told, and SIGTERM ends it with 0; nothing was refused."""
    async with running(database, tmp_path) as bot:
        for verb, options in CALLS:
            asked = await bot.discord.slash(verb, dict(options))
            shown = await bot.discord.wait_original(asked.id)
            assert shown["content"] or shown["embeds"], verb
            before = len(bot.slack.list_ephemerals())
            await bot.slack.slash("/downlink", " ".join([verb, *options.values()]))
            await answered(bot.slack, before)
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{bot.port}/readyz") as answer:
            assert (answer.status, (await answer.json())["reasons"]) == (200, [])
        began = time.monotonic()
        assert await bot.stopped() == 0
        assert time.monotonic() - began < 20
        assert bot.discord.problems() == [] and bot.slack.problems() == []
        lines = [json.loads(line) for line in bot.said.decode().splitlines() if line]
    said = [line["message"] for line in lines]
    assert "Stopping when the answers under way are done ..." in said
    assert [line for line in said if line.startswith("Connected to Discord as downlink")], said
    assert [line for line in said if line.startswith("Connected to Slack as")], said
    assert not [line for line in lines if line["level"] in ("error", "warning")]


async def test_what_is_under_way_is_answered_before_the_end(database: str, tmp_path: Path) -> None:
    """SIGTERM while an answer waits for a slow platform: it arrives, then the process ends."""
    async with running(database, tmp_path, web_port="0") as bot:
        bot.discord.fault(kind="delay", match="webhooks", delay=1.0, times=1)
        asked = await bot.discord.slash("who", {"name": "Rogozin"})
        assert await bot.stopped() == 0
        assert (await bot.discord.wait_original(asked.id, 1))["embeds"]


async def test_a_platform_that_has_ended_does_not_end_the_other(database: str, tmp_path: Path) -> None:
    """A refused token ends Discord, in a sentence; Slack goes on, and readiness says so."""
    async with running(database, tmp_path) as bot:
        bot.discord.revoke_token()
        await bot.discord.gateway_close(4004)
        async with asyncio.timeout(15):
            while b"Discord has ended" not in bot.said:
                await asyncio.sleep(0.05)
        await bot.slack.slash("/downlink", "who Rogozin")
        await answered(bot.slack, 0)
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{bot.port}/readyz") as answer:
            assert answer.status == 503 and "Discord" in (await answer.text())
        assert await bot.stopped() == 0
        assert bot.said.count(b"Discord has ended") == 1


async def test_no_role_left(database: str, tmp_path: Path) -> None:
    """Exit status 1, when the last has ended."""
    async with running(database, tmp_path, web_port="0", slack_bot_token="", slack_app_token="") as bot:
        bot.discord.revoke_token()
        await bot.discord.gateway_close(4004)
        assert await bot.ended(15) == 1
    assert b"Nothing is left to run" in bot.said


async def test_both_over_http(database: str, tmp_path: Path) -> None:
    """With the web part alone: Slack's signed requests are answered, forged ones are refused on both, nothing done."""
    over_http = {"slack_app_token": "", "slack_signing_secret": SIGNING_SECRET, "discord_public_key": "ab" * 32}
    async with running(database, tmp_path, "--role", "web", connect=False, **over_http) as bot:
        bot.slack.set_request_url(f"http://127.0.0.1:{bot.port}/slack/events")
        asked = await bot.slack.slash("/downlink", "who Rogozin")
        assert asked.http_status == 200
        await answered(bot.slack, 0)
        async with aiohttp.ClientSession(f"http://127.0.0.1:{bot.port}") as session:
            for path in ("/slack/events", "/discord/interactions"):
                async with session.post(path, data=b"{}", headers={"X-Slack-Signature": "v0=00"}) as answer:
                    assert answer.status == 401, path
            async with session.get("/readyz") as answer:
                assert answer.status == 200
        assert len(bot.slack.list_ephemerals()) == 1
        assert await bot.stopped() == 0
