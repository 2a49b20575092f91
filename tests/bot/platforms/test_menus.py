"""Menus of stories: what is told twice in a message, as a preview with a thread does, is offered once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.blocks import StoryCard
from bot.platforms.discord.render import render as discord
from bot.platforms.slack.render import render as slack
from bot.replies import Kind, Reply
from bot.spans import line


def chosen(thing: Any) -> Iterator[str]:
    """List the values of all options in a message."""
    if isinstance(thing, dict):
        for option in thing.get("options", ()):
            yield option["value"]
        for part in thing.values():
            yield from chosen(part)
    elif isinstance(thing, list):
        for part in thing:
            yield from chosen(part)


@pytest.mark.parametrize("render", [discord, slack])
def test_a_story_is_offered_once_in_its_place(render: Callable[[Reply], list[dict[str, Any]]]) -> None:
    """Whatever else the message says of it."""
    cards = [StoryCard(n, line(f"Story {n}"), (), line("1 outlet"), command=f"/story #{n}") for n in (1, 2, 3)]
    (message,) = render(Reply(Kind.DIGEST, "Two ways", (*cards, *cards[:2])))
    values = list(chosen(message))
    assert [value[-1] for value in values] == ["1", "2", "3"]
