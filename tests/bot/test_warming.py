"""Warming up asks, and can't do harm."""

from __future__ import annotations

from bot.warming import LINES, warm_up
from tests.bot.fakes import FakeNewsroom, app


async def test_it_asks_a_question_of_each_kind() -> None:
    """Each reaches the newsroom, but for help, which needs none."""
    room, reported = FakeNewsroom(), list[BaseException]()
    await warm_up(app(room, reported))
    assert {question[0] for question in room.asked} >= {"find", "timeline", "search", "story", "digest", "trending"}
    assert reported == [] and len(room.asked) >= len(LINES) - 1


async def test_trouble_stops_nothing() -> None:
    """The first real question will tell."""
    reported: list[BaseException] = []
    await warm_up(app(FakeNewsroom(trouble=RuntimeError("away")), reported))
    assert reported
