"""Sharing at its worst: a channel never has twice what its readers have seen."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot import blocks as b
from bot.platforms.slack import sharing
from bot.replies import Invocation, Kind, Reply
from bot.spans import line
from digests.errors import StoreError
from tests.bot.platforms.slack.stage import Stage, values, workspace

POST, HISTORY = "chat.postMessage", "conversations.history"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at once, and once more."""
    monkeypatch.setattr(sharing, "PAUSES", (0.0, 0.05))


async def long(call: Invocation) -> Reply:
    """Answer with three messages."""
    blocks = tuple(b.Paragraph(line(f"{n} " + "word " * 500)) for n in range(12))
    return Reply(Kind.DIGEST, "Long", blocks, shareable=True)


async def shared(stage: Stage, ts: str = "7.7") -> str:
    """Ask and press Share; gives the button's value."""
    answer = await stage.asked("/digest") if not stage.whispers else stage.whispers[0]
    await stage.until(lambda: [v for each in stage.whispers for v in values(each) if v.startswith("s")])
    share = next(value for each in (answer, *stage.whispers) for value in values(each) if value.startswith("s"))
    await stage.pressed(share, message_ts=ts)
    return share


async def says(stage: Stage, text: str) -> None:
    """Wait for a sentence to the one who pressed."""
    await stage.until(lambda: any(text in each["text"] for each in stage.whispers))


def posted(stage: Stage) -> list[dict[str, Any]]:
    """List what the channel has."""
    return list(stage.emulator.list_messages(stage.emulator.general["id"]))


async def test_a_share_that_breaks_off_is_never_begun_again() -> None:
    """The first part was seen: another press says so, and so does one after a restart."""
    async with workspace(answer=long) as stage:
        stage.emulator.fault(
            kind="status", status=200, body={"ok": False, "error": "restricted_action"}, match=POST, skip=1
        )
        share = await shared(stage)
        await says(stage, "The beginning is in the channel")
        assert len(posted(stage)) == 1
        await stage.pressed(share, message_ts="7.7")
        await says(stage, "shared already")
        async with workspace(answer=long, memory=stage.app.desk.memory) as restarted:
            await restarted.pressed(share, message_ts="7.7")
            await says(restarted, "shared already")
            assert posted(restarted) == []
        assert len(posted(stage)) == 1


@pytest.mark.parametrize("lost", [0, 1])
@pytest.mark.parametrize("kind", ["after", "drop_after"])
async def test_a_part_whose_receipt_is_lost_is_found_in_the_channel(kind: str, lost: int) -> None:
    """Its marker is there, so the share goes on with the next part."""
    async with workspace(answer=long) as stage:
        stage.emulator.fault(kind=kind, match=POST, skip=lost)
        share = await shared(stage)
        await stage.until(lambda: any(each.get("replace_original") for each in stage.whispers))
        texts = [each["text"] for each in posted(stage)]
        assert len(texts) == 3 and len(set(texts)) == 3
        await stage.pressed(share, message_ts="7.7")
        await says(stage, "shared already")
        assert len(posted(stage)) == 3


async def test_a_share_that_is_not_there_may_be_pressed_again() -> None:
    """The connection was cut before Slack took it; the second press posts it, once."""
    async with workspace() as stage:
        stage.emulator.fault(kind="drop", match=POST)
        share = await shared(stage)
        await says(stage, "press Share again")
        assert posted(stage) == []
        await stage.pressed(share, message_ts="7.7")
        await stage.until(lambda: posted(stage))
        await stage.pressed(share, message_ts="7.7")
        await says(stage, "shared already")
        assert len(posted(stage)) == 1


async def test_a_share_that_arrives_late_is_found_by_the_second_press() -> None:
    """It was looked for too early: the next press looks before it posts."""
    async with workspace() as stage:
        stage.emulator.fault(kind="drop_after", match=POST)
        stage.emulator.fault(kind="status", status=200, body={"ok": True, "messages": []}, match=HISTORY, times=2)
        share = await shared(stage)
        await says(stage, "press Share again")
        await stage.pressed(share, message_ts="7.7")
        await stage.until(lambda: any(each.get("replace_original") for each in stage.whispers))
        assert len(posted(stage)) == 1


async def test_a_channel_that_cannot_be_read_is_not_posted_to_again() -> None:
    """Nobody can tell whether it is there, so the button does nothing more and says what to do."""
    async with workspace() as stage:
        stage.emulator.fault(kind="drop_after", match=POST)
        refused = {"ok": False, "error": "missing_scope"}
        stage.emulator.fault(kind="status", status=200, body=refused, match=HISTORY, times=-1)
        share = await shared(stage)
        await says(stage, "I can't look into this channel")
        await stage.pressed(share, message_ts="7.7")
        await says(stage, "shared already")
        await asyncio.sleep(0.1)
        assert len(posted(stage)) == 1


async def test_what_is_asked_anew_is_shared_only_where_it_may_be() -> None:
    """After a restart the command is asked again, and its reply may be another: for the asker alone."""
    async with workspace() as stage:
        await stage.pressed("s1:/who Dmitry", message_ts="8.8")
        await says(stage, "no longer something to share")
        assert posted(stage) == []
        await stage.pressed("s1:/who Rogozin", message_ts="8.9")
        await stage.until(lambda: posted(stage))


async def test_a_memory_that_fails_shares_nothing() -> None:
    """What can't be claimed could be posted twice; once it can, the button works."""
    async with workspace() as stage:
        memory = stage.app.desk.memory
        assert memory is not None
        works, broken = memory.first_time, [True]

        def first_time(key: str, *others: Any) -> bool:
            if key.startswith("slack:share:") and broken:
                broken.clear()
                raise StoreError("/var/bot.db is busy.")
            return works(key, *others)

        memory.first_time = first_time  # type: ignore[method-assign, assignment]
        share = await shared(stage)
        await says(stage, "can't be reached just now")
        assert posted(stage) == []
        await stage.pressed(share, message_ts="7.7")
        await stage.until(lambda: posted(stage))
