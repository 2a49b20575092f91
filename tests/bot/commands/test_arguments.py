"""Declared arguments out of one typed string."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from bot.commands import arguments
from bot.commands.digest import digest, why
from bot.commands.news import news, trending
from bot.commands.periods import is_period
from bot.commands.registry import Command
from bot.commands.who import said, who
from bot.mistakes import Mistake

NOW = datetime(2022, 7, 15, tzinfo=UTC)


def parsed(command: Command, text: str) -> dict[str, str]:
    values = arguments.parse(command.arguments, text, is_period=lambda t: is_period(t, now=NOW))
    arguments.check(command.arguments, values)
    return values


@pytest.mark.parametrize(
    "text",
    ["Artemis 7 days full", "full Artemis 7 days", "7 days full Artemis", "7 days Artemis full", "FULL artemis 7 Days"],
)
def test_a_digests_arguments_come_in_any_order(text: str) -> None:
    """Topic, period and length are told apart by what they are."""
    values = parsed(digest, text)
    assert values["topic"].casefold() == "artemis"
    assert (values["period"].casefold(), values["length"]) == ("7 days", "full")


def test_the_longest_period_wins() -> None:
    """``since 3 May 2022`` is one period, not the topic ``since`` and a date."""
    assert parsed(digest, "Starship since 3 May 2022") == {"topic": "Starship", "period": "since 3 May 2022"}


def test_quotation_marks_keep_words_out_of_it() -> None:
    """A quoted word is a topic, whatever it looks like."""
    assert parsed(digest, '"full moon" brief') == {"topic": "full moon", "length": "brief"}
    assert parsed(digest, "“yesterday” 24h") == {"topic": "yesterday", "period": "24h"}


def test_nothing_is_fine_where_nothing_is_required() -> None:
    """A bare ``/digest`` has no values."""
    assert parsed(digest, "") == {}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Rogozin", {"name": "Rogozin"}),
        ("Dmitry Rogozin about the ISS", {"name": "Dmitry Rogozin", "topic": "the ISS"}),
        ("Rogozin ABOUT ISS page 2", {"name": "Rogozin", "topic": "ISS", "page": "2"}),
        ('"About Space" page 3', {"name": "About Space", "page": "3"}),
        ("about about Mars", {"name": "about", "topic": "Mars"}),
    ],
)
def test_about_introduces_the_topic(text: str, values: dict[str, str]) -> None:
    """``NAME about TOPIC page N``, as one would say it."""
    assert parsed(said, text) == values


def test_a_search_keeps_its_quotation_marks() -> None:
    """``/news`` hands its query on as typed, but for the page."""
    assert parsed(news, '"space station" -tourist  page 2') == {"query": '"space station" -tourist', "page": "2"}
    assert parsed(news, '"yesterday page 2"') == {"query": '"yesterday page 2"'}


@pytest.mark.parametrize(
    ("command", "text", "says"),
    [
        (who, "", "missing"),
        (who, "  ", "missing"),
        (said, "Rogozin about", "After"),
        (said, "Rogozin page 0", "page"),
        (said, "Rogozin page 99999999999999999999", "page"),
        (digest, "brief full", "both"),
        (trending, "lunar", "period"),
        (why, "rogozin", "address"),
        (why, "https://", "address"),
        (news, "x" * 600, "600"),
    ],
)
def test_a_mistake_is_named(command: Command, text: str, says: str) -> None:
    """Missing, surplus and invalid arguments are each told in a sentence."""
    with pytest.raises(Mistake, match=says):
        parsed(command, text)


def test_an_example_can_be_copied() -> None:
    """Slack's renderer keeps links from forming by characters that nobody sees."""
    values = arguments.parse(why.arguments, "https:\u2060//example.org/a\ufeff", is_period=lambda _: False)
    assert values == {"url": "https://example.org/a"}
    arguments.check(why.arguments, values)


def test_a_mistyped_choice_is_suggested() -> None:
    """Where a command has no free argument, a word near a choice is taken for it."""
    closed = (arguments.Argument("length", arguments.ArgumentKind.CHOICE, "How much.", choices=("brief", "full")),)
    with pytest.raises(Mistake, match='did you mean "brief"'):
        arguments.parse(closed, "breif", is_period=lambda _: False)


def test_a_value_outside_its_choices_is_refused() -> None:
    """Values that a platform took apart are checked like typed ones."""
    with pytest.raises(Mistake, match="headlines, brief"):
        arguments.check(digest.arguments, {"length": "endless"})


@pytest.mark.parametrize("text", ['"' * 500, "a " * 250, "“" * 500, "page " * 100, "about " * 80, "1 " * 250])
def test_hostile_strings_take_no_time(text: str) -> None:
    """The longest strings allowed are read in a blink."""
    began = time.perf_counter()
    for command in (digest, said, news):
        arguments.parse(command.arguments, text, is_period=lambda t: is_period(t, now=NOW))
    assert time.perf_counter() - began < 0.5
