"""Composing: one edition for all that ask for the same, before the hour; what is posted is what the preview shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.blocks import StoryCard
from bot.delivery.composing import TRIES
from bot.delivery.planning import AHEAD
from bot.delivery.telling import Telling
from bot.delivery.values import Delivery, Edition, Part, Stage
from bot.platforms.discord import render as discord
from bot.platforms.slack import render as slack
from bot.platforms.terminal.render import render as on_terminal
from bot.platforms.terminal.screen import Screen
from bot.replies import Destination, Invocation, Reply
from bot.spans import plain
from bot.store.values import State
from digests.errors import DigestsError
from digests.model import Length, Scope
from digests.newsroom import Newsroom
from tests.bot.delivery.room import DAY, EIGHT, HOUR, MINUTE, PLACE, Room, ask

RENDERS: dict[str, Callable[[Reply], object]] = {
    "slack": slack.render,
    "discord": discord.render,
    "terminal": lambda reply: on_terminal(reply, Screen(100)),
}


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Give a newsroom with two stories of the night, at 7 in the morning."""
    made = Room(tmp_path)
    made.arrives("lander", EIGHT - 9 * HOUR)
    made.arrives("rocket", EIGHT - 5 * HOUR)
    yield made
    made.close()


def stories(edition: Edition) -> list[str]:
    """List the headlines of what is posted."""
    blocks = edition.messages[0].reply.blocks
    return [plain(block.headline) for block in blocks if isinstance(block, StoryCard)]


async def due(room: Room) -> list[Delivery]:
    """Plan and compose at 8; give the rows."""
    room.now = EIGHT - AHEAD
    room.plan()
    await room.compose()
    return room.rows()


async def preview(room: Room, number: int) -> Reply:
    """Ask for a preview, as an admin."""
    where = Destination("slack", "C1", "T1")
    said = Invocation("1", "anna", where, "preview", str(number), rights=frozenset({"manage_workspace"}))
    return await room.app.answer(said)


@pytest.mark.parametrize("platform", RENDERS)
@pytest.mark.parametrize("length", Length)
async def test_what_is_posted_is_what_the_preview_shows(room: Room, platform: str, length: Length) -> None:
    """The same bytes on each platform, at every length, through the ledger's JSON and back."""
    one = room.subscribe(length=length, zone="America/New_York", when="daily 03:00")
    (row,) = await due(room)
    room.now = EIGHT
    posted = room.edition(row).messages
    shown = await preview(room, one.id)
    assert len(posted) == 1 and len(stories(room.edition(row))) == 2
    assert RENDERS[platform](posted[0].reply) == RENDERS[platform](shown)


async def test_a_digest_is_there_before_its_hour(room: Room) -> None:
    """Planned and composed 90 seconds ahead; nothing may be sent before its time."""
    room.subscribe()
    (row,) = await due(room)
    assert row.due_at == EIGHT and row.stage is Stage.PENDING and row.edition is not None
    assert room.post() == []
    room.now = EIGHT
    assert [claim.delivery.id for claim in room.post()] == [row.id]


