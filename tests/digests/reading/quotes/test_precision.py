"""How sure a pattern is."""

from digests.reading.phrases import Phrase
from digests.reading.quotes.patterns import Tie
from digests.reading.quotes.precision import is_quotation, is_sure, precision

PHRASE = Phrase(0, 0, 0)


def test_a_pattern_has_the_figure_of_its_longest_family() -> None:
    """What was too rare to measure shares a family's figure; what is unknown is never right."""
    assert precision("gap comma aside") == precision("gap comma")
    assert precision("nothing like it") == 0.0


def test_only_good_patterns_answer() -> None:
    """A subject of the sentence before is a guess, "X said" is not."""
    assert is_sure(Tie(PHRASE, "after near", None))
    assert not is_sure(Tie(PHRASE, "sentence before subject", None))
    assert not is_sure(None)


def test_short_fragments_need_a_verb_of_saying_beside_them() -> None:
    """Two words inside a sentence are a scare quote unless somebody is said to say them."""
    assert not is_quotation(2, Tie(PHRASE, "clause", None), False)
    assert is_quotation(2, Tie(PHRASE, "after near", None), False)
