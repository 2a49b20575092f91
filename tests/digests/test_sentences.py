"""Sentences: where they end, where they do not, and how long it takes to say."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.text import split_sentences

SPLIT = [
    ("The rocket flew. It landed.", ["The rocket flew.", "It landed."]),
    ("Mr. Bruno spoke to Dr. Lee in St. Louis.", ["Mr. Bruno spoke to Dr. Lee in St. Louis."]),
    ("She works in the U.S. He does not.", ["She works in the U.S.", "He does not."]),
    ("The U.S. Space Force agreed.", ["The U.S. Space Force agreed."]),
    ("It cost 2.9 billion. NASA paid.", ["It cost 2.9 billion.", "NASA paid."]),
    ("At 5 a.m. Mr. Hall rose. He left at 6 p.m. Mr. Ames stayed.",
     ["At 5 a.m. Mr. Hall rose.", "He left at 6 p.m.", "Mr. Ames stayed."]),
    ("It launched in November.People in the UK cheered.",
     ["It launched in November.", "People in the UK cheered."]),
    ("See nasa.gov for more. It is free.", ["See nasa.gov for more.", "It is free."]),
    ("1. The first item 2. The second item", ["1. The first item", "2. The second item"]),
    ("“Why now?” Borisov asked.", ["“Why now?” Borisov asked."]),
    ("Orbit ... was reached. . . . All is well.", ["Orbit ... was reached.", ". . . All is well."]),
    ("what is that? it is a probe.", ["what is that?", "it is a probe."]),
    ("Is it late? yes and no, says one.", ["Is it late? yes and no, says one."]),
    ("Thursday, May 7, 2015 On Tuesday it flew.", ["Thursday, May 7, 2015", "On Tuesday it flew."]),
    ("Turin, Piedmont, Italy - This week it flew.", ["Turin, Piedmont, Italy -", "This week it flew."]),
    ("TURIN (ANSA) - It flew.", ["TURIN (ANSA) -", "It flew."]),
    ("Food - very good for a canteen.", ["Food - very good for a canteen."]),
    ("It was shown in Washington D.C. Photo: NASA.", ["It was shown in Washington D.C.", "Photo: NASA."]),
    ("They told the U.S. Senate: no.", ["They told the U.S. Senate: no."]),
    ("Try a newer IE. It is free.", ["Try a newer IE.", "It is free."]),
    ("See, i.e. It is free.", ["See, i.e. It is free."]),
]


@pytest.mark.parametrize(("text", "wanted"), SPLIT)
def test_boundaries(text: str, wanted: list[str]) -> None:
    """Ends are told by what stands before and after a stop."""
    assert [text[s.start:s.end] for s in split_sentences(text)] == wanted


def test_a_quotation_that_a_verb_governs_is_never_split() -> None:
    """Without a comma or colon before it, it is part of its sentence; a long one is split even so."""
    short = 'He said "All are home. Nobody is left." She said, "Go. Now."'
    cut = [short[s.start:s.end] for s in split_sentences(short, inside_quotes=True)]
    assert cut == ['He said "All are home. Nobody is left."', 'She said, "Go.', 'Now."']
    long = f'He said "{"All are home at last. " * 20}"'
    assert len(split_sentences(long, inside_quotes=True)) == 20


def test_quotations_stay_whole_or_are_split_on_demand() -> None:
    """A quotation of several sentences is one piece for reading, several for summaries."""
    text = "He said, “It flew. It landed. We cheered.” Then he left."
    whole = [text[s.start:s.end] for s in split_sentences(text)]
    assert whole == ["He said, “It flew. It landed. We cheered.”", "Then he left."]
    assert len(split_sentences(text, inside_quotes=True)) == 4


def test_lines_are_paragraphs_unless_wrapped() -> None:
    """A line break parts sentences; in text wrapped at a fixed width it does not."""
    assert len(split_sentences("A headline without a stop\nThe story begins here")) == 2
    wrapped = ("The agency said on Monday that the launch of the\nnew rocket had been moved to the following week\n"
               "because of strong winds over the launch site.")
    assert len(split_sentences(wrapped)) == 1


@given(st.text(alphabet="aB1 .!?\"“”'\n()[]…", max_size=120))
def test_spans_are_ordered_trimmed_and_miss_nothing(text: str) -> None:
    """Whatever the text, spans are in order, trimmed, and hold every sign that is no white space."""
    spans = split_sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start:s.end] == text[s.start:s.end].strip() for s in spans)
    held = "".join("".join(text[s.start:s.end].split()) for s in spans)
    assert held == "".join(text.split())


@pytest.mark.parametrize("piece", ['"', "“", "A", ". ", "U.S. ", "a.", "\n", "1. A ", "It is. ", "x\ny "])
def test_time_is_linear(piece: str) -> None:
    """Eight times the text takes some eight times as long, whatever it is made of."""
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        split_sentences(text)
        return time.process_time() - start
    small = min(seconds(40_000) for _ in range(3))
    assert seconds(320_000) < 8 * 4 * small + 0.2
