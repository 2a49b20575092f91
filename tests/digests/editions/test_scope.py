"""Which articles count, and how outlets that carried copies are told from independent ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digests.editions.numbering import Numbering
from digests.editions.scope import allowed, carriers, independent, takes_outlet
from digests.model import ArticleCard, Cited, Scope, Window

NOON = datetime(2022, 5, 2, 12, tzinfo=UTC)
DAY = Window(NOON - timedelta(hours=12), NOON + timedelta(hours=12))
CARD = ArticleCard("1", "Title", "Orbit Courier", NOON)


@pytest.mark.parametrize(("scope", "taken"), [
    (Scope(), True),
    (Scope(include_outlets=("courier",)), True),
    (Scope(include_outlets=("Gazette",)), False),
    (Scope(exclude_outlets=("ORBIT",)), False),
    (Scope(include_outlets=("courier",), exclude_outlets=("courier",)), False),
])  # fmt: skip
def test_outlets_are_taken_by_name(scope: Scope, taken: bool) -> None:
    """Case doesn't matter, and leaving out wins."""
    assert takes_outlet("Orbit Courier", scope) is taken


def test_a_window_is_half_open() -> None:
    """Its start is inside, its end is the next window's."""
    assert allowed(replace(CARD, published_at=DAY.start), Scope(), DAY)
    assert not allowed(replace(CARD, published_at=DAY.end), Scope(), DAY)


def test_an_outlet_counts_once_and_a_copy_not_at_all() -> None:
    """The first article of each outlet stands for it; copies are carried, not reported."""
    again = replace(CARD, id="2", outlet="orbit courier")
    copy = replace(CARD, id="3", outlet="Gazette", duplicate_of="1")
    own_copy = replace(CARD, id="4", duplicate_of="1")
    assert [card.id for card in independent([CARD, again, copy])] == ["1"]
    assert [card.id for card in carriers([CARD, again, copy, own_copy])] == ["3"]


def test_an_article_keeps_its_number() -> None:
    """Numbers count up in order of first use, and stand for the cards in that order."""
    numbers = Numbering()
    other = replace(CARD, id="2")
    lines = [numbers.line(Cited("t", card, 0, 1)) for card in (CARD, other, CARD)]
    assert [line.number for line in lines] == [1, 2, 1]
    assert [card.id for card in numbers.citations] == ["1", "2"]
