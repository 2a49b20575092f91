"""What is kept for Discord, with a memory and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.platforms.discord.keeping import Keeping, posting_again
from bot.store.base import Memory
from bot.store.sql import open_memory
from bot.store.values import Place
from tests.bot.answers import NOW
from tests.bot.fakes import app


@pytest.fixture(params=["memory", "none"])
def keeping(request: pytest.FixtureRequest) -> Keeping:
    """Keep in a memory, or for the process's life."""
    return Keeping(app().desk.memory if request.param == "memory" else None, lambda: NOW)


async def test_a_long_command_is_found_by_its_key(keeping: Keeping) -> None:
    """The same command, the same key; others are unknown."""
    key = await keeping.keep("/news " + "x" * 200)
    assert len(key) == 64 and await keeping.keep("/news " + "x" * 200) == key
    assert await keeping.command(key) == "/news " + "x" * 200
    assert await keeping.command("0" * 16) is None


async def test_an_event_is_new_once(keeping: Keeping) -> None:
    """Whatever delivers it again."""
    assert [await keeping.claim("discord:1").first() for _ in range(3)] == [True, False, False]


async def test_the_mark_of_the_commands_is_kept(keeping: Keeping) -> None:
    """Nothing at first."""
    assert await keeping.get() is None
    await keeping.put("mark")
    assert await keeping.get() == "mark"


async def test_servers_come_and_go() -> None:
    """Also while nobody was connected; who comes back has lost nothing."""
    memory = app().desk.memory
    assert memory is not None
    keeping = Keeping(memory, lambda: NOW)
    await keeping.joined("1", "First")
    await keeping.present([("1", "First"), ("2", "Second")])
    await keeping.present([("2", "Second")])
    assert state(memory) == {"1": True, "2": False}
    await keeping.joined("1", "First again")
    await keeping.left("2", "Second")
    assert state(memory) == {"1": False, "2": True}
    known = memory.installation(Place("discord", "1"))
    assert known is not None and known.name == "First again"


async def test_who_comes_back_is_posted_to_again(tmp_path: Path) -> None:
    """What was stopped because the bot was away is not; a channel's own trouble stays its own."""
    memory, place = open_memory(f"sqlite:///{tmp_path}/memory.db"), Place("discord", "1")
    keeping = Keeping(memory, lambda: NOW, posting_again)
    for back in (keeping.joined("1", "First"), keeping.present([("1", "First")])):  # seen to join, or found there
        for channel in ("", "5"):
            memory.ledger.halt(place, channel, "Gone.", NOW)
        memory.ledger.halt(Place("slack", "1"), "", "Gone.", NOW)
        await back
        assert [each.channel for each in memory.ledger.halts(place)] == ["5"]
        assert len(memory.ledger.halts(Place("slack", "1"))) == 1
    memory.close()


def state(memory: Memory) -> dict[str, bool]:
    """Map each server to whether the bot was removed from it."""
    return {each.place.installation: each.removed_at is not None for each in memory.installations("discord")}
