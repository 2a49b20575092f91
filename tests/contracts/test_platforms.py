"""What every chat platform owes, whichever it is. A platform joins with one line in ``PLATFORMS``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot import blocks as b
from bot.platforms.base import Platform
from bot.platforms.terminal.adapter import Terminal
from bot.platforms.terminal.screen import Screen
from bot.replies import Destination, Invocation, Reply
from tests.bot.fakes import app
from tests.bot.platforms.discord import fakes as discord_fakes
from tests.bot.platforms.slack import fakes as slack_fakes
from tests.bot.replies import EVERY, HOSTILE


@dataclass
class Stage:
    """A platform with a user who types ``lines``; ``seen`` is what readers see."""

    lines: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    platform: Platform = field(init=False)

    async def next(self) -> str | None:
        """Type the next line, or nothing for ever."""
        if not self.lines:
            await asyncio.Event().wait()
        return self.lines.pop(0)


def terminal(lines: list[str]) -> Stage:
    """Set a terminal up."""
    stage = Stage(lines)
    stage.platform = Terminal(stage, stage.seen.append, lambda: Screen(80))
    return stage


def discord(lines: list[str]) -> Stage:
    """Set Discord up, without a network."""
    stage = Stage(lines)
    stage.platform = discord_fakes.discord(stage, stage.seen)
    return stage


def slack(lines: list[str]) -> Stage:
    """Set Slack up, without a network."""
    stage = Stage(lines)
    stage.platform = slack_fakes.slack(stage, stage.seen)
    return stage


PLATFORMS = {"terminal": terminal, "discord": discord, "slack": slack}
each_platform = pytest.mark.parametrize("setting", PLATFORMS.values(), ids=PLATFORMS)
Setting = Callable[[list[str]], Stage]


def here(platform: Platform) -> Destination:
    """Name a destination on a platform."""
    return Destination(platform.name, "channel", slack_fakes.TEAM if platform.name == "slack" else None)


def words(reply: Reply) -> set[str]:
    """Collect the headlines, verbatim sentences and labels that no platform may lose."""
    found: set[str] = set()
    for block in reply.blocks:
        if isinstance(block, b.StoryCard):
            spans = [span for part in (block.headline, *block.lines, block.update) for span in part]
            found |= {str(getattr(span, "text", "")) for span in spans}
        if isinstance(block, b.Quotation):
            found.add(block.text)
        if isinstance(block, b.Picker):
            found |= {choice.label for choice in block.choices}
    return {" ".join(text.split()) for text in found}


@each_platform
@pytest.mark.parametrize("name", EVERY)
async def test_no_word_is_lost(setting: Setting, name: str) -> None:
    """All parts of a reply together say everything that is in it."""
    stage = setting([])
    for part in range(stage.platform.parts(EVERY[name])):
        await stage.platform.post(here(stage.platform), EVERY[name], part=part)
    seen = " ".join("".join(stage.seen).split())
    assert [text for text in words(EVERY[name]) if text not in seen] == []


@each_platform
async def test_receipts_differ(setting: Setting) -> None:
    """Two posts of one reply are two messages."""
    platform = setting([]).platform
    receipts = {(await platform.post(here(platform), EVERY["digest"])).message_id for _ in range(3)}
    assert len(receipts) == 3


@each_platform
async def test_parts_are_the_same_every_time(setting: Setting) -> None:
    """A delivery counts its parts before it is sent, and again after a restart."""
    assert all(setting([]).platform.parts(reply) == setting([]).platform.parts(reply) >= 1 for reply in EVERY.values())


@each_platform
async def test_hostile_text_is_posted_and_harmless(setting: Setting) -> None:
    """Control characters from articles reach no reader."""
    stage = setting([])
    await stage.platform.post(here(stage.platform), HOSTILE)
    assert not set("".join(stage.seen)) & set("\x00\x07\x1b\x9b\u202e\r")


@each_platform
async def test_an_invocation_is_answered_where_it_was_given(setting: Setting) -> None:
    """What a user types arrives as an invocation, and its reply is shown."""
    stage, calls, answered = setting(["/who Rogozin"]), list[Invocation](), asyncio.Event()

    async def answer(call: Invocation) -> Reply:
        calls.append(call)
        answered.set()
        return await app().answer(call)

    listening = asyncio.create_task(stage.platform.listen(answer))
    await asyncio.wait_for(answered.wait(), 5)
    await stage.platform.close()
    await asyncio.wait_for(listening, 5)
    assert "Rogozin" in calls[0].text and calls[0].platform == stage.platform.name
    assert calls[0].id and "Dmitry Rogozin" in "".join(stage.seen)


@each_platform
async def test_closing_twice_or_early_is_fine(setting: Setting) -> None:
    """``close`` may come at any time."""
    platform = setting([]).platform
    await platform.close()
    await platform.close()
    await asyncio.wait_for(platform.listen(app().answer), 5)
