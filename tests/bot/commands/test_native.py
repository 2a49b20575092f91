"""What is recognised in a line: channels, users, zones, numbers, clauses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import arguments, native
from bot.commands.table import REGISTRY
from bot.mistakes import Mistake


def parsed(verb: str, text: str) -> dict[str, str]:
    return arguments.parse(REGISTRY.find(verb).arguments, text, is_period=lambda _: False)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("daily 08:00", {"when": "daily 08:00"}),
        ("#space daily 08:00 Europe/Berlin brief", {
            "channel": "space", "when": "daily 08:00", "zone": "Europe/Berlin", "length": "brief"}),
        ("<#C12|space> full mon, thu 9:00 utc", {
            "channel": "C12", "when": "mon, thu 9:00", "zone": "utc", "length": "full"}),
        ("<#123456> */15 * * * *", {"channel": "123456", "when": "*/15 * * * *"}),
        ("daily 8 5 stories skip", {"when": "daily 8", "stories": "5", "missed": "skip"}),
        ("daily 8 about Artemis, Moon people Nelson from A, B without C", {
            "when": "daily 8", "topics": "Artemis, Moon", "people": "Nelson", "outlets": "A, B", "without": "C"}),
        ("daily 8 about Artemis brief", {"when": "daily 8", "topics": "Artemis", "length": "brief"}),
        ('daily 8 about "Full brief"', {"when": "daily 8", "topics": "Full brief"}),
        ("daily 8 CET", {"when": "daily 8", "zone": "CET"}),
    ],
)  # fmt: skip
def test_a_subscription_in_one_line(text: str, values: dict[str, str]) -> None:
    """In any order; what introduces a clause ends the one before."""
    assert parsed("subscribe", text) == values


@pytest.mark.parametrize(
    ("verb", "text", "values"),
    [
        ("edit", "3 about everything", {"subscription": "3", "topics": "everything"}),
        ("edit", "#3 daily 9:00", {"subscription": "3", "when": "daily 9:00"}),
        ("grant", "<@U12|anna> admin", {"user": "U12", "role": "admin"}),
        ("grant", "@anna editor <#C1>", {"user": "anna", "role": "editor", "channel": "C1"}),
        ("revoke", "<@!77>", {"user": "77"}),
        ("feeds", "add https://a.example/x", {"do": "add", "url": "https://a.example/x"}),
        ("settings", "quiet 22:00-07:00 delay", {"name": "quiet", "value": "22:00-07:00 delay"}),
        ("forget", "me yes", {"whose": "me", "sure": "yes"}),
        ("follow", "Dmitry Rogozin mute 7 days", {"subject": "Dmitry Rogozin", "mute": "7 days"}),
        ("undo", "#12", {"change": "12"}),
    ],
)
def test_other_commands(verb: str, text: str, values: dict[str, str]) -> None:
    """As help shows them."""
    assert parsed(verb, text) == values


def test_a_clause_without_its_words_is_a_mistake() -> None:
    """Saying what belongs there."""
    with pytest.raises(Mistake, match='After "about" comes topics'):
        parsed("subscribe", "daily 8 about")


@pytest.mark.parametrize("value", ["0", "-1", "x", "1.5", "9" * 30, "", "#", "1 2", "１x"])
def test_what_is_no_number(value: str) -> None:
    """Numbers count from 1."""
    with pytest.raises(Mistake, match="is no change"):
        native.number(value, "change")


@given(st.sampled_from([each.verb for each in REGISTRY.commands]), st.text(max_size=arguments.LONGEST + 20))
def test_any_text_of_any_command_is_read_or_refused(verb: str, text: str) -> None:
    """Any script, control characters, right-to-left overrides: values or a mistake."""
    try:
        values = parsed(verb, text)
        arguments.check(REGISTRY.find(verb).arguments, values)
    except Mistake as mistake:
        assert len(str(mistake)) < 400
        return
    assert set(values) <= {argument.name for argument in REGISTRY.find(verb).arguments}
