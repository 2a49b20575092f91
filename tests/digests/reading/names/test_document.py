"""What the article as a whole corrects, each pass by itself."""

from __future__ import annotations

from digests.model import Kind
from digests.reading.names.acronyms import define_acronyms
from digests.reading.names.clean import cleaned, join_nicknames
from digests.reading.names.company import mend_people
from digests.reading.names.known import apply_lists
from digests.reading.names.lexicon import lexicon
from digests.reading.names.organisations import mend_organisations
from digests.reading.names.page import Name, Page, open_page
from digests.reading.names.people import drop_strays, spread_people, spread_titles, vote
from digests.reading.names.things import part_things
from digests.text import split_sentences

KNOWN = lexicon(frozenset({"said", "left", "the", "light"}))


def page(text: str, *names: tuple[str, Kind]) -> Page:
    """Make a page on which each name is marked where its words first occur after the one before."""
    made = open_page(text, split_sentences(text))
    at = 0
    for words, kind in names:
        parts = words.split()
        while made.words[at:at + len(parts)] != parts:
            at += 1
        made.names.append(Name(at, at + len(parts), kind))
        at += len(parts)
    return made


def found(made: Page) -> list[tuple[str, Kind]]:
    """List the names of a page."""
    return [(made.text_of(name), name.kind) for name in made.names]


def test_edges_lose_titles_articles_and_possessives() -> None:
    """A name begins after its title and ends before its 's."""
    made = page("Former President Ann Lee 's dog")
    whole = Name(1, 6, Kind.PERSON)
    assert [made.text_of(name) for name in cleaned(made, whole, KNOWN)] == ["Ann Lee"]


def test_last_words_correct_the_kind() -> None:
    """A council is no person, a lander no place, a prize nobody."""
    made = page("Orsk Council and Zarin Lander and Ann Lee Prize")
    kinds = [cleaned(made, Name(a, b, Kind.PERSON), KNOWN)[0].kind for a, b in ((1, 3), (4, 6), (7, 10))]
    assert kinds == [Kind.ORGANISATION, Kind.CRAFT, Kind.OTHER]


def test_a_surname_is_spread_from_the_full_name() -> None:
    """A later surname is the person even where the tagger saw a place or nothing, unless it is in a place."""
    made = page("Jan Oslo left. Oslo said no. She flew to Oslo.", ("Jan Oslo", Kind.PERSON), ("Oslo", Kind.PLACE),
                ("Oslo", Kind.PLACE))
    spread_people(made, KNOWN)
    assert found(made) == [("Jan Oslo", Kind.PERSON), ("Oslo", Kind.PERSON), ("Oslo", Kind.PLACE)]


def test_the_word_after_a_title_is_a_person() -> None:
    """A title tells a person where the tagger is wrong or silent."""
    made = page("Mr. Zorvik left with Dr. Palau.", ("Palau", Kind.PLACE))
    spread_titles(made, KNOWN)
    assert ("Zorvik", Kind.PERSON) in found(made)


def test_strays_are_dropped_in_longer_texts_only() -> None:
    """A lone odd word that never speaks nor bears a title is nobody; in a short text it may be."""
    text = "The Zorvik flew. It was light. It left. The end came."
    made = page(text, ("Zorvik", Kind.PERSON))
    drop_strays(made, KNOWN)
    assert found(made) == []
    short = page("The Zorvik flew.", ("Zorvik", Kind.PERSON))
    drop_strays(short, KNOWN)
    assert found(short) == [("Zorvik", Kind.PERSON)]


def test_names_written_alike_agree() -> None:
    """A clear majority decides for all."""
    made = page("Orbex rose. Orbex fell. Orbex left.", ("Orbex", Kind.ORGANISATION), ("Orbex", Kind.ORGANISATION),
                ("Orbex", Kind.PLACE))
    vote(made)
    assert {kind for _, kind in found(made)} == {Kind.ORGANISATION}


def test_lists_overrule_the_tagger_but_not_longer_names() -> None:
    """Starlink is no person; NASA inside a longer organisation stays there."""
    made = page("Starlink is late, NASA Glenn Club said.", ("Starlink", Kind.PERSON),
                ("NASA Glenn Club", Kind.ORGANISATION))
    apply_lists(made)
    assert found(made) == [("Starlink", Kind.CRAFT), ("NASA Glenn Club", Kind.ORGANISATION)]


