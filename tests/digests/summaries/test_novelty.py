"""What counts as news for a destination that had the story."""

from __future__ import annotations

from digests.summaries.novelty import new_facts
from tests.digests.summaries.making import cited

TOLD = ["SpaceX will launch the Crew-5 mission to the space station on 3 October.",
        "Nicole Mann commands the four astronauts aboard the Dragon capsule."]


def told_as_new(*sentences: str) -> list[str]:
    return [one.text for one in new_facts([cited(sentence) for sentence in sentences], TOLD)]


def test_a_rewording_is_no_news() -> None:
    """The same facts in another order, or fewer of them."""
    assert told_as_new("The Crew-5 mission will be launched by SpaceX on 3 October.",
                       "The Dragon capsule carries four astronauts with Nicole Mann in command.", TOLD[0]) == []


def test_a_new_date_is_news() -> None:
    """Most words are known, but what happened to them isn't."""
    moved = "SpaceX moved the launch of the Crew-5 mission to 5 October."
    assert told_as_new(moved) == [moved]


def test_new_names_and_events_are_news_once() -> None:
    """Two sentences on one new fact are one update."""
    one = "Hurricane Ian forced NASA to close Kennedy Space Center on Tuesday."
    other = "NASA closed Kennedy Space Center because of Hurricane Ian on Tuesday."
    assert len(told_as_new(one, other)) == 1


def test_nothing_told_makes_everything_news() -> None:
    """Order by how much is new."""
    assert len(new_facts([cited(sentence) for sentence in TOLD], [])) == 2
    assert new_facts([], TOLD) == []
