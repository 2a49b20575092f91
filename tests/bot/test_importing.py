"""Subscriptions as operators write them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing import read_subscription, same, written
from bot.mistakes import Mistake
from bot.store.values import Place, State
from digests.model import Length, Scope
from tests.bot.answers import NOW

LEAST: dict[str, Any] = {
    "platform": "slack", "installation": "T1", "channel": "C1", "when": "daily 8:00", "zone": "europe/berlin"
}  # fmt: skip
FULL = LEAST | {
    "scope": {"topics": ["Artemis"], "people": ["Rogozin"], "include_outlets": ["A"], "exclude_outlets": ["B"]},
    "length": "full",
    "stories": 3,
    "missed": "skip",
    "state": "paused",
}


def test_the_least_there_must_be() -> None:
    """The rest has defaults; time and zone get their one form."""
    one = read_subscription(json.dumps(LEAST), NOW)
    assert (one.place, one.channel, one.when, one.zone) == (Place("slack", "T1"), "C1", "daily 08:00", "Europe/Berlin")
    assert (one.scope, one.length, one.stories, one.missed) == (Scope(), Length.STANDARD, 7, "latest")


def test_what_is_written_reads_the_same() -> None:
    """Export and import agree, on every field; what an export adds is ignored."""
    one = read_subscription(json.dumps(FULL), NOW)
    assert (one.scope, one.state) == (Scope(("Artemis",), ("Rogozin",), ("A",), ("B",)), State.PAUSED)
    assert read_subscription(json.dumps(written(one)), NOW) == one
    assert read_subscription(json.dumps({**written(one), "id": 7, "created_by": "x"}), NOW) == one


def test_numbers_are_ids_as_well() -> None:
    """Discord's are often written without quotation marks."""
    assert read_subscription(json.dumps(LEAST | {"channel": 123}), NOW).channel == "123"


def test_same_whatever_the_order_and_case() -> None:
    """Platform, installation, channel, time and scope; not zone or length."""
    one, other = (
        read_subscription(json.dumps(LEAST | {"scope": {"topics": topics}, "zone": zone}), NOW)
        for topics, zone in ((["ISS", "Artemis"], "UTC"), (["artemis", "iss"], "Asia/Tokyo"))
    )
    assert same(one) == same(other)
    assert same(one) != same(read_subscription(json.dumps(LEAST), NOW))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"platform": "irc"}, '"platform" is one of slack, discord, terminal, not "irc"'),
        ({"channel": None}, '"channel" is missing'),
        ({"channel": ["x"]}, '"channel" is no text'),
        ({"channel": "x" * 201}, "too long"),
        ({"channel": "a\x00b"}, "control characters"),
        ({"when": "dayly 08:00"}, 'did you mean "daily 08:00"'),
        ({"zone": "CET"}, "abbreviation"),
        ({"length": "long"}, '"length" is one of headlines'),
        ({"stories": 0}, '"stories" is a number from 1 to 15'),
        ({"stories": "7"}, '"stories" is a number'),
        ({"stories": True}, '"stories" is a number'),
        ({"missed": "some"}, '"missed" is one of latest'),
        ({"scope": ["Artemis"]}, '"scope" has lists of names'),
        ({"scope": {"topics": "Artemis"}}, '"topics" in "scope" is a list of texts'),
        ({"scope": {"topics": ["x"] * 26}}, "26 names; 25 are the most"),
        ({"scope": {"topic": ["x"]}}, '"scope" has lists of names'),
        ({"chanel": "x"}, '"chanel" is unknown: did you mean channel?'),
    ],
)
def test_a_mistake_names_the_field(change: dict[str, Any], says: str) -> None:
    """One sentence a line of the file."""
    with pytest.raises(Mistake) as caught:
        read_subscription(json.dumps(LEAST | change), NOW)
    assert says in str(caught.value)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
)


@given(
    st.text(max_size=60)
    | st.dictionaries(st.sampled_from(sorted(FULL)), VALUES).map(json.dumps)
    | VALUES.map(json.dumps)
)
def test_any_line_is_read_or_refused(line: str) -> None:
    """Nothing else comes of what stands in a file."""
    try:
        assert read_subscription(line, NOW)
    except Mistake:
        return


def test_deep_nesting_is_refused() -> None:
    """A line made to exhaust the stack is one more mistake."""
    with pytest.raises(Mistake):
        read_subscription("[" * 100_000, NOW)
