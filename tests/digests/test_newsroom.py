"""The questions of the newsroom's face that have no room of their own: completion, and how feeds and channels do."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digests.model import Kind
from digests.newsroom import IngestOptions, Newsroom
from digests.store.base import FeedState, PostedStory
from digests.store.sql import open_store

NOW = datetime(2022, 7, 16, 12, tzinfo=UTC)
TEXT = (
    "Dmitry Rogozin, the chief executive of Roscosmos, was dismissed on Friday. Roscosmos said that Yury Borisov "
    "was appointed. The space agency Roscosmos thanked Dmitry Rogozin."
)


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    """Open a newsroom with one article, one feed that fails and one posting."""
    article = {"title": "Rogozin leaves", "text": TEXT, "outlet": "Orbit Daily", "published_at": "2022-07-15T09:00:00Z"}
    (tmp_path / "one.jsonl").write_text(json.dumps(article), encoding="utf-8")
    store = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    newsroom = Newsroom(store, clock=lambda: NOW)
    await newsroom.ingest([str(tmp_path / "one.jsonl")], IngestOptions(jobs=1))
    with store.writing() as writes:
        writes.put_feed_state(FeedState("https://a.example/feed", failures=2, error="it is gone"))
        writes.put_posted([PostedStory("discord/1/2", 1, NOW, (), ())])
    yield newsroom
    newsroom.close()


async def test_names_are_completed_by_kind(room: Newsroom) -> None:
    """Any word of a name, whatever its case; only of the kinds asked for."""
    assert [each.name for each in await room.names_starting("ROG")] == ["Dmitry Rogozin"]
    assert [each.name for each in await room.names_starting("ro", kinds=(Kind.ORGANISATION,))] == ["Roscosmos"]
    assert len(await room.names_starting("r", 1)) == 1


async def test_outlets_are_completed(room: Newsroom) -> None:
    """With their articles."""
    assert await room.outlets_starting("orb") == [("Orbit Daily", 1)]
    assert await room.outlets_starting("x") == []


async def test_how_feeds_do(room: Newsroom) -> None:
    """Those never asked are left out."""
    states = await room.feed_states(["https://a.example/feed", "https://b.example/feed"])
    assert {url: state.failures for url, state in states.items()} == {"https://a.example/feed": 2}


async def test_when_a_channel_had_its_last_digest(room: Newsroom) -> None:
    """None where it never had one."""
    assert await room.last_posted_at("discord/1/2") == NOW
    assert await room.last_posted_at("discord/1/3") is None


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/feed", "http://localhost/feed", "http://[::1]/", "ftp://a.example/"]
)
async def test_only_public_addresses_are_tried(room: Newsroom, url: str) -> None:
    """A member can't make the bot ask its own network."""
    tried = await room.try_feed(url)
    assert tried.error and tried.entries == 0
