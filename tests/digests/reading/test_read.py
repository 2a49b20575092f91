"""What one article says, read whole."""

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


def test_nothing_comes_of_nothing() -> None:
    """An empty text has an empty reading."""
    assert read("").quotes == ()
