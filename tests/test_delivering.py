"""Subscriptions become messages: the bot as its own process on both emulators, and what a restart leaves of it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.delivery.values import Stage
from bot.store.sql import SqlMemory, open_memory
from bot.store.values import Place, Subscription
from digests.errors import StoreError
from digests.ingest.records import Defaults, RawRecord
from digests.intake.batch import Desk
from digests.reading.pool import ReadingPool
from digests.store.sql import open_store
from tests.bot.delivery.room import TEXTS, TITLES
from tests.postgres import lent_database
from tests.process import Running, environment, platforms, running

MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    """Take two articles of half an hour ago in."""
    url = f"sqlite:///{tmp_path / 'news.db'}"
    stocked(url)
    yield url


def stocked(url: str) -> None:
    """Store the articles."""
    store, now = open_store(url), datetime.now(UTC)
    stated = (now - 30 * MINUTE).isoformat()
    records = [
        RawRecord(
            TEXTS[name], TITLES[name], outlet="Orbit Courier", published_at=stated, url=f"https://a.example/{name}"
        )
        for name in ("lander", "rocket")
    ]
    assert Desk(store, ReadingPool(0), lambda: now).take(records, Defaults()).new == 2
    store.close()


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


async def test_several_processes_share_one_database(database: str, tmp_path: Path) -> None:
    """The bot and two workers on one SQLite file: twelve channels get one digest each, and all end in time."""
    memory = open_memory(database)
    async with running(database, tmp_path) as bot:
        workers = [await worker(database, tmp_path, bot) for _ in range(2)]
        await until(lambda: (tmp_path / "workers.log").read_bytes().count(b"Working as") == 2, bot, 60)
        channels = [bot.slack.add_channel(f"c{number}")["id"] for number in range(12)]
        for channel in channels:
            subscribed(memory, "slack", bot.slack.team["id"], channel)
        rows = memory.ledger.counts
        await until(lambda: rows().get(Stage.SENT, 0) == len(channels), bot, 60)
        for each in workers:
            each.send_signal(signal.SIGTERM)
        assert [await asyncio.wait_for(each.wait(), 25) for each in workers] == [0, 0]
        assert await bot.stopped() == 0
        posts = [[m for m in bot.slack.list_messages(channel) if m.get("bot_id")] for channel in channels]
        assert [len(each) for each in posts] == [1] * len(channels)
        assert bot.slack.problems() == []
    assert len({row.edition for row in memory.ledger.deliveries(limit=100)}) == 1
    assert memory.ledger.check() == []
    memory.close()


async def worker(database: str, folder: Path, bot: Running) -> asyncio.subprocess.Process:
    """Start ``downlink worker`` with the platforms of a bot."""
    given = {**platforms(bot.discord, bot.slack), "log": "json"}
    log = (folder / "workers.log").open("ab")
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "worker", env=environment(database, **given), cwd=folder,
        stdout=asyncio.subprocess.DEVNULL, stderr=log,
    )  # fmt: skip


async def test_what_is_being_sent_at_the_end_is_posted_once(database: str, tmp_path: Path) -> None:
    """SIGTERM while Slack takes its time: the post is recorded or given back, and another worker leaves one in all."""
    memory = open_memory(database)
    async with running(database, tmp_path) as bot:
        bot.slack.fault(kind="delay", match="chat.postMessage", delay=1.5, times=1)
        subscribed(memory, "slack", bot.slack.team["id"], bot.slack.general["id"])
        await until(lambda: memory.ledger.counts().get(Stage.SENDING), bot)
        began = asyncio.get_running_loop().time()
        assert await bot.stopped() == 0
        assert asyncio.get_running_loop().time() - began < 20
        (row,) = memory.ledger.deliveries()
        assert (row.stage, len(slack_posts(bot))) in ((Stage.SENT, 1), (Stage.PENDING, 0))
        another = await worker(database, tmp_path, bot)
        await until(lambda: memory.ledger.counts().get(Stage.SENT) == 1, bot, 60)
        (row,) = memory.ledger.deliveries()
        assert [row.message_id] == [post["ts"] for post in slack_posts(bot)]
        another.kill()
        await another.wait()
    memory.close()


async def test_postgres_that_goes_away_costs_time_alone(tmp_path: Path) -> None:
    """Two processes on PostgreSQL, whose connections are all cut off, twice, while digests are due: one post each."""
    with lent_database() as url:
        stocked(url)
        memory = open_memory(url)
        async with running(url, tmp_path) as bot:
            another = await worker(url, tmp_path, bot)
            await until(lambda: b"Working as" in (tmp_path / "workers.log").read_bytes(), bot, 60)
            channels = [bot.slack.add_channel(f"c{number}")["id"] for number in range(8)]
            for channel in channels:
                subscribed(memory, "slack", bot.slack.team["id"], channel)
            for already in (0, 3):
                await until(lambda least=already: sent(memory) >= least, bot, 60)  # type: ignore[misc]
                cut_off(url)
            await until(lambda: sent(memory) == len(channels), bot, 90)
            another.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(another.wait(), 25) == 0
            assert await bot.stopped() == 0
            posts = [[m for m in bot.slack.list_messages(channel) if m.get("bot_id")] for channel in channels]
            assert [len(each) for each in posts] == [1] * len(channels)
            assert b"Traceback" not in bot.said
        assert memory.ledger.check() == []
        memory.close()


def sent(memory: SqlMemory) -> int:
    """Count what was posted, also while our own connection is one of those cut off."""
    try:
        return memory.ledger.counts().get(Stage.SENT, 0)
    except StoreError:
        return -1


def cut_off(url: str) -> None:
    """End every connection to a database but this one."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
