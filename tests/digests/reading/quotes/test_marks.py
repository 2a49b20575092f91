"""Where quotation marks open and close."""

import time

import pytest

from digests.reading.quotes.marks import paragraphs


def marked(text: str) -> list[str]:
    return [text[found.start:found.end] for paragraph in paragraphs(text) for found in paragraph.marked]


@pytest.mark.parametrize("text", [
    'He said: "We all wait here."',
    "He said: “We all wait here.”",
    "He said: ''We all wait here.''",
    "He said: ``We all wait here.''",
    "He said: “We all wait here.\"",
    "He said: „We all wait here.“",
    "He said: 'We all wait here.'",
    "He said: “ We all wait here. ”",
])
def test_every_kind_of_mark_gives_the_words_between(text: str) -> None:
    """Straight, curly, doubled, mixed and loose marks are all left out of the span."""
    assert marked(text) == ["We all wait here."]


def test_a_quotation_of_several_paragraphs_is_one_span_a_paragraph() -> None:
    """The mark is repeated at each paragraph and closed only at the last."""
    text = "“First we land.\n\n“Then we leave.”\n\nNothing more."
    assert marked(text) == ["First we land.", "Then we leave."]


def test_single_marks_may_stay_open_over_paragraphs_too() -> None:
    """British papers repeat a single mark."""
    assert marked("'We found water in the dust.\n'We did not expect it.'") == [
        "We found water in the dust.", "We did not expect it."]


def test_a_nested_quotation_stays_inside_the_outer_one() -> None:
    """Single marks inside double ones open nothing."""
    assert marked("“She said 'go there now, please,' and I went,” he said.") == [
        "She said 'go there now, please,' and I went,"]


@pytest.mark.parametrize("text", [
    "The astronauts' suits and the crew's food are theirs.", 'A 7" screen and a 9" one', "Rock 'n' roll is here",
    '<tweet id="123456" author="@somebody">', "It's the dogs' dinner", '""""""""""""',
])
def test_apostrophes_inches_tags_and_noise_are_no_quotations(text: str) -> None:
    """Marks that do not quote give nothing."""
    assert marked(text) == []


def test_a_mark_left_open_inside_a_sentence_swallows_nothing() -> None:
    """Without a closing mark, and with no paragraph that goes on, there is no quotation."""
    assert marked("The “so called truce held. Nobody spoke.") == []


@pytest.mark.parametrize("mark", ['"', "“", "'", "”“", '" '])
def test_a_million_marks_take_less_than_a_second(mark: str) -> None:
    """Time is linear in the text, whatever the marks."""
    started = time.process_time()
    paragraphs(mark * (1_000_000 // len(mark)))
    assert time.process_time() - started < 1.0
