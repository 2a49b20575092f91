"""What somebody follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.quotas import Quotas
from bot.replies import Destination, Invocation, Kind, Outcome, Reply
from bot.store.values import Place
from tests.bot.answers import NOW
from tests.bot.commands.admin.conftest import commands, said
from tests.bot.fakes import FakeNewsroom, app
from tests.bot.memory import MemoryInMemory

DIRECT = Destination("discord", "dm")
HERE = Place("discord")


async def say(memory: MemoryInMemory, verb: str, text: str = "", quotas: Quotas | None = None) -> Reply:
    call = Invocation("1", "anna", DIRECT, verb, text, channel_kind="direct")
    return await app(FakeNewsroom(), memory=memory, quotas=quotas).answer(call)


async def test_following_a_name() -> None:
    """By its identity, whatever the spelling, and what will come of it; in direct messages too."""
    memory = MemoryInMemory()
    reply = await say(memory, "follow", "rogosin")
    (one,) = memory.follows(HERE, "anna")
    assert (one.subject, one.entity_id, one.since) == ("Dmitry Rogozin", 12, NOW)
    assert "A direct message comes when there is news" in said(reply)
    assert "You follow Dmitry Rogozin." in said(await say(memory, "follow", "Rogozin"))
    assert len(memory.follows(HERE)) == 1


async def test_several_fit() -> None:
    """A picker, that keeps the mute."""
    memory = MemoryInMemory()
    reply = await say(memory, "follow", "Dmitry mute 2 weeks")
    assert reply.kind is Kind.PICKER and commands(reply)[0] == "/follow #12 mute 2 weeks"
    assert memory.follows(HERE) == []


async def test_nobody_fits() -> None:
    """It is a topic; names that look alike are offered."""
    memory = MemoryInMemory()
    reply = await say(memory, "follow", "moon dust")
    assert memory.follows(HERE)[0].entity_id is None and "followed as a topic" in said(reply)
    assert commands(reply) == ["/follow #12"]
    assert (await say(memory, "follow", "#99")).outcome is Outcome.MISTAKE
    await say(memory, "follow", "MOON dust")
    assert len(memory.follows(HERE)) == 1


@pytest.mark.parametrize(
    ("mute", "until"),
    [("7 days", timedelta(days=7)), ("12h", timedelta(hours=12)), ("for 2 weeks", timedelta(days=14)), ("off", None)],
)
async def test_muting(mute: str, until: timedelta | None) -> None:
    """For a time, and off again."""
    memory = MemoryInMemory()
    await say(memory, "follow", "Rogozin mute 1 day")
    await say(memory, "follow", f"Rogozin mute {mute}")
    assert memory.follows(HERE)[0].muted_until == (NOW + until if until else None)
    await say(memory, "follow", "Rogozin")
    assert memory.follows(HERE)[0].muted_until == (NOW + until if until else None)


@pytest.mark.parametrize("mute", ["0 days", "9999 weeks", "soon", "-1 day", "1"])
async def test_a_wrong_time_is_a_mistake(mute: str) -> None:
    """Nothing is followed by mistake."""
    memory = MemoryInMemory()
    assert (await say(memory, "follow", f"Rogozin mute {mute}")).outcome is Outcome.MISTAKE
    assert memory.follows(HERE) == []


async def test_unfollowing() -> None:
    """By the name as listed, in any case, or by one that means the same."""
    memory = MemoryInMemory()
    for typed in ("dmitry rogozin", "rogosin"):
        await say(memory, "follow", "Rogozin")
        assert "any more" in said(await say(memory, "unfollow", typed))
        assert memory.follows(HERE) == []
    await say(memory, "follow", "moon dust")
    assert "/unfollow moon dust" in said(await say(memory, "unfollow", "moon dusk"))


async def test_listing() -> None:
    """With mutes, and a way to unfollow each; nothing yet says how to begin."""
    memory = MemoryInMemory()
    assert "/follow Artemis" in said(await say(memory, "following"))
    await say(memory, "follow", "Rogozin mute 7 days")
    reply = await say(memory, "following")
    assert "Dmitry Rogozin, mute until 23 Jul 2022" in said(reply)
    assert commands(reply) == ["/unfollow Dmitry Rogozin"]


async def test_the_quota() -> None:
    """A sentence; what is followed already can still be muted."""
    memory, most = MemoryInMemory(), Quotas(follows=1)
    await say(memory, "follow", "Rogozin", most)
    assert (await say(memory, "follow", "moon dust", most)).outcome is Outcome.REFUSED
    assert (await say(memory, "follow", "Rogozin mute 1 day", most)).outcome is Outcome.DONE
