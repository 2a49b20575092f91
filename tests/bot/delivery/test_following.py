"""Follow messages: once a story to everybody who follows what it is about, and no more than that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.following import Following
from bot.delivery.values import What
from bot.spans import plain
from bot.store.values import Follow, Place
from digests.answers import Found
from tests.bot.delivery.room import DAY, EIGHT, HOUR, PLACE, Room, ask

LINDQVIST = (
    "Marta Lindqvist, a flight director of the Lunar Works Agency, said that the drill of the Selene-4 lander stopped "
    "after two metres in the ground of the lunar south pole. Marta Lindqvist expects a restart within a week."
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Give a newsroom that knows Marta Lindqvist, with everything told that came in so far."""
    made = Room(tmp_path)
    made.arrives("Drill of Selene-4 stops", EIGHT - 20 * DAY, text=LINDQVIST)
    yield made
    made.close()


def following(room: Room) -> Following:
    return Following(room.memory, room.memory.ledger, room.newsroom, ask, lambda: room.now)


async def lindqvist(room: Room) -> Follow:
    found = await room.newsroom.find("Marta Lindqvist")
    assert isinstance(found, Found)
    return Follow(PLACE, "U1", "Marta Lindqvist", found.entity.id, since=room.now)


def restarts(room: Room, outlet: str = "Orbit Courier") -> None:
    text = (
        "Marta Lindqvist said that the probe Hesper has left the orbit of Venus with all instruments at work this week."
    )
    room.arrives(f"Hesper leaves Venus, says {outlet}", room.now - HOUR, text=text, outlet=outlet)


async def test_a_story_is_told_once_to_those_who_follow_a_name(room: Room) -> None:
    """By direct message, with the story and how to be left alone; a second article of it is none."""
    one = await lindqvist(room)
    room.memory.put_follow(one)
    room.memory.put_follow(replace(one, user="U2"))
    assert await following(room).step() == 0  # what was there before is not told
    restarts(room)
    assert await following(room).step() == 2
    restarts(room, "Polar Wire")
    assert await following(room).step() == await following(room).step() == 0
    rows = room.rows()
    assert {(row.what, row.destination.key) for row in rows} == {
        (What.FOLLOW, "slack/T1/@U1"),
        (What.FOLLOW, "slack/T1/@U2"),
    }
    said = room.edition(rows[0]).messages[0].reply
    assert said.title == "Marta Lindqvist: Hesper leaves Venus, says Orbit Courier"
    assert "/follow Marta Lindqvist mute 7 days" in str(
        [plain(block.spans) for block in said.blocks if hasattr(block, "spans")]
    )
    assert len({row.edition for row in rows}) == 1 and len(room.post()) == 2


async def test_topics_are_followed_by_their_words(room: Room) -> None:
    """All words in title or text, and one message where several subjects fit."""
    room.memory.put_follow(Follow(PLACE, "U1", "Venus"))
    room.memory.put_follow(Follow(PLACE, "U1", "probe Hesper"))
    room.memory.put_follow(Follow(PLACE, "U2", "probe Mercury"))
    await following(room).step()
    restarts(room)
    assert await following(room).step() == 1
    (row,) = room.rows()
    assert row.destination.channel == "@U1" and room.edition(row).title.startswith("Venus, probe Hesper: ")


async def test_who_is_mute_is_told_nothing(room: Room) -> None:
    """Until the time is over; what came in meanwhile is not made up for."""
    one = await lindqvist(room)
    room.memory.put_follow(replace(one, muted_until=room.now + DAY))
    await following(room).step()
    restarts(room)
    assert await following(room).step() == 0
    room.now += 2 * DAY
    restarts(room, "Polar Wire")
    assert await following(room).step() == 1


async def test_old_articles_that_come_in_are_no_news(room: Room) -> None:
    """An archive that is taken in sends nothing; nor does the terminal, which has no direct messages."""
    room.memory.put_follow(await lindqvist(room))
    room.memory.put_follow(replace(await lindqvist(room), place=Place("terminal")))
    await following(room).step()
    room.arrives("Lindqvist made flight director", EIGHT - 90 * DAY, text=LINDQVIST.replace("week", "month"))
    assert await following(room).step() == 0
    restarts(room)
    assert await following(room).step() == 1
