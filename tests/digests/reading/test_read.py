"""What one article says, read whole."""

from __future__ import annotations

import time

import pytest

from digests.reading.read import read

ARTICLE = (
    "The agency will go on flying until 2024, officials said.\n"
    "“We have time,” said Anna Berg, the director of the Norland Space Agency. “Nobody should hurry.”\n"
    "Berg spoke in Oslo."
)


def test_a_quotation_is_the_words_between_the_marks_and_knows_who_said_them() -> None:
    """Both halves of an interrupted quotation have one speaker."""
    quotes = read(ARTICLE).quotes
    assert [(ARTICLE[quote.start:quote.end], quote.speaker) for quote in quotes] == [
        ("We have time,", "Anna Berg"), ("Nobody should hurry.", "Anna Berg")]


def test_any_verb_that_ends_the_sentence_after_a_comma_is_one_of_saying() -> None:
    """ "…," he shrugged: short as it may be; what goes on after the verb tells of something else."""
    text = "Anna Berg stayed. “It's a seal,” she shrugged. “It's late,” and Berg closed the door."
    assert [(text[quote.start:quote.end], quote.speaker) for quote in read(text).quotes][:1] == [
        ("It's a seal,", "Anna Berg")]


def test_nothing_comes_of_nothing() -> None:
    """An empty text has an empty reading."""
    assert read("").quotes == ()


@pytest.mark.parametrize("text", [
    '"' * 1_000_000, "“" * 1_000_000, '" ' * 500_000, "Ann Lee left. " + '"' * 1_000_000, "Ann Lee: " + "“" * 10**6,
])
def test_a_million_quotation_marks_take_less_than_a_second(text: str) -> None:
    """Read whole, alone or at the end of an article, which is read all the same."""
    read("Warm up. “Yes,” said Ann Lee.")
    started = time.process_time()
    found = read(text)
    assert time.process_time() - started < 1.5  # a busy machine; a second on a free one
    assert bool(found.mentions) == text.startswith("Ann Lee") and not found.quotes


def test_two_hundred_thousand_words_take_seconds() -> None:
    """Time is linear: nothing looks back over the whole article."""
    started = time.process_time()
    found = read(ARTICLE * 5_000)
    assert time.process_time() - started < 15 and len(found.quotes) >= 1_000