async def test_channels_that_ask_for_the_same_share_an_edition(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """40 channels, two lengths and one with a scope of its own: three compositions."""
    count, compose = 0, Newsroom.compose

    async def counted(self: Newsroom, *given: object) -> object:
        nonlocal count
        count += 1
        return await compose(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Newsroom, "compose", counted)
    for number in range(30):
        room.subscribe(f"C{number}")
    for number in range(30, 40):
        room.subscribe(f"C{number}", length=Length.BRIEF)
    room.subscribe("C99", scope=Scope(topics=("rocket",)))
    rows = await due(room)
    assert len(rows) == 41 and len({row.edition for row in rows}) == 3
    assert count == 3
    assert stories(room.edition(rows[-1])) == ["Tavi rocket explodes on its pad"]


async def test_a_channel_is_told_a_story_once(room: Room) -> None:
    """The next day has only what is new; another channel, which had nothing, has its own edition."""
    room.subscribe("C1")
    await due(room)
    room.now = EIGHT
    room.post()
    room.subscribe("C2", when="daily 08:10")
    room.arrives("crew", EIGHT + HOUR, at=EIGHT + HOUR)
    room.now = EIGHT + DAY
    room.plan()
    await room.compose()
    by_channel = {row.destination.channel: row for row in room.rows(Stage.PENDING)}
    assert stories(room.edition(by_channel["C1"])) == ["Gateway crew returns after two hundred days"]
    assert await Telling(room.memory.ledger, room.newsroom, ask).tell() == 0  # composing has told it


async def test_a_story_comes_back_only_with_a_new_fact(room: Room) -> None:
    """A second article that says the same makes no update; one with a fact does, and says which."""
    room.subscribe()
    await due(room)
    room.now = EIGHT
    room.post()
    same = "The Selene-4 lander touched down near the south pole of the Moon with a drill and two rovers on Saturday."
    room.arrives("Selene-4 has landed on the Moon", EIGHT + HOUR, at=EIGHT + HOUR, text=f"{same} " * 2, outlet="Other")
    room.now = EIGHT + DAY
    room.plan()
    await room.compose()
    assert room.rows()[-1].stage is Stage.SKIPPED
    fact = (
        "The drill of the Selene-4 lander stopped on Monday after two metres in the ground of the lunar south pole. "
        "The motor of the drill reached 90 degrees, Marta Lindqvist of the Lunar Works Agency said."
    )
    room.arrives("Selene-4 lands on the Moon and its drill stops", EIGHT + DAY + HOUR, at=EIGHT + DAY + HOUR,
                 text=fact, outlet="Third")  # fmt: skip
    room.now = EIGHT + 2 * DAY
    room.plan()
    await room.compose()
    edition = room.edition(room.rows()[-1])
    (card,) = (block for block in edition.messages[0].reply.blocks if isinstance(block, StoryCard))
    assert card.badge == "Update" and ("two metres" in plain(card.update) or "90 degrees" in plain(card.update))


async def test_two_digests_of_one_channel_share_no_story(room: Room) -> None:
    """Both are composed before either is posted: what the first tells, the second leaves out."""
    room.subscribe(scope=Scope(topics=("rocket",)))
    room.subscribe()
    first, second = await due(room)
    assert stories(room.edition(first)) == ["Tavi rocket explodes on its pad"]
    assert stories(room.edition(second)) == ["Selene-4 lands on the Moon"]


async def test_what_comes_in_late_is_in_the_next_digest(room: Room) -> None:
    """Published before eight and read after it: in the next one, once, and never in both."""
    room.subscribe()
    await due(room)
    room.now = EIGHT
    room.post()
    room.arrives("crew", EIGHT - 30 * MINUTE, at=EIGHT - MINUTE)  # after the edition was composed
    room.arrives("comet", EIGHT - 20 * HOUR, at=EIGHT + 3 * HOUR)
    room.now = EIGHT + DAY
    room.plan()
    await room.compose()
    assert sorted(stories(room.edition(room.rows()[-1]))) == [
        "Gateway crew returns after two hundred days",
        "New comet to pass the Earth in October",
    ]
    room.post()
    room.now = EIGHT + 2 * DAY
    room.plan()
    await room.compose()
    assert room.rows()[-1].stage is Stage.SKIPPED


async def test_old_articles_that_come_in_are_no_news(room: Room) -> None:
    """An archive of last month that is stored today is in no digest."""
    room.subscribe()
    room.arrives("comet", EIGHT - 30 * DAY, at=EIGHT - HOUR)
    (row,) = await due(room)
    assert "New comet" not in str(stories(room.edition(row)))


@pytest.mark.parametrize(("empty", "stage"), [("nothing", Stage.SKIPPED), ("line", Stage.PENDING)])
async def test_an_empty_window_is_silence_or_one_line(tmp_path: Path, empty: str, stage: Stage) -> None:
    """As the installation chose; the row says that there was no news."""
    room = Room(tmp_path)
    try:
        room.memory.put_settings(PLACE, {"empty": empty})
        room.subscribe()
        (row,) = await due(room)
        assert row.stage is stage
        if stage is Stage.SKIPPED:
            assert row.error == "There was no news. Nothing in the last 24 hours."
        else:
            assert room.edition(row).messages[0].reply.title == "Nothing in the last 24 hours"
    finally:
        room.close()


async def test_an_editor_looks_first_where_they_chose_so(room: Room) -> None:
    """Held until it is released; then it is due."""
    room.memory.put_settings(PLACE, {"approval": "on"})
    room.subscribe()
    (row,) = await due(room)
    room.now = EIGHT
    assert row.stage is Stage.HELD and room.post() == []
    assert room.memory.ledger.release(row.id, room.now)
    assert len(room.post()) == 1


async def test_headlines_go_to_the_channel_and_the_rest_into_a_thread(room: Room) -> None:
    """Two messages: the first has no sentence of a story, the second is the whole digest; the preview has both."""
    room.memory.put_settings(PLACE, {"thread": "on"})
    one = room.subscribe()
    await due(room)
    rows = room.rows()
    head, whole = room.edition(rows[0]).messages
    assert [(row.part, row.piece) for row in rows] == [(0, Part(0, 0)), (1, Part(1, 0))]
    assert (head.threaded, whole.threaded) == (False, True)
    assert not any(getattr(block, "lines", ()) for block in head.reply.blocks)
    assert any(getattr(block, "lines", ()) for block in whole.reply.blocks)
    room.now = EIGHT
    shown = (await preview(room, one.id)).blocks
    assert shown[: len(head.reply.blocks)] == head.reply.blocks
    assert shown[-len(whole.reply.blocks) :] == whole.reply.blocks


async def test_a_paused_or_removed_subscription_posts_nothing(room: Room) -> None:
    """Paused between planning and composing: skipped, and the row says so."""
    from dataclasses import replace

    paused, removed = room.subscribe(), room.subscribe("C2")
    room.now = EIGHT - AHEAD
    room.plan()
    room.memory.put_subscription(replace(paused, state=State.PAUSED))
    room.memory.remove_subscription(removed.id)
    await room.compose()
    assert sorted(row.error for row in room.rows(Stage.SKIPPED)) == [
        "The subscription is paused.",
        "The subscription was removed.",
    ]


async def test_what_cannot_be_composed_is_tried_again_and_then_told(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Three tries, with pauses; then it is dead, with a sentence, and others are composed all the while."""
    compose = Newsroom.compose

    async def poisoned(self: Newsroom, request: object) -> object:
        if getattr(request, "scope", None) == Scope(topics=("lander",)):
            raise ValueError("poison")
        return await compose(self, request)  # type: ignore[arg-type]

    monkeypatch.setattr(Newsroom, "compose", poisoned)
    room.subscribe(scope=Scope(topics=("lander",)))
    room.subscribe("C2")
    await due(room)
    for _ in range(TRIES + 1):
        assert [row.destination.channel for row in room.rows(Stage.PENDING) if row.edition] == ["C2"]
        room.now += 2 * MINUTE
        await room.compose()
    (row,) = room.rows(Stage.DEAD)
    assert row.refusals <= TRIES and "It could not be composed: an unexpected failure" in row.error
    assert "/downlink redeliver" in row.error and "poison" not in row.error


async def test_a_database_that_is_away_costs_no_try(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it fails, the digest is composed when it is back."""
    from digests.errors import StoreError

    compose = Newsroom.compose

    async def away(self: Newsroom, request: object) -> object:
        raise StoreError("The database can't be reached.")

    monkeypatch.setattr(Newsroom, "compose", away)
    room.subscribe()
    await due(room)
    for _ in range(5):
        room.now += MINUTE
        await room.compose()
    assert issubclass(StoreError, DigestsError) and room.rows(Stage.DEAD) == []
    monkeypatch.setattr(Newsroom, "compose", compose)
    room.now += MINUTE
    await room.compose()
    assert room.rows()[0].edition is not None


async def test_a_digest_of_long_articles_takes_several_parts(room: Room) -> None:
    """A part is a message of its platform; together they have every story."""
    for number in range(15):
        words = " ".join(
            f"Engine {number}-{n} of the craft Alpha{number} burned for {n} seconds over site {n}." for n in range(12)
        )
        room.arrives(f"Craft Alpha{number} fires engine {number} at site {number * 7}", EIGHT - 2 * HOUR, text=words)
    room.subscribe(length=Length.FULL, stories=15)
    rows = await due(room)
    edition = room.edition(rows[0])
    assert len(rows) == slack.parts(edition.messages[0].reply) and [row.part for row in rows] == list(range(len(rows)))
    assert all(row.edition == rows[0].edition for row in rows)
