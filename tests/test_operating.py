"""What operators, editors and readers see of a digest: approval by direct message, the archive, figures, the ledger."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.delivery.values import Stage, What
from bot.store.sql import open_memory
from bot.store.values import Grant, Place, Role
from tests.bot.delivery.room import TITLES
from tests.process import Running, running
from tests.test_delivering import database, slack_posts, subscribed, until

__all__ = ["database"]  # a fixture


async def got(bot: Running, path: str) -> tuple[int, str]:
    """Ask the web part."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{bot.port}{path}") as answer:
        return answer.status, await answer.text()


def told(bot: Running, user: str) -> list[dict[str, Any]]:
    """List the direct messages to a user."""
    direct = [each["id"] for each in bot.slack.channels.values() if each.get("user") == user]
    return [message for channel in direct for message in bot.slack.list_messages(channel)]


def button(message: dict[str, Any], label: str) -> dict[str, Any]:
    """Find a button of a message."""
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    found = next(each for row in rows for each in row["elements"] if each["text"]["text"] == label)
    return {name: found[name] for name in ("type", "action_id", "value")}


async def test_a_digest_from_its_approval_to_the_archive(database: str, tmp_path: Path) -> None:
    """Its maker is asked by direct message, once; presses Post; then it is in the channel and in public."""
    memory = open_memory(database)
    async with running(database, tmp_path) as bot:
        place, alice = Place("slack", bot.slack.team["id"]), bot.slack.alice["id"]
        memory.put_settings(place, {"approval": "on", "archive": "public"})
        memory.put_grant(Grant(place, alice, Role.ADMIN))
        number = subscribed(memory, "slack", place.installation, bot.slack.general["id"])
        one = memory.subscription(number)
        assert one is not None
        memory.put_subscription(replace(one, created_by=alice))
        (notice,) = await until(lambda: told(bot, alice), bot)
        assert "waits for approval" in json.dumps(notice) and slack_posts(bot) == []
        assert (await got(bot, "/feed.json"))[1].count('"url"') == 0
        channel = next(each["id"] for each in bot.slack.channels.values() if each.get("user") == alice)
        await bot.slack.block_action(button(notice, "Post it"), alice, channel, notice["ts"])
        (post,) = await until(lambda: slack_posts(bot), bot)
        assert TITLES["lander"] in json.dumps(post) and len(told(bot, alice)) == 1
        await until(lambda: memory.ledger.counts()[Stage.SENT] == 2, bot)
        (row,) = memory.ledger.deliveries(what=What.DIGEST)
        status, page = await got(bot, f"/editions/{row.edition}")
        assert status == 200 and TITLES["lander"] in page and TITLES["rocket"] in page
        assert '\ndownlink_deliveries{stage="sent"} 2.0\n' in (await got(bot, "/metrics"))[1]
        figures = (await got(bot, "/metrics"))[1]
        assert 'downlink_tries_total{outcome="sent",platform="slack",what="digest"} 1.0' in figures
        assert 'downlink_lateness_seconds_count{platform="slack"}' in figures
        assert (await got(bot, "/readyz"))[0] == 200
        assert await bot.stopped() == 0 and bot.slack.problems() == []
    lines = [json.loads(line) for line in bot.said.decode().splitlines() if line.startswith("{")]
    assert not [line for line in lines if line["level"] in ("error", "critical")], lines
    memory.close()


async def test_a_channel_that_is_gone_is_told_once(database: str, tmp_path: Path) -> None:
    """Nothing more is sent there, its maker is told what to do, and the status says it."""
    memory = open_memory(database)
    async with running(database, tmp_path) as bot:
        place, alice = Place("slack", bot.slack.team["id"]), bot.slack.alice["id"]
        bot.slack.set_channel(bot.slack.general["id"], is_archived=True)
        number = subscribed(memory, "slack", place.installation, bot.slack.general["id"])
        one = memory.subscription(number)
        assert one is not None
        memory.put_subscription(replace(one, created_by=alice))
        notices = await until(lambda: told(bot, alice), bot)
        assert f"/downlink resume {number}" in json.dumps(notices[0])
        assert [halt.channel for halt in memory.ledger.halts(place)] == [bot.slack.general["id"]]
        dead = memory.ledger.deliveries(what=What.DIGEST)[0]
        assert dead.stage is Stage.DEAD and dead.error
        assert "downlink_halts 1.0" in (await got(bot, "/metrics"))[1]
        assert await bot.stopped() == 0
        assert len([each for each in told(bot, alice) if "Nothing is posted" in json.dumps(each)]) == 1
    memory.close()
