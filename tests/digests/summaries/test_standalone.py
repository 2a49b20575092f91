"""Which sentences stand alone."""

from __future__ import annotations

import pytest

from digests.reading.read import read
from digests.stories.words import written
from digests.summaries.candidates import cut
from digests.summaries.standalone import (
    could_lean,
    first_gendered,
    is_prose,
    marks_of,
    stands_alone,
    without_date_line,
)
from tests.digests.summaries.making import stored

GOOD = "NASA delayed the launch of Artemis I to Saturday after a hydrogen leak."


@pytest.mark.parametrize("sentence", [
    GOOD,
    "“We will try again on Saturday,” NASA administrator Bill Nelson told reporters.",
    "This week the agency will roll the rocket back to its hangar.",
    "Thatcher Crater was photographed by the orbiter on its last pass.",
    "Butler, who commands the station, thanked controllers in Houston.",
])
def test_whole_statements_stand_alone(sentence: str) -> None:
    """Names that begin like joining words are fine, and so is a whole quotation."""
    assert stands_alone(sentence)


@pytest.mark.parametrize("sentence", [
    "He said the rocket would fly again on Saturday.",
    "However, the rocket will not fly before Saturday.",
    "But the agency expects to try again on Saturday.",
    "Meanwhile, engineers looked at the leaking seal.",
    "In addition, the agency will replace a seal.",
    "That would be the third attempt at a launch.",
    "“It leaked again,” the engineer said on Friday.",
    "When they opened the hatch, the alarm stopped.",
    "It launched “on time, as planned by the agency.",
    "Will the rocket fly before the end of the month?",
    "By Jane Smith",
    "Read more about the launch on our website.",
    "Photo: NASA/Joel Kowsky shows the rocket on its pad.",
    "Home » News » Launches and all about rockets.",
    "Sign up for our newsletter to get the news first.",
    "Rocket rolls back to its hangar",
    "and so the rocket was rolled back to its hangar.",
    "Subscribe now.",
])
def test_what_leans_on_its_neighbours_or_is_no_prose_does_not(sentence: str) -> None:
    """Pronouns, joining words, stray marks, questions, bylines, captions, crumbs, adverts, headlines, fragments."""
    assert not stands_alone(sentence)


@pytest.mark.parametrize("line", ["MOSCOW (Reuters) - ", "CAPE CANAVERAL, Fla. (AP) — ", "PARIS — ",
                                  "Thursday, May 7, 2015 ", "WASHINGTON, July 15 (AFP) - "])
def test_a_date_line_is_cut_off(line: str) -> None:
    """What follows is the sentence."""
    assert (line + GOOD)[without_date_line(line + GOOD):] == GOOD


def test_a_date_line_parted_at_its_full_stop_leaves_no_dash() -> None:
    """"LAUREL, Md. — A spacecraft": the sentence begins at the dash."""
    assert ("— " + GOOD)[without_date_line("— " + GOOD):] == GOOD


def test_without_a_date_line_nothing_is_cut() -> None:
    """A sentence that begins with capitals keeps them."""
    assert without_date_line(GOOD) == 0
    assert without_date_line("ESA (the European Space Agency) launched a probe.") == 0


@pytest.mark.parametrize("sentence", [
    "Readers can read the full text of the decree here.",
    "CLICK on the picture to see the whole crew.",
    "The agency holds all rights reserved in these pictures.",
    "Use of this page follows our Terms of Service.",
    "We use them as our cookie policy says.",
    "You may share this with all of your friends.",
    "Get the news first with our app for phones.",
    "Please log in to see the whole report.",
    "This article was first published by another outlet.",
    "A rocket on its pad, image courtesy of NASA.",
    "The rocket shown above will fly on Saturday.",
    "Jane Smith is a freelance writer in Houston, Texas.",
    "Three others contributed to this report from Paris.",
    "The whole report is at https://example.org for all.",
    "Write to the editors at desk@example.org with questions.",
    "The crew waved before launch. © 2022 The Agency.",
    "The crew waved before launch in a Getty image.",
    "Editor’s note: the launch has been moved to Saturday.",
    "Reporting by: Jane Smith and two others in Moscow.",
    "“Also read: what the crew will do in orbit.",
    "See our page at www.example.org for all details.",
])
def test_junk_is_found_by_its_words(sentence: str) -> None:
    """Knowing the marks of the words gives the same answer as looking closely."""
    assert not is_prose(sentence)
    assert not is_prose(sentence, marks_of(written(sentence)))


@pytest.mark.parametrize(("sentence", "place"), [
    ("The engineer said she would try again.", 18),
    ("Asked about THEM, Rogozin praised HIS team of engineers.", 34),
    ("The engineer said “she will try again”.", None),
    ("The shelter at the heroes' cherished monument stands.", None),
])
def test_gendered_pronouns_are_found_by_their_words(sentence: str, place: int | None) -> None:
    """In capitals, too, but not inside of words or of quotation marks."""
    assert first_gendered(sentence, marks_of(written(sentence))) == place


@pytest.mark.parametrize("sentence", ["The only eyewitness was Italian.", "None of the three rockets has flown yet.",
                                      "Financial terms were not disclosed."])
def test_a_sentence_that_names_nothing_leans_on_the_one_before(sentence: str) -> None:
    """Where the article names things, a definite or short sentence has to name one, or give a figure."""
    text = f"Amazon chose rockets of Blue Origin on Tuesday. {sentence} Amazon chose three of Arianespace as well."
    reading = read(text, "")
    whole = {one.cited.text: one.whole for one in cut(stored("a", text, reading=reading)).candidates}
    assert whole[sentence] is False
    assert whole["Amazon chose three of Arianespace as well."] is True


def test_a_figure_or_length_lets_a_sentence_stand() -> None:
    """"The 38 launches …" says which; a long indefinite sentence tells enough."""
    assert not could_lean("The 38 launches are to take place over five years.")
    assert not could_lean("A heavy rocket fell back into the sea off the coast of a small island.")
    assert could_lean("The launches are to take place over five years.")
