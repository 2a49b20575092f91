"""What is suggested while somebody types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.arguments import Argument
from bot.commands.suggest import MOST, suggest
from bot.commands.table import REGISTRY
from bot.replies import Destination, Invocation
from bot.store.values import Place
from tests.bot.fakes import app
from tests.bot.memory import seeded

HERE = Destination("discord", "test", "1")
DESK = app(memory=seeded(Place("discord", "1"), user="anna")).desk
CALL = Invocation("1", "anna", HERE, "edit")


def argument(verb: str, name: str) -> Argument:
    return next(each for each in REGISTRY.find(verb).arguments if each.name == name)


async def values(verb: str, name: str, typed: str) -> list[str]:
    return [each.value for each in await suggest(argument(verb, name), typed, CALL, DESK)]


@pytest.mark.parametrize(
    ("verb", "name", "typed", "found"),
    [
        ("who", "name", "rog", ["Dmitry Rogozin"]),
        ("who", "name", "", []),
        ("subscribe", "people", "Yury Borisov, rog", ["Yury Borisov, Dmitry Rogozin"]),
        ("subscribe", "people", "ros", []),
        ("subscribe", "topics", "Artemis, ros", ["Artemis, Roscosmos"]),
        ("digest", "topic", "ro", ["Roscosmos"]),
        ("subscribe", "outlets", "or", ["Orbit Daily"]),
        ("subscribe", "zone", "berl", ["Europe/Berlin"]),
        ("subscribe", "zone", "new y", ["America/New_York"]),
        ("subscribe", "zone", "cet", ["Europe/Berlin"]),
        ("subscribe", "when", "week", ["weekdays 07:30", "weekly mon 09:00"]),
        ("subscribe", "length", "b", ["brief"]),
        ("settings", "name", "qu", ["quiet"]),
        ("show", "subscription", "", ["1", "2"]),
        ("show", "subscription", "weekdays", ["2"]),
        ("unfollow", "followed", "", ["Dmitry Rogozin", "moon dust"]),
        ("unfollow", "followed", "mo", ["moon dust"]),
    ],
)
async def test_suggestions(verb: str, name: str, typed: str, found: list[str]) -> None:
    """By what the argument holds; in a list of names the last one is completed."""
    assert await values(verb, name, typed) == found


async def test_this_channels_subscriptions_come_first() -> None:
    """The label says which is which."""
    call = Invocation("1", "anna", Destination("discord", "other", "1"), "show")
    found = await suggest(argument("show", "subscription"), "", call, DESK)
    assert [each.label for each in found] == ["2: weekdays 09:00 UTC", "1: daily 07:30 Europe/Berlin"]


EVERY = [each for command in REGISTRY.commands for each in command.arguments]


@given(st.sampled_from(EVERY), st.text(max_size=200))
async def test_never_more_than_platforms_show(one: Argument, typed: str) -> None:
    """Any text, for any argument: at most 25, no exception."""
    assert len(await suggest(one, typed, CALL, DESK)) <= MOST
