"""Names of whole articles, as a reader of the package meets them."""

from __future__ import annotations

import time
from itertools import cycle, islice, pairwise, product

import pytest

from digests.model import Kind, Mention
from digests.reading.names import find_names
from digests.text import split_sentences

REMOVAL = (
    "Russian President Vladimir Putin removed Dmitry Rogozin as head of Roscosmos on Friday, TASS reported.\n"
    "Rogozin had led the agency since 2018. Mr. Rogozin's successor is Yuri Borisov, a former deputy prime minister.\n"
    "“We thank Dmitry Olegovich,” Borisov said in Moscow. NASA declined to comment."
)


def read(text: str) -> tuple[Mention, ...]:
    """Find the names of a text."""
    return find_names(text, split_sentences(text)).mentions


def named(text: str, kind: Kind) -> set[str]:
    """List the resolved names of one kind."""
    return {m.name for m in read(text) if m.kind == kind}


def test_surnames_resolve_to_the_full_name_of_this_article() -> None:
    """Every later "Rogozin" carries "Dmitry Rogozin"; titles and possessives are outside of the span."""
    forms = [(REMOVAL[m.start:m.end], m.name) for m in read(REMOVAL) if m.kind == Kind.PERSON]
    assert forms.count(("Rogozin", "Dmitry Rogozin")) == 2
    assert ("Borisov", "Yuri Borisov") in forms
    assert ("Vladimir Putin", "Vladimir Putin") in forms


def test_kinds_are_told_apart() -> None:
    """Agencies and outlets are organisations, cities places."""
    assert {"Roscosmos", "TASS", "NASA"} <= named(REMOVAL, Kind.ORGANISATION)
    assert "Moscow" in named(REMOVAL, Kind.PLACE)


@pytest.mark.parametrize("text", [
    "Starlink satellites passed over Venus, SpaceX said.",
    "Skylab fell to Earth in 1979. Apollo and Soyuz had docked four years before, NASA said.",
    "The Perseverance rover and the Ingenuity helicopter are on Mars, according to JPL.",
    "NASA's James Webb Space Telescope and the Hubble Space Telescope saw Jupiter.",
    "ISRO lost contact with the Vikram lander. Vikram crashed on the Moon, ISRO said.",
    "ESA will not fly the rover Rosalind Franklin to Mars. Rosalind Franklin waits in Turin.",
    "In the commander's seat sat Rosie, a mannequin fitted with sensors.",
    "Hurricane Ian had held up the launch by two days.",
])
def test_craft_and_bodies_are_nobody(text: str) -> None:
    """What flies and what it flies to is never a person."""
    assert named(text, Kind.PERSON) == set()


def test_where_an_article_was_written_is_a_place() -> None:
    """Capitals before the dash are no organisation in the news."""
    text = "KENNEDY SPACE CENTER — The rocket is under a roof, NASA said."
    assert named(text, Kind.ORGANISATION) == {"NASA"}


def test_a_person_whose_name_a_craft_bears_stays_a_person() -> None:
    """The words around tell the administrator from the telescope."""
    text = ("The James Webb Space Telescope sent pictures. It is named after James Webb, who ran NASA in the 1960s. "
            "Astronomer Edwin Hubble died in 1953.")
    assert named(text, Kind.PERSON) == {"James Webb", "Edwin Hubble"}
    assert "James Webb Space Telescope" in named(text, Kind.CRAFT)


def test_acronyms_defined_in_the_text_are_aliases() -> None:
    """A bracketed acronym stands for the words before it, here and later."""
    text = "The National Orbital Research Institute (NORI) was founded in 1970. NORI builds satellites."
    found = find_names(text, split_sentences(text))
    assert found.aliases == {"NORI": "National Orbital Research Institute"}
    assert {m.name for m in found.mentions if text[m.start:m.end] == "NORI"} == {"National Orbital Research Institute"}


def test_an_acronym_of_everyday_words_is_no_name() -> None:
    """What stands for common nouns names nobody."""
    text = "Engineers replaced the power distribution unit (PDU) on Monday. The PDU had failed."
    assert not [m for m in read(text) if text[m.start:m.end] == "PDU"]


def test_nicknames_and_initials_belong_to_the_name() -> None:
    """Marks around a nickname do not cut a name in two; an initial does not end a sentence or a name."""
    text = 'Charles "Pete" Conrad walked on the Moon. John F. Kennedy had promised it. Conrad died in 1999.'
    people = named(text, Kind.PERSON)
    assert 'Charles "Pete" Conrad' in people
    assert "John F. Kennedy" in people


def test_every_name_occurs_in_the_text_and_spans_do_not_overlap() -> None:
    """Names are verbatim, white space and case aside; mentions are in order and apart."""
    mentions = read(REMOVAL)
    flat = " ".join(REMOVAL.split())
    assert all(m.name in flat for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_nothing_is_found_in_nothing() -> None:
    """Empty and nameless texts have no names."""
    assert read("") == ()
    assert read("it rained all day and nobody flew.") == ()


@pytest.mark.parametrize("piece", ["Abc ", "A", '"', "NASA ", "Dmitry Rogozin said. ", "(", "x (ABC) ", "of the ",
                                   "Foo Bar (FB) ", "@ Smith said. Smith left. ", "Bob @ left. "])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    """Eight times the text takes far from 64 times as long; "@" stands for another name each time."""
    def seconds(size: int) -> float:
        names = map("".join, product("BDFGKLMN", "aeiou", "bdfgklmn", "aeiou", "bdfgklmn"))
        text = "".join(piece.replace("@", name) for name in islice(cycle(names), size // len(piece)))
        sentences = split_sentences(text)
        start = time.process_time()
        find_names(text, sentences)
        return time.process_time() - start
    small = min(seconds(30_000) for _ in range(2))
    assert seconds(240_000) < 3 * 8 * small + 0.3
