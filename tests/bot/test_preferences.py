"""What can be set, and to what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mistakes import Mistake
from bot.preferences import PREFERENCES, Preference, changed, value_of

each = pytest.mark.parametrize("preference", PREFERENCES, ids=lambda p: p.name)


@each
def test_defaults_and_examples_can_be_set(preference: Preference) -> None:
    """What help shows works; the default leaves nothing behind."""
    values = changed({"zone": "Asia/Tokyo"}, preference.name, preference.example)
    assert value_of(values, preference.name) == preference.read(preference.example)
    assert preference.name not in changed(values, preference.name, "Default")
    assert value_of({}, preference.name) == preference.default
    if preference.default not in ("", "off"):
        assert preference.name not in changed(values, preference.name, preference.default)


@each
@given(st.text(max_size=80))
def test_any_value_is_set_or_refused(preference: Preference, text: str) -> None:
    """And what is kept reads as itself."""
    try:
        value = value_of(changed({}, preference.name, text), preference.name)
    except Mistake:
        return
    assert preference.read(value) == value


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("22:00-07:00", "22:00-07:00 delay"),
        ("22-7 skip", "22:00-07:00 skip"),
        ("10pm to 7am merge", "22:00-07:00 merge"),
        ("off", "off"),
    ],
)
def test_quiet_hours(typed: str, kept: str) -> None:
    """Two times, and what becomes of a digest in them."""
    assert value_of(changed({}, "quiet", typed), "quiet") == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("quiet", "22:00"),
        ("quiet", "7-7"),
        ("quiet", "22-7 shout"),
        ("zone", "CET"),
        ("empty", "maybe"),
        ("language", "de"),
    ],
)
def test_a_wrong_value_is_named(name: str, typed: str) -> None:
    """With what it may be."""
    with pytest.raises(Mistake):
        changed({}, name, typed)


def test_yes_and_no_are_on_and_off() -> None:
    """As people say it."""
    assert changed({}, "approval", "yes") == {"approval": "on"}
    assert changed({"approval": "on"}, "approval", "no") == {}
