"""Subscriptions become messages: the bot as its own process on both emulators, and what a restart leaves of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.values import Stage
from bot.store.sql import SqlMemory, open_memory
from bot.store.values import Place, Subscription
from digests.ingest.records import Defaults, RawRecord
from digests.intake.batch import Desk
from digests.reading.pool import ReadingPool
from digests.store.sql import open_store
from tests.bot.delivery.room import TEXTS, TITLES
from tests.process import Running, running

MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """Take two articles of an hour ago in."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    store, now = open_store(url), datetime.now(UTC)
    stated = (now - 30 * MINUTE).isoformat()
    records = [
        RawRecord(
            TEXTS[name], TITLES[name], outlet="Orbit Courier", published_at=stated, url=f"https://news.example/{name}"
        )
        for name in ("lander", "rocket")
    ]
    assert Desk(store, ReadingPool(0), lambda: now).take(records, Defaults()).new == 2
    store.close()
    yield url


def subscribed(memory: SqlMemory, platform: str, installation: str, channel: str) -> int:
    """Subscribe, as of a minute ago, to a digest of the current minute."""
    now = datetime.now(UTC)
    when = f"{now.minute} {now.hour} * * *"
    one = Subscription(Place(platform, installation), channel, when, "UTC", created_at=now - MINUTE)
    return memory.add_subscription(replace(one, changed_at=now.replace(second=0) - MINUTE))


async def until(true: Callable[[], Any], bot: Running, seconds: float = 20.0) -> Any:
    """Wait for something to be true."""
    try:
        async with asyncio.timeout(seconds):
            while not (found := true()):
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"it said: {bot.said.decode(errors='replace')}") from None
    return found


def slack_posts(bot: Running) -> list[dict[str, Any]]:
    """List what the bot posted in Slack's first channel."""
    return [each for each in bot.slack.list_messages(bot.slack.general["id"]) if each.get("bot_id")]


def discord_posts(bot: Running) -> list[dict[str, Any]]:
    """List what the bot posted in Discord's first channel."""
    return list(bot.discord.list_messages(bot.discord.general["id"]))


async def test_a_subscription_that_is_due_is_posted_once(database: str, tmp_path: Path) -> None:
    """On both platforms, in one process; after a restart nothing is posted again."""
    memory = open_memory(database)
    async with running(database, tmp_path) as bot:
        subscribed(memory, "slack", bot.slack.team["id"], bot.slack.general["id"])
        subscribed(memory, "discord", bot.discord.guild["id"], bot.discord.general["id"])
        await until(lambda: slack_posts(bot) and discord_posts(bot), bot)
        assert TITLES["lander"] in json.dumps(slack_posts(bot)[0]) and len(slack_posts(bot)) == 1
        assert TITLES["rocket"] in json.dumps(discord_posts(bot)[0]) and len(discord_posts(bot)) == 1
        assert await bot.stopped() == 0
        assert bot.slack.problems() == [] and bot.discord.problems() == []
    rows = memory.ledger.deliveries()
    assert [row.stage for row in rows] == [Stage.SENT, Stage.SENT] and all(row.message_id for row in rows)
    async with running(database, tmp_path) as bot:
        await asyncio.sleep(0)
        await until(lambda: b"Connected to Slack" in bot.said, bot)
        before = len(memory.ledger.deliveries())
        await until(lambda: memory.ledger.kept("rules of time zones"), bot)
        assert slack_posts(bot) == [] and discord_posts(bot) == [] and before == 2
        assert await bot.stopped() == 0
    memory.close()
