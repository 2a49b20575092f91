"""Names fold, split and give the keys by which they are found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.model import Kind
from digests.people.names import acronym, fold, keys, parse_person, skeleton


@pytest.mark.parametrize("spelling", ["Rogozin", "Rogosin", "Rogozine", "Рогозин", "ROGOZIN"])
def test_transliterations_of_a_surname_share_a_key(spelling: str) -> None:
    """Every habit of writing Рогозин leads to the same surname key."""
    assert "s:rogozin" in keys(spelling, Kind.PERSON)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Сергей Крикалёв", "Sergei Krikalev"),
        ("Юрий Борисов", "Yury Borisov"),
        ("Алексей Овчинин", "Aleksey Ovchinin"),
        ("Анна Кикина", "Anna Kikina"),
        ("Евгений Щербаков", "Yevgeny Shcherbakov"),
        ("Юрий Гагарин", "Iouri Gagarine"),
    ],
)
def test_cyrillic_meets_latin(cyrillic: str, latin: str) -> None:
    """A Cyrillic name and its usual Latin spelling share the whole skeleton."""
    mine, theirs = ({k for k in keys(n, Kind.PERSON) if k.startswith("k:")} for n in (cyrillic, latin))
    assert mine == theirs


@pytest.mark.parametrize(
    ("a", "b"), [("Nelson", "Wilson"), ("Musk", "Mask"), ("Borisov", "Borisenko"), ("Petrov", "Petrova")]
)
def test_different_surnames_keep_different_skeletons(a: str, b: str) -> None:
    """Folding spellings together must not fold names together."""
    assert skeleton(fold(a)) != skeleton(fold(b))


@pytest.mark.parametrize(
    ("name", "given_names", "surname"),
    [
        ("Dr. Dmitry Rogozin", ("dmitry",), "rogozin"),
        ("Rogozin, Dmitry", ("dmitry",), "rogozin"),
        ("Rogozin", (), "rogozin"),
        ("Robert Downey Jr.", ("robert",), "downey"),
        ("Wernher von Braun", ("wernher",), "von braun"),
        ("Neil deGrasse Tyson", ("neil", "degrasse"), "tyson"),
        ("Sally Ride, PhD", ("sally",), "ride"),
    ],
)
def test_names_split_into_given_names_and_surname(name: str, given_names: tuple[str, ...], surname: str) -> None:
    """Titles and suffixes fall away, particles stay with the surname."""
    parsed = parse_person(name)
    assert (parsed.given, parsed.surname) == (given_names, surname)


def test_a_double_surname_is_found_by_either_half() -> None:
    """Hyphenated names have a key a half."""
    assert {"s:vator", "s:tor"} & keys("Anna Vator-Tor", Kind.PERSON) or {"s:tor"} <= keys(
        "Anna Vator-Tor", Kind.PERSON
    )
    assert any(key.endswith(skeleton("mcclain")) for key in keys("Anne McClain-Orr", Kind.PERSON))


def test_an_organisation_is_found_by_its_initials() -> None:
    """The small words don't count."""
    assert acronym("National Aeronautics and Space Administration") == "nasa"
    assert "a:esa" in keys("European Space Agency", Kind.ORGANISATION)


@given(st.text(max_size=60))
def test_no_text_breaks_the_keys(text: str) -> None:
    """Whatever is typed gives keys, and folding twice changes nothing."""
    keys(text, Kind.PERSON)
    assert fold(fold(text)) == fold(text)
