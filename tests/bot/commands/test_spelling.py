"""From an invocation to the line that gives the same, and back."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands.spelling import spelled, split
from bot.commands.table import REGISTRY
from bot.replies import Destination, Invocation

HERE = Destination("discord", "c")


def call(verb: str, text: str = "", **arguments: Any) -> Invocation:
    """Make an invocation."""
    return Invocation("1", "u", HERE, verb, text, arguments)


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (call("who", name="#12"), "/who #12"),
        (call("who", "Rogozin"), "/who Rogozin"),
        (call("quotes", name="Dmitry Rogozin", topic="ISS", page="2"), '/quotes "Dmitry Rogozin" about ISS page 2'),
        (call("digest", topic="yesterday", period="7 days", length="full"), '/digest "yesterday" 7 days full'),
        (call("news", query='"space station" -tourist', page="3"), '/news "space station" -tourist page 3'),
        (call("list"), "/downlink list"),
        (call("nonsense", "x"), "/nonsense x"),
    ],
)
def test_spelled(given: Invocation, line: str) -> None:
    """Names stay together, so that none of their words is taken for something else."""
    assert spelled(given, REGISTRY) == line


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("/who #12", ("who", "#12")),
        ("/downlink list", ("list", "")),
        ("/downlink settings zone", ("settings", "zone")),
        ("/quotes #12 about ISS page 2", ("quotes", "#12 about ISS page 2")),
        ("/", ("", "")),
    ],
)
def test_split(line: str, parts: tuple[str, str]) -> None:
    """The word of a group is left out."""
    assert split(line, REGISTRY) == parts
