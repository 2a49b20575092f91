"""Roles as worded."""

import pytest

from digests.model import Tenure
from tests.digests.reading.scene import play


@pytest.mark.parametrize(("text", "worded"), [
    ("Ivan Petrov, the chief executive of the Norland space agency Skyward, spoke.",
     [("Ivan Petrov", "chief executive", "Skyward")]),
    ("Tom Reed, a Skyward spokesman, spoke.", [("Tom Reed", "spokesman", "Skyward")]),
    ("Skyward chief scientist Mary Stone spoke.", [("Mary Stone", "chief scientist", "Skyward")]),
    ("Skyward's director Mary Stone spoke.", [("Mary Stone", "director", "Skyward")]),
    ("Astronomer Mary Stone from the Lunar Institute spoke.", [("Mary Stone", "Astronomer", "Lunar Institute")]),
    ("Mary Stone is a planetary scientist at the Lunar Institute.",
     [("Mary Stone", "planetary scientist", "Lunar Institute")]),
    ("The head of Skyward, Ivan Petrov, spoke.", [("Ivan Petrov", "head", "Skyward")]),
    ("Mary Stone, who is the director of the Lunar Institute, spoke.", [("Mary Stone", "director", "Lunar Institute")]),
    ("Mary Stone, a senior engineer and rover driver at Skyward, spoke.",
     [("Mary Stone", "senior engineer", "Skyward"), ("Mary Stone", "rover driver", "Skyward")]),
    ("Skyward astronauts Tom Reed and Anna Berg spoke.",
     [("Tom Reed", "astronaut", "Skyward"), ("Anna Berg", "astronaut", "Skyward")]),
    ("Skyward founder and CEO Mary Stone spoke.",
     [("Mary Stone", "founder", "Skyward"), ("Mary Stone", "CEO", "Skyward")]),
    ("Skyward leads Mary Stone by a year.", []),
    ("As a candidate, Mary Stone, it is said, lost.", []),
    ("Mary Stone, founder of Skyward and space firm Lunar Institute, spoke.",
     [("Mary Stone", "founder", "Skyward"), ("Mary Stone", "founder", "Lunar Institute")]),
    ("Mary Stone, associate administrator for space operations at Skyward, spoke.",
     [("Mary Stone", "associate administrator for space operations", "Skyward")]),
    ("The man from Oslo met Mary Stone at the Lunar Institute.", []),
    ("Mary Stone, with the flowers, walked home.", []),
])
def test_a_role_is_read_as_the_text_words_it(text: str, worded: list[tuple[str, str, str | None]]) -> None:
    """Person, role and organisation, in order, each once."""
    assert play(text).worded == worded


@pytest.mark.parametrize(("text", "tenure"), [
    ("Tom Reed, the former director of Skyward, spoke.", Tenure.FORMER),
    ("Then-director Tom Reed spoke.", Tenure.FORMER),
    ("Skyward removed Petrov. Tom Reed stepped down as director of Skyward.", Tenure.FORMER),
    ("Tom Reed was fired as director of Skyward.", Tenure.FORMER),
    ("Acting director Tom Reed spoke.", Tenure.ACTING),
    ("Tom Reed will become director of Skyward.", Tenure.INCOMING),
    ("Tom Reed was appointed director of Skyward.", Tenure.CURRENT),
    ("The board named Tom Reed as director of Skyward.", Tenure.CURRENT),
    ("The board dismissed Tom Reed as director of Skyward.", Tenure.FORMER),
])
def test_the_text_says_whether_a_role_is_over(text: str, tenure: Tenure) -> None:
    """Former, acting, incoming and chosen are told apart; the word itself isn't part of the role."""
    roles = play(text).roles
    assert [(role.person, role.role.lower(), role.tenure) for role in roles] == [("Tom Reed", "director", tenure)]


def test_the_span_is_the_whole_phrase_and_holds_every_string() -> None:
    """Role and organisation stand word for word in the span."""
    scene = play("On Monday Ivan Petrov, the chief executive of Skyward, spoke.")
    role = scene.roles[0]
    assert scene.text[role.start:role.end] == "Ivan Petrov, the chief executive of Skyward"


def test_roles_inside_quotations_count() -> None:
    """What somebody calls another is worded in the article too."""
    assert play("Berg said: “Cosmonaut Ivan Petrov had the idea to go there.”").worded == [
        ("Ivan Petrov", "Cosmonaut", None)]


def test_she_is_resolved_before_her_role_is_read() -> None:
    """A copula after a pronoun gives the role to the person meant."""
    assert ("Mary Stone", "director", "Skyward") in play("Mary Stone spoke. She is now director of Skyward.").worded


@pytest.mark.parametrize("text", [
    "Mary Stone replaced Tom Reed as director of Skyward.",
    "Tom Reed was succeeded by Mary Stone as director of Skyward.",
    "Mary Stone takes over from Tom Reed as director of Skyward.",
    "Mary Stone was named director of Skyward, replacing Tom Reed.",
])
def test_a_handover_ends_one_tenure_and_starts_another(text: str) -> None:
    """Whoever is replaced had the role, whoever replaces has it."""
    assert {(role.person, role.role, role.organisation, role.tenure) for role in play(text).roles} == {
        ("Mary Stone", "director", "Skyward", Tenure.CURRENT), ("Tom Reed", "director", "Skyward", Tenure.FORMER)}