def test_long_organisations_are_joined_and_people_parted_from_them() -> None:
    """ "for Science and Culture" belongs to the council; Ann Lee does not belong to her university."""
    made = page("The Council for Science and Culture met.", ("Council", Kind.ORGANISATION))
    mend_organisations(made, KNOWN)
    assert found(made) == [("Council for Science and Culture", Kind.ORGANISATION)]
    made = page("Orsk State University Anna Lee spoke.", ("Orsk State University Anna Lee", Kind.ORGANISATION))
    mend_organisations(made, KNOWN)
    assert found(made) == [("Orsk State University", Kind.ORGANISATION), ("Anna Lee", Kind.PERSON)]


def test_things_that_bear_a_name_are_not_its_bearer() -> None:
    """Asteroids by number, prizes and institutes are no people."""
    made = page("They saw 433 Silvia. The Ann Lee Prize went to Bo Ek.", ("Silvia", Kind.PERSON),
                ("Ann Lee", Kind.PERSON), ("Bo Ek", Kind.PERSON))
    part_things(made)
    assert found(made) == [("Silvia", Kind.PLACE), ("Ann Lee Prize", Kind.OTHER), ("Bo Ek", Kind.PERSON)]


def test_acronyms_take_the_kind_of_their_words_in_full() -> None:
    """A bracketed acronym is the organisation wherever it stands."""
    made = page("The Orbital Weather Office (OWO) spoke. OWO left.")
    assert define_acronyms(made) == {"OWO": "Orbital Weather Office"}
    assert found(made).count(("OWO", Kind.ORGANISATION)) == 2


def test_a_nickname_joins_its_two_neighbours() -> None:
    """Given name, nickname in marks, surname: one person."""
    made = page('Ann "Bee" Lee left.', ("Ann", Kind.PERSON), ("Lee", Kind.PERSON))
    join_nicknames(made)
    assert found(made) == [('Ann " Bee " Lee', Kind.PERSON)]


def test_people_get_the_whole_of_their_names() -> None:
    """Arabic and French particles and numbers belong to the name before them; "I" only on a throne."""
    made = page("General Suleiman al-Amr, Jean d'Alembert, Pope Damasus I and Ann I saw.", ("Suleiman", Kind.PERSON),
                ("Jean", Kind.PERSON), ("Damasus", Kind.PERSON), ("Ann", Kind.PERSON))
    mend_people(made, KNOWN)
    assert [name for name, _ in found(made)] == ["Suleiman al-Amr", "Jean d'Alembert", "Damasus I", "Ann"]


def test_company_tells_people() -> None:
    """An occupation before, or people on both sides of a row, tell a person from a place; a listed place stays one."""
    made = page("The designer Zorvik met Ann Lee, Vitas Gerul and Bo Ek in Orsk Vale; the minister Moscow sent.",
                ("Zorvik", Kind.PLACE), ("Ann Lee", Kind.PERSON), ("Vitas Gerul", Kind.OTHER), ("Bo Ek", Kind.PERSON),
                ("Orsk Vale", Kind.PLACE), ("Moscow", Kind.PLACE))
    mend_people(made, KNOWN)
    assert [kind for _, kind in found(made)] == [Kind.PERSON] * 4 + [Kind.PLACE] * 2


def test_a_letter_from_somebody_is_from_a_person() -> None:
    """A surname that no list has as a place is the person of the article after "from", not after "in"."""
    made = page("Ann Zorvik left. A note from Zorvik came. They met in Zorvik.", ("Ann Zorvik", Kind.PERSON),
                ("Zorvik", Kind.PLACE), ("Zorvik", Kind.PLACE))
    made.names = [made.names[0], *(Name(at, at + 1, Kind.PLACE) for at, word in enumerate(made.words)
                                   if word == "Zorvik" and at > 3)]
    spread_people(made, KNOWN)
    assert found(made)[1:] == [("Zorvik", Kind.PERSON), ("Zorvik", Kind.PLACE)]
