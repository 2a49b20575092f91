"""What a story is about, and whether an article is about the same."""

from __future__ import annotations

from digests.reading.read import read
from digests.stories.core import Beside, Core
from digests.stories.features import Features, decode, make_features
from digests.stories.words import code
from tests.digests.stories.making import REMOVAL, Desk, article

NELSON = ("Bill Nelson visited the Stennis centre in Mississippi on Monday to see an engine fire. "
          "Nelson said that the agency needs more of them.")
KEPT = """Vladimir Putin kept Dmitry Medvedev as deputy head of the Russian Security Council on Friday.
Medvedev has held the post since he resigned as prime minister with his whole government in January 2020.
The council meets every week; generals, ministers and the heads of the secret services sit at its table.
Once a liberal, Medvedev now threatens the West with missiles in his posts on social networks nearly every day."""


def features(title: str, text: str) -> Features:
    """Features of an article as read."""
    return decode(make_features(article("a", title, text), read(text, title)))


def core(*texts: str) -> Core:
    """The core of a story of these articles."""
    made = Core()
    for text in texts:
        made.add(features("", text))
    return made


def test_the_person_an_article_is_about_is_named_at_its_beginning_and_again() -> None:
    """A voice that is heard later, once, is not whom the article is about."""
    assert features("", NELSON).person == code("nelson")
    assert features("", REMOVAL).person == code("rogozin")
    late = "The engine ran for eight minutes. " * 20 + "Bill Nelson was pleased."
    assert features("", late).person == 0


def test_a_story_asks_for_the_person_it_is_about() -> None:
    """Below 0 where the article is silent about that person, above where it names them, 0 where there is none."""
    about = core(REMOVAL)
    assert Beside(features("", NELSON)).person(about) == -1 / 2
    assert Beside(features("", NELSON)).person(core(REMOVAL, REMOVAL)) == -2 / 3
    assert Beside(features("", "Rogozin has left the agency.")).person(about) == 1 / 2
    assert Beside(features("", NELSON)).person(core("The engine ran.")) == 0


def test_an_article_keeps_more_of_its_own_story() -> None:
    """What both name at the beginning counts, the more the more articles have it."""
    about = core(REMOVAL, REMOVAL.replace("Yury", "Juri"))
    same, other = Beside(features("", REMOVAL)), Beside(features("", KEPT))
    assert same.kept(about) > other.kept(about) > Beside(features("", NELSON)).kept(about)
    assert same.fit(about) > other.fit(about) > Beside(features("", NELSON)).fit(about)
    assert other.fit(core(REMOVAL)) == 0, "one article has nothing in common with itself"


def test_two_happenings_with_one_ruler_in_them_stay_apart() -> None:
    """The same head of state, the same Friday, another man and another office."""
    desk = Desk(reads=True)
    first, _ = desk.take(article("a", "Putin removes Rogozin as head of Roscosmos", REMOVAL))
    second, _ = desk.take(article("b", "Putin keeps Medvedev in the Security Council", KEPT, hours=2))
    assert first != second
