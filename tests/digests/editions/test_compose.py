"""What a story's entry says where its outlets disagree."""

from __future__ import annotations

from digests.answers import Line, Why
from digests.editions.compose import Material, entry
from digests.editions.numbering import Numbering
from digests.model import Length, Story
from digests.store.base import StoredReading
from tests.digests.summaries.making import NOON, stored

SEIZED = "The navy seized 14 rifles and 31 magazines from the pirates in the Gulf of Aden on Saturday."
OTHER = "On Saturday the navy seized six rifles and 31 magazines from pirates in the Gulf of Aden, it said."


def differ(*articles: StoredReading, length: Length = Length.BRIEF) -> tuple[tuple[Line, ...], ...]:
    """The disagreements in the entry of a story of these articles."""
    cards = tuple(one.article.card for one in articles)
    story = Story(1, cards[0].title, cards[0], NOON, NOON, cards)
    made = entry(Material(story, articles), length, Why(1, 1.0, ()), Numbering())
    assert made is not None
    return made.differ


def test_figures_are_shown_with_their_outlets() -> None:
    """Not averaged, and none chosen in silence: both, each with its article's number."""
    (said,) = differ(stored("a", SEIZED, "Navy seizes rifles"), stored("b", OTHER, "Pirates disarmed", hours=1))
    assert {(line.cited.article.outlet, line.cited.text) for line in said} == {
        ("Outlet a", "14 rifles"), ("Outlet b", "six rifles")}
    assert sorted(line.number for line in said) == [1, 2]


def test_a_figure_not_told_is_not_disputed() -> None:
    """Headlines alone have no figures; a copy is no second opinion."""
    first = stored("a", SEIZED, "Navy seizes rifles")
    assert differ(first, stored("b", OTHER, "Pirates disarmed", hours=1), length=Length.HEADLINES) == ()
    assert differ(first, stored("b", OTHER, "Pirates disarmed", hours=1, duplicate_of="a")) == ()
