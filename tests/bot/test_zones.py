"""Zones: taken, explained, or the nearest suggested."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mistakes import Mistake
from bot.zones import ABBREVIATIONS, names, zone_named


@pytest.mark.parametrize(
    ("typed", "name"),
    [("europe/berlin", "Europe/Berlin"), ("utc", "UTC"), ("GMT", "UTC"), ("America/New York", "America/New_York")],
)
def test_case_and_spaces_do_not_matter(typed: str, name: str) -> None:
    """The proper name is stored."""
    assert zone_named(typed) == name


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("Berlin", "did you mean Europe/Berlin?"),
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("Tokio", "did you mean Asia/Tokyo?"),
        ("CET", "name a place, such as Europe/Berlin"),
        ("est", "EST is an abbreviation"),
        ("UTC+2", "is an offset"),
        ("+05:30", "is an offset"),
        ("Mars/Olympus", "write a place such as Europe/Berlin, or UTC"),
        ("../../etc/passwd", "is no time zone"),
    ],
)
def test_a_mistake_is_explained(typed: str, says: str) -> None:
    """In one sentence, with what is right."""
    with pytest.raises(Mistake, match=says.replace("?", r"\?").replace("+", r"\+")):
        zone_named(typed)


def test_what_is_suggested_is_a_zone() -> None:
    """Every name offered can be loaded."""
    assert all(ZoneInfo(name) for name in (*names(), *ABBREVIATIONS.values()))
    assert set(ABBREVIATIONS.values()) <= set(names())


@given(st.text(max_size=100))
def test_any_text_is_a_zone_or_a_mistake(text: str) -> None:
    """Never a path, never another exception."""
    try:
        assert ZoneInfo(zone_named(text))
    except Mistake as mistake:
        assert len(str(mistake)) < 300
