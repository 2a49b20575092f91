"""Figures on which outlets disagree."""

from __future__ import annotations

import pytest

from digests.model import Cited
from digests.summaries.extractive import sentences
from digests.summaries.figures import disagreements
from tests.digests.summaries.making import stored


def told(*texts: str, hours: float = 0) -> list[tuple[str, ...]]:
    """What the outlets of these texts, published so many hours apart, say otherwise than the first."""
    articles = [stored(str(number), text, hours=number * hours) for number, text in enumerate(texts)]
    return [tuple(cited.text for cited in said) for said in disagreements(shown(texts[0]), sentences(articles))]


def shown(text: str) -> list[Cited]:
    """The first sentence of the first article."""
    return sentences([stored("0", text)])[:1]


SEIZED = "The navy seized 14 rifles and 31 magazines from the pirates in the Gulf of Aden on Saturday."


def test_other_figures_of_the_same_are_shown_as_their_outlets_word_them() -> None:
    """Verbatim, the outlet shown first."""
    other = "On Saturday the navy seized six rifles and 31 magazines from pirates in the Gulf of Aden, it said."
    assert told(SEIZED, other) == [("14 rifles", "six rifles")]


def test_each_is_cut_out_of_its_article() -> None:
    """The spans are those of the stored text."""
    article = stored("1", SEIZED.replace("14", "about 20"))
    ((first, second),) = disagreements(shown(SEIZED), sentences([article]))
    assert SEIZED[first.start:first.end] == first.text == "14 rifles"
    assert article.article.text[second.start:second.end] == second.text == "about 20 rifles"


@pytest.mark.parametrize("other", [
    SEIZED,
    SEIZED.replace("14", "fourteen"),
    SEIZED.replace("14 rifles", "about 15 rifles"),
    SEIZED.replace("14 rifles", "1,400 rifles"),
    SEIZED.replace("14 rifles", "six boats"),
    SEIZED.replace("14 rifles", "six rifles, eight rifles"),
    "The pirates had shot at a tanker with six rifles before they fled to the coast of Somalia at night.",
], ids=["the same", "in words", "rounded", "of something else", "another thing", "two of them", "another doing"])
def test_what_need_not_contradict_is_left_out(other: str) -> None:
    """Silence rather than a quarrel that isn't there."""
    assert told(SEIZED, other) == []


def test_a_later_day_is_a_development() -> None:
    """What was counted two days later is no disagreement."""
    other = SEIZED.replace("14", "six")
    assert told(SEIZED, other, hours=5) == [("14 rifles", "six rifles")]
    assert told(SEIZED, other, hours=48) == []


def test_an_outlet_does_not_contradict_itself() -> None:
    """Two sentences of one article are its own matter."""
    assert told(SEIZED + " " + SEIZED.replace("14", "six")) == []


def test_precise_figures_agree_with_their_roundings() -> None:
    """Two significant digits of one are the other."""
    thrust = "The rocket left the pad in Florida with {} million pounds of thrust on Wednesday, the agency said."
    assert told(thrust.format("8.8"), thrust.format("8.83")) == []
    assert told(thrust.format("8.8"), thrust.format("7.2")) == [("8.8 million pounds", "7.2 million pounds")]
