"""The nearest known name."""

from __future__ import annotations

import pytest

from bot.nearest import nearest

KNOWN = ("digest", "who", "quotes", "story", "timeline", "news", "trending", "why", "help")


@pytest.mark.parametrize(
    ("typed", "near"),
    [("digset", "digest"), ("QUOTE", "quotes"), ("storys", "story"), ("trend", "trending"), ("hlep", "help")],
)
def test_a_mistake_finds_its_name(typed: str, near: str) -> None:
    """Swapped, missing and surplus letters, any case."""
    assert nearest(typed, KNOWN) == near


@pytest.mark.parametrize("typed", ["", "rogozin", "xylophone", "\x00", "x" * 10**6, "空"])
def test_what_is_like_nothing_finds_none(typed: str) -> None:
    """A far-fetched suggestion would only puzzle."""
    assert nearest(typed, KNOWN) is None
    assert nearest(typed, []) is None
