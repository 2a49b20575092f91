"""A typed name finds one, several or nobody; never a guess."""

import pytest

from digests.model import Entity, Kind
from digests.people import find


def person(number: int, name: str, *spellings: str, articles: int = 5) -> Entity:
    """Make a stored person."""
    return Entity(number, Kind.PERSON, name, spellings, articles)


ROGOZIN = person(1, "Dmitry Rogozin")
STRUGOVETS = person(2, "Dmitry Strugovets")
BORISOV = person(3, "Yuri Borisov")
NELSON = person(4, "Bill Nelson")
ROSCOSMOS = Entity(9, Kind.ORGANISATION, "Roscosmos", (), 40)
EVERYBODY = [ROGOZIN, STRUGOVETS, BORISOV, NELSON, ROSCOSMOS]


def found(asked: str, among: list[Entity] = EVERYBODY) -> list[str]:
    """Name whom the typed name fits."""
    return [entity.name for entity in find.choose(find.shortlist(asked, among))]


@pytest.mark.parametrize(
    "asked",
    [
        "Rogozin",
        "rogozin",
        "Rogosin",
        "Рогозин",
        "Dmitri Rogozin",
        "D. Rogozin",
        "Rogozin Dmitry",
        "Rogzin",
        "dmitrij rogozin",
        "Дмитрий Рогозин",
    ],
)
def test_one_person_by_many_spellings(asked: str) -> None:
    """Case, order, initials, transliteration and a slip of the finger lead to him alone."""
    assert found(asked) == ["Dmitry Rogozin"]


def test_a_first_name_asks_which() -> None:
    """Two people are called Dmitry."""
    assert sorted(found("Dmitry")) == ["Dmitry Rogozin", "Dmitry Strugovets"]


def test_a_nickname_finds_the_formal_name() -> None:
    """William is Bill."""
    assert found("William Nelson") == ["Bill Nelson"]


@pytest.mark.parametrize("asked", ["Rogers", "Smith", "Boris", "Vladimir Rogozin", "Nil", "Ros"])
def test_nobody_rather_than_a_guess(asked: str) -> None:
    """A name that only resembles a stored one finds nobody."""
    assert found(asked) == []


def test_an_organisation_is_found_by_its_name() -> None:
    """Organisations have cards of their own."""
    assert found("roscosmos") == ["Roscosmos"]


def test_a_bare_surname_stands_for_the_full_name() -> None:
    """Where one article gave the surname alone, asking by surname doesn't ask back."""
    assert found("Rogozin", [ROGOZIN, person(7, "Rogozin")]) == ["Dmitry Rogozin"]


def test_a_spelling_mistake_is_said() -> None:
    """A slip is forgiven, but it is no exact match."""
    assert find.exact("rogozin", ROGOZIN) and not find.exact("Rogzin", ROGOZIN)


def test_two_with_one_surname_ask_which() -> None:
    """Never the more famous one."""
    assert len(found("Borisov", [BORISOV, person(8, "Andrei Borisov", articles=500)])) == 2


def test_beside_several_full_names_a_bare_one_may_be_anybody() -> None:
    """It is offered too: its quotations would be out of reach otherwise."""
    among = [person(1, "Maye Musk"), person(2, "Elon Musk"), person(3, "Musk")]
    assert sorted(found("Musk", among)) == ["Elon Musk", "Maye Musk", "Musk"]
