"""Feeds on a timetable: who is asked when, in whose turn, and what comes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import Settings, load
from bot.counting import Uncounted
from bot.fetching import OPERATOR, Fetching, due, fairly
from bot.jobs import Queue
from bot.store.values import Place, WatchedFeed
from digests.ingest.safety import OPEN
from digests.intake.watch import Watch
from digests.store.base import FeedState
from tests.bot.delivery.room import EIGHT, HOUR, MINUTE, Room, ask
from tests.digests.ingest.conftest import Web

QUARTER = timedelta(minutes=15)
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Orbit Courier</title>
<item><title>{title}</title><link>https://news.example/{number}</link>
<pubDate>Wed, 04 Mar 2026 0{number}:00:00 GMT</pubDate>
<description>{title}. The craft number {number} left its pad in Woomera on Sunday with a crew of {number} and a heavy
load of instruments, which will be mounted on the station within a week, engineers in Tampere said.</description></item>
</channel></rss>"""
RSS = ("Content-Type: application/rss+xml", 'ETag: "a"')


class Counted(Uncounted):
    """Remembers what was counted."""

    def __init__(self) -> None:
        self.fetches: list[bool] = []
        self.articles = 0

    def fetched(self, *, failed: bool) -> None:
        """Note it."""
        self.fetches.append(failed)

    def read(self, articles: int, seconds: float) -> None:
        """Add them."""
        self.articles += articles


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        (None, True),
        (FeedState("u"), True),
        (FeedState("u", fetched_at=EIGHT - QUARTER), True),
        (FeedState("u", fetched_at=EIGHT - QUARTER + MINUTE), False),
        (FeedState("u", fetched_at=EIGHT - HOUR, failures=3, not_before=EIGHT + MINUTE), False),
        (FeedState("u", fetched_at=EIGHT - HOUR, failures=3, not_before=EIGHT), True),
        (FeedState("u", fetched_at=EIGHT - 99 * HOUR, gone=True), False),
        (FeedState("u", gone=True), False),
    ],
)
def test_when_a_feed_is_asked(state: FeedState | None, asked: bool) -> None:
    """Every so often; not before its back-off is over, and never where it is gone."""
    assert due("u", state, EIGHT, QUARTER) is asked


def test_every_installation_has_its_turn() -> None:
    """One with a hundred feeds does not go before one with two; each begins with what was asked longest ago."""
    many = [(Place("slack", "T1"), f"https://many.example/{n}") for n in range(100)]
    few = [(Place("slack", "T2"), "https://few.example/a"), (Place("slack", "T2"), "https://few.example/b")]
    states = {"https://few.example/a": FeedState("a", fetched_at=EIGHT)}
    order = fairly([*many, *few, (OPERATOR, "https://many.example/5")], states)
    assert order[:5] == [
        "https://many.example/5",
        "https://many.example/0",
        "https://few.example/b",
        "https://many.example/1",
        "https://few.example/a",
    ]
    assert len(order) == len(set(order)) == 102


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    """Serve on the loopback interface."""
    made = Web()
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield made
    server.close()


def settings(**given: str) -> Settings:
    return load({f"DOWNLINK_{name.upper()}": value for name, value in given.items()}, Path("/nowhere"))


async def test_feeds_are_read_and_read_again(tmp_path: Path, web: Web) -> None:
    """Articles come in, an unchanged feed costs a 304, a broken one backs off; two processes ask a feed once."""
    room, counted = Room(tmp_path), Counted()
    good, bad = f"{web.address}/good", f"{web.address}/bad"
    web.put("/good", FEED.format(title="Craft Alpha leaves", number=3).encode(), *RSS)
    web.put("/bad", status="500 Oops")
    room.memory.put_feed(WatchedFeed(Place("slack", "T1"), bad, "anna", EIGHT))
    watches = [Watch(room.store, lambda: room.now, 0, OPEN) for _ in range(2)]
    processes = [
        Fetching(room.memory, room.newsroom, lambda: room.now, ask, Queue(), counted, watch, settings(feeds=good))
        for watch in watches
    ]

    async def look() -> None:
        for process in processes:
            await process.hand_out()
        async with asyncio.timeout(30):
            while any(process.reading for process in processes):
                await asyncio.sleep(0.01)

    try:
        await look()
        assert (sorted(counted.fetches), counted.articles) == ([False, True], 1)
        await look()
        assert len(counted.fetches) == 2  # too soon
        room.now += QUARTER
        web.put("/good", status="304 Not Modified")
        await look()
        assert (counted.fetches.count(False), counted.articles) == (2, 1)
        assert "if-none-match" in web.asked("/good")[-1].casefold()
        web.put("/good", FEED.format(title="Craft Beta follows", number=5).encode(), *RSS)
        room.now += QUARTER
        await look()
        assert counted.articles == 2 and (await room.newsroom.totals()).articles == 2
        states = await room.newsroom.feed_states([good, bad])
        assert states[bad].failures >= 1 and states[good].failures == 0
    finally:
        for watch in watches:
            await watch.close()
        room.close()


def test_what_feeds_of_the_settings_may_be() -> None:
    """Addresses with commas or spaces; others are refused in a sentence."""
    from bot.mistakes import SettingsError

    found = settings(feeds="https://a.example/feed, https://b.example/feed\nhttps://c.example/feed")
    assert found.feeds == ("https://a.example/feed", "https://b.example/feed", "https://c.example/feed")
    assert settings().feeds == () and settings().feeds_every == 15
    with pytest.raises(SettingsError, match="feeds in the environment"):
        settings(feeds="a.example/feed")
    with pytest.raises(SettingsError, match="a number of minutes from 1 to 1440"):
        settings(feeds_every="0")
