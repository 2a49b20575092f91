"""A name in an article is somebody stored only on evidence."""

from datetime import UTC, datetime, timedelta

import pytest

from digests.model import Entity, Kind
from digests.people.identity import fuller, same_entity, same_short_form

NOW = datetime(2022, 7, 15, tzinfo=UTC)


def person(number: int, name: str, *spellings: str, seen: datetime = NOW) -> Entity:
    """Make a stored person."""
    return Entity(number, Kind.PERSON, name, spellings, 3, seen, seen)


ROGOZIN = person(1, "Dmitry Rogozin")


def same(name: str, *candidates: Entity, at: datetime = NOW) -> int | None:
    """Give the id that the name is given, or None."""
    entity = same_entity(name, Kind.PERSON, candidates, at)
    return entity.id if entity else None


@pytest.mark.parametrize(
    "name", ["Dmitry Rogozin", "Dmitri Rogozin", "Dmitriy Rogozin", "DMITRY ROGOZIN", "D. Rogozin", "Dmitry O. Rogozin"]
)
def test_the_same_person_in_other_words(name: str) -> None:
    """Transliterations, initials and middle names agree."""
    assert same(name, ROGOZIN) == 1


@pytest.mark.parametrize("name", ["Alexei Rogozin", "A. Rogozin"])
def test_a_namesake_is_somebody_else(name: str) -> None:
    """Father and son share the surname alone."""
    assert same(name, ROGOZIN) is None


def test_a_bare_surname_needs_one_recent_bearer() -> None:
    """Known lately and alone: him; two bearers or long ago: nobody known."""
    assert same("Rogozin", ROGOZIN) == 1
    assert same("Rogozin", ROGOZIN, person(2, "Alexei Rogozin")) is None
    assert same("Rogozin", person(1, "Dmitry Rogozin", seen=NOW - timedelta(days=200))) is None


def test_a_bare_surname_is_not_given_to_somebody_met_once() -> None:
    """One article on Maye Musk doesn't make every Musk her."""
    once = Entity(1, Kind.PERSON, "Maye Musk", (), 1, NOW, NOW)
    assert same("Musk", once) is None


def test_an_initial_that_fits_two_is_neither() -> None:
    """Never a guess."""
    assert same("A. Ivanov", person(1, "Anna Ivanov"), person(2, "Alexei Ivanov")) is None


def test_an_initial_leaves_its_bearer_when_there_are_two() -> None:
    """J. Smith was John while John was alone; beside James nobody can tell, and the initial stands for itself."""
    john, james = person(1, "John Smith", "J. Smith"), person(2, "James Smith")
    assert same("J. Smith", john) == 1
    assert same("J. Smith", john, james) is None
    assert same("J. Smith", john, james, person(3, "J. Smith")) == 3
    assert same("John Smith", john, james) == 1


def test_an_acronym_alone_does_not_make_two_organisations_one() -> None:
    """Nor does it part spellings of one, or keep a full name from who was known by the acronym."""
    agency = Entity(1, Kind.ORGANISATION, "European Space Agency", ("ESA",), 3, NOW, NOW)
    assert not same_short_form("Entertainment Software Association", agency)
    assert same_short_form("the European Space Agency", agency)
    assert same_short_form("European Space Agency", Entity(2, Kind.ORGANISATION, "ESA", (), 3, NOW, NOW))
    indian = Entity(3, Kind.ORGANISATION, "Indian Space Research Organization", ("ISRO",), 3, NOW, NOW)
    assert same_short_form("Indian Space Research Organisation", indian)


def test_different_middle_initials_are_different_people() -> None:
    """John B. and John C. are two."""
    assert same("John B. Smith", person(1, "John C. Smith")) is None


def test_a_craft_is_not_the_person_it_is_named_after() -> None:
    """James Webb administered; James Webb observes."""
    craft = Entity(5, Kind.CRAFT, "James Webb", (), 9, NOW, NOW)
    assert same("James Webb", craft) is None


def test_the_fuller_name_is_shown() -> None:
    """A full name replaces a bare one or initials, never the reverse."""
    assert fuller("Rogozin", "Dmitry Rogozin", Kind.PERSON)
    assert fuller("D. Rogozin", "Dmitry Rogozin", Kind.PERSON)
    assert not fuller("Dmitry Rogozin", "D. Rogozin", Kind.PERSON)
