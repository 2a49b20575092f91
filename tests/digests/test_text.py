"""Tokens and normal forms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digests.text import STOP_WORDS, fold, tokens


def test_tokens_keep_names_and_part_possessives() -> None:
    """Inner hyphens, apostrophes and stops stay; 's, marks and contracted endings stand alone."""
    words = [t.text for t in tokens("John F. Kennedy's U.S. visit: Chang'e-5, AT&T and O’Brien won't cost $1,000.5.")]
    assert words == ["John", "F.", "Kennedy", "'s", "U.S.", "visit", ":", "Chang'e-5", ",", "AT&T", "and", "O’Brien",
                     "wo", "n't", "cost", "$", "1,000.5", "."]


def test_tokens_of_a_stretch_point_into_the_whole_text() -> None:
    """Offsets count from the start of the text, not of the stretch."""
    text = "No. Dmitry Rogozin left."
    assert [(t.start, t.text) for t in tokens(text, 4, 18)] == [(4, "Dmitry"), (11, "Rogozin")]


@given(st.text(max_size=80))
def test_tokens_are_their_text_and_miss_nothing(text: str) -> None:
    """Each token is the text at its offsets; together they hold all but white space."""
    found = tokens(text)
    assert all(text[t.start:t.end] == t.text for t in found)
    assert "".join(t.text for t in found).split() == ["".join(text.split())] * bool(text.split())


def test_fold_compares_across_scripts_and_marks() -> None:
    """Case, accents, punctuation and script do not tell folded names apart."""
    assert fold("Рогозин") == fold("ROGOZIN ") == "rogozin"
    assert fold("Wörner,  J.-D.") == "worner j d"


def test_stop_words_are_small_words_only() -> None:
    """No name hides among the words left out of account."""
    assert "the" in STOP_WORDS
    assert not STOP_WORDS & {"mars", "nasa", "launch", "rocket", "space"}
