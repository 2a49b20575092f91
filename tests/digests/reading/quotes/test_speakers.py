"""Who says what."""

import time

import pytest

from tests.digests.reading.scene import play


@pytest.mark.parametrize(("text", "speaker"), [
    ("“We are ready to fly,” Berg said.", "Anna Berg"),
    ("“We are ready to fly,” said Anna Berg, the director of Skyward.", "Anna Berg"),
    ("Anna Berg, the chief of Skyward, said, “We are ready to fly.”", "Anna Berg"),
    ("Wire News reported that Ivan Petrov, the chief of Skyward, said, “We are ready to fly.”", "Ivan Petrov"),
    ("Wire News quoted Petrov as saying “We are ready to fly.”", "Ivan Petrov"),
    ("Petrov was quoted as saying: “We are ready to fly.”", "Ivan Petrov"),
    ("“We are ready to fly,” according to Anna Berg.", "Anna Berg"),
    ("Berg told Rocketry Weekly: “We are ready to fly.”", "Anna Berg"),
    ("Speaking with Wire News, a daily, Berg said, “We are ready to fly.”", "Anna Berg"),
    ("Berg laughed and said, “We are ready to fly.”", "Anna Berg"),
    ("Berg took the stage, saying: “We are ready to fly.”", "Anna Berg"),
    ("Last year, Mary Stone, dean at the Lunar Institute, said: “We are ready to fly.”", "Mary Stone"),
    ("“Are we ready to fly?” Berg asked. Nobody answered.", "Anna Berg"),
    ("“We are ready to fly,” the Norland Space Agency said in a statement.", "Norland Space Agency"),
    ("Mary Stone sat. “We are ready to fly,” her adviser, Tom Reed, said.", "Tom Reed"),
    ("Mary Stone sat. “We are ready to fly,” her adviser said.", None),
    ("“We are ready to fly.” — Tom Reed", "Tom Reed"),
    ("“We are ready to fly,” a spokesman for Skyward said.", None),
    ("“We are ready to fly,” said one of the pilots.", None),
])
def test_the_subject_of_the_verb_of_saying_speaks(text: str, speaker: str | None) -> None:
    """The nearest attribution decides; one who is not named stays unnamed."""
    assert play(text).said == [(text[text.index("“") + 1:text.index("”")], speaker)]


def test_the_span_of_an_unnamed_speaker_is_kept() -> None:
    """A noun phrase has a span although it resolves to nobody; the cue is the verb."""
    scene = play("“We are ready to fly,” a company spokesman said.")
    quote = scene.quotes[0]
    assert quote.speaker_start is not None and quote.speaker_end is not None
    assert scene.text[quote.speaker_start:quote.speaker_end] == "a company spokesman"
    assert quote.cue == "said"


def test_an_interrupted_quotation_is_two_with_one_speaker() -> None:
    """Both halves go to the one who interrupts."""
    assert play("“We will go,” Berg said, “when the sky is clear.”").said == [
        ("We will go,", "Anna Berg"), ("when the sky is clear.", "Anna Berg")]


def test_what_follows_in_the_paragraph_goes_on() -> None:
    """A sentence of quotation after an attributed one has its speaker."""
    assert play("“We will go,” Berg said. “The sky is clear.” He added, “Soon.”").said[1] == (
        "The sky is clear.", "Anna Berg")


def test_a_paragraph_of_nothing_but_quotation_goes_on_too() -> None:
    """Its speaker is the one of the paragraph before."""
    assert play("“We will go,” Berg said.\n\n“The sky is clear tonight.”").said[1][1] == "Anna Berg"


def test_nobody_speaks_where_the_text_names_nobody() -> None:
    """A name nearby isn't enough."""
    scene = play("Berg walked to the pad with Petrov. The sign on the wall read like a warning to all. "
                 "“Whoever enters here must leave their boots outside the door.” Stone looked at it.")
    assert [speaker for _, speaker in scene.said] == [None]


def test_titles_and_scare_quotes_are_no_quotations() -> None:
    """A few words in marks inside a sentence, with no verb of saying, are left out."""
    assert play("The crew carried the “Victory Banner” and watched “Solaris” on board.").said == []


def test_a_pronoun_speaks_for_the_one_it_means() -> None:
    """Gender and place decide whom he and she mean."""
    scene = play("Anna Berg met Ivan Petrov in Oslo. “We are ready to fly,” she said.")
    assert scene.said == [("We are ready to fly,", "Anna Berg")]


def test_every_span_is_verbatim() -> None:
    """Offsets point at the words and never at the marks."""
    text = "Intro.\n\n\"One two three four,\" said Berg.\n\n''Five six seven eight,'' said Petrov."
    assert [words for words, _ in play(text).said] == ["One two three four,", "Five six seven eight,"]


def test_a_verb_of_saying_before_a_colon_reaches_the_next_paragraph() -> None:
    """The attribution closes one paragraph, the quotation is the next."""
    assert play("Later Berg wrote:\n\n“We are ready to fly.”").said == [("We are ready to fly.", "Anna Berg")]


def test_it_is_the_organisation_that_spoke_in_the_paragraph() -> None:
    """"it added" goes on with the body before; elsewhere "it" stays open."""
    text = "“We are ready to fly,” Skyward said on Monday. “The pad is dry,” it added."
    assert [speaker for _, speaker in play(text).said] == ["Skyward", "Skyward"]
    assert play("Skyward sat there. “We are ready to fly,” it said.").said[0][1] is None


def test_a_heading_in_marks_is_no_quotation() -> None:
    """A short line without a stop, alone in its paragraph, is a heading."""
    assert len(play("“We are ready to fly,” Berg said.\n\n“Ready to fly”\n\nMore came.").said) == 1


@pytest.mark.parametrize("piece", ["“ab” ", "said that ", "Tom Reed, the ", "“ab,” he said. ", "who said, ", "of the "])
def test_repetition_costs_no_more_than_its_length(piece: str) -> None:
    """Four times the text takes about four times as long, not sixteen."""
    spent = []
    for size in (10_000, 40_000):
        started = time.process_time()
        play(piece * (size // len(piece)))
        spent.append(time.process_time() - started)
    assert spent[1] < 10 * spent[0] + 0.5
