"""How well a source supports a sentence."""

from __future__ import annotations

import time

import pytest

from digests.summaries.grounding import SUPPORTED, check

SOURCE = """Vladimir Putin removed Dmitry Rogozin as head of Roscosmos on Friday. Yury Borisov, a deputy prime minister,
was named as his successor. NASA and Roscosmos signed an agreement on crew seats after years of talks. The agency did
not say why Rogozin had to go. He had run it since 2018."""


def test_a_sentence_of_the_source_is_supported() -> None:
    """Word for word is as good as it gets."""
    sentences = ["He had run it since 2018.", "NASA and Roscosmos signed an agreement on crew seats."]
    assert all(score >= SUPPORTED for score in check(SOURCE, sentences))


@pytest.mark.parametrize(("right", "wrong"), [
    ("Putin removed Rogozin as head of Roscosmos.", "Putin removed Rogozin as head of Gazprom."),
    ("Rogozin had run the agency since 2018.", "Rogozin had run the agency since 2011."),
    ("NASA and Roscosmos signed an agreement.", "NASA and Roscosmos never signed an agreement."),
    ("Borisov was named as the successor of Rogozin.", "Borisov was arrested with a general in Paris."),
])
def test_a_changed_fact_scores_lower(right: str, wrong: str) -> None:
    """A name, a number, a negation, another story."""
    good, bad = check(SOURCE, [right, wrong])
    assert good > bad
    assert good >= SUPPORTED


def test_scores_stay_between_nought_and_one() -> None:
    """Whatever is asked of whatever."""
    for source in ("", SOURCE):
        assert all(0 <= score <= 1 for score in check(source, ["", "…", "Nothing of the kind, 17 times 4.", SOURCE]))


@pytest.mark.parametrize("text", ['"' * 1_000_000, "a" * 1_000_000, "not " * 250_000])
def test_hostile_text_takes_less_than_a_second(text: str) -> None:
    """Source and sentence are cut short before they are looked at."""
    began = time.perf_counter()
    check(text, [text])
    assert time.perf_counter() - began < 1
