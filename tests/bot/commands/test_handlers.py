"""What each verb asks the newsroom, and what kind of reply comes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.replies import Destination, Kind, Outcome
from tests.bot.answers import NOW
from tests.bot.fakes import FakeNewsroom, app

HERE = Destination("terminal", "test")


@pytest.mark.parametrize(
    ("line", "asked", "kind"),
    [
        ("/who Rogozin", [("find", "Rogozin"), ("dossier", 12)], Kind.DOSSIER),
        ("/who Dmitry", [("find", "Dmitry")], Kind.PICKER),
        ("/quotes Rogozin about ISS page 2", [("find", "Rogozin"), ("quotes", 12, "ISS", 2)], Kind.QUOTES),
        ("/story #7", [("story", "#7")], Kind.STORY),
        ("/story rocket", [("story", "rocket")], Kind.PICKER),
        ("/timeline Artemis I page 3", [("timeline", "Artemis I", 3)], Kind.TIMELINE),
        ("/timeline Dmitry", [("timeline", "Dmitry", 1)], Kind.PICKER),
        ('/news "a b" -c page 2', [("search", '"a b" -c', 2)], Kind.SEARCH),
        ("/ask Who heads Roscosmos?", [("ask", "Who heads Roscosmos?")], Kind.SEARCH),
        ("/ask Where is Dmitry?", [("ask", "Where is Dmitry?")], Kind.PICKER),
        ("/help", [], Kind.HELP),
        ("/help quotes", [], Kind.HELP),
    ],
)
async def test_what_is_asked(line: str, asked: list[tuple[Any, ...]], kind: Kind) -> None:
    """A handler asks just what its command says."""
    room = FakeNewsroom()
    reply = await app(room).answer_line(line, destination=HERE, user="reader")
    assert (room.asked, reply.kind) == (asked, kind)


async def test_a_digest_is_of_the_last_day() -> None:
    """Without a period it covers the 24 hours before the clock's now."""
    room = FakeNewsroom()
    await app(room).answer_line("/digest", destination=HERE, user="reader")
    window = room.asked[0][1].window
    assert (window.start, window.end) == (NOW - timedelta(days=1), NOW)


async def test_midnight_is_the_askers() -> None:
    """The invocation's zone decides when today began."""
    room = FakeNewsroom()
    await app(room).answer_line("/trending today", destination=HERE, user="reader", zone="Asia/Tokyo")
    assert room.asked[0][1].start.hour == 15


@pytest.mark.parametrize(
    ("line", "command"), [("/who Nobody", "/who #12"), ("/quotes Nobody about ISS", "/quotes #12 about ISS")]
)
async def test_nobody_offers_the_nearest(line: str, command: str) -> None:
    """A name that fits nobody is answered with names that do, each a command away."""
    reply = await app().answer_line(line, destination=HERE, user="reader")
    assert reply.outcome is Outcome.NOTHING
    assert reply.blocks[-1].choices[0].command == command  # type: ignore[union-attr]
