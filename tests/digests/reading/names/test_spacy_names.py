"""A spaCy model's names beside ours, with a stand-in for spaCy."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from digests.errors import ReaderBroken
from digests.model import Kind, Reading, Span
from digests.reading.names import find_names
from digests.reading.names.second import Found
from digests.reading.names.spacy_names import SpacyNames
from digests.reading.pool import ReadingPool, read_article, try_reader
from digests.text import split_sentences
from tests.optional_spacy import TEXT, forget, install, without


@pytest.fixture(autouse=True)
def spacy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the stand-in with its models."""
    install(tmp_path / "site", monkeypatch, "toy_names", "toy_broken", "toy_blank")
    yield
    forget(monkeypatch)


def people_and_bodies(reading: Reading) -> list[tuple[str, str]]:
    return [(TEXT[m.start:m.end], m.kind.value) for m in reading.mentions]


def test_what_the_model_finds_joins_and_ours_stays() -> None:
    """Both forms of a new name, none of an entity of another kind; Roscosmos stays what our lists say."""
    assert people_and_bodies(read_article(TEXT, "")) == [
        ("Dmitry Rogozin", "person"), ("Roscosmos", "organisation"), ("TASS", "organisation")]
    assert people_and_bodies(read_article(TEXT, "", SpacyNames("toy_names"))) == [
        ("Will May", "person"), ("Next Day", "organisation"), ("Dmitry Rogozin", "person"),
        ("Roscosmos", "organisation"), ("Will May", "person"), ("TASS", "organisation")]


def test_workers_load_a_model_of_their_own() -> None:
    """The finder crosses to them by its name."""
    pool = ReadingPool(1, reader=partial(read_article, others=SpacyNames("toy_names")), few=0)
    try:
        reading, = pool.read([(TEXT, "")])
    finally:
        pool.close()
    assert isinstance(reading, Reading) and ("Will May", "person") in people_and_bodies(reading)


@pytest.mark.parametrize(("model", "said"), [
    ("toy_gone", 'there is no spaCy model "toy_gone"'),
    ("toy.names", 'there is no spaCy model "toy.names"'),
    ("../toy", 'there is no spaCy model "../toy"'),
    ("toy_broken", r'"toy_broken" can\'t be loaded \(ValueError\)'),
    ("toy_blank", "finds no people and no organisations"),
])
def test_a_model_that_is_no_use(model: str, said: str) -> None:
    """One sentence says why, and no article is read without it."""
    with pytest.raises(ReaderBroken, match=said):
        SpacyNames(model).load()


def test_a_model_in_a_folder(tmp_path: Path) -> None:
    """As spaCy writes it."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "meta.json").write_text("{}", encoding="utf-8")
    SpacyNames(str(tmp_path / "own")).load()


def test_no_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said how to get it."""
    without(monkeypatch)
    with pytest.raises(ReaderBroken, match="pip install"):
        SpacyNames("toy_names").check_installed()


@pytest.mark.parametrize("jobs", [0, 1])
def test_a_model_that_breaks_later_stops_the_reading(jobs: int) -> None:
    """No article is rejected for it, and none is read by half of the reader."""
    pool = ReadingPool(jobs, reader=partial(read_article, others=SpacyNames("toy_broken")), few=0)
    try:
        with pytest.raises(ReaderBroken, match="toy_broken"):
            pool.read([(TEXT, ""), ("Another article.", "")])
    finally:
        pool.close()


def test_a_reader_is_tried_before_it_is_needed() -> None:
    """In a process that ends."""
    try_reader(partial(read_article, others=SpacyNames("toy_names")))
    with pytest.raises(ReaderBroken, match="toy_broken"):
        try_reader(partial(read_article, others=SpacyNames("toy_broken")))


def names_with(text: str, *found: Found) -> list[str]:
    """List the names of a text with those of another finder."""
    return [text[m.start:m.end] for m in find_names(text, split_sentences(text), others=lambda *_: found).mentions]


@pytest.mark.parametrize(("start", "end", "expected"), [
    (10, 18, ["Will May"]),
    (9, 19, ["Will May"]),  # white space about it
    (12, 16, ["Will May"]),  # half words are made whole
    (10, 40, []),  # over the end of a sentence
    (27, 29, []),  # nothing but white space
    (0, 0, []), (18, 10, []), (5_000, 5_010, []), (-5, -1, []),
])
def test_whatever_the_offsets(start: int, end: int, expected: list[str]) -> None:
    """Names are whole words of one sentence, or they are none."""
    text = "Yesterday Will May said no.\n\nThe firm won."
    assert names_with(text, (start, end, Kind.PERSON)) == expected


def test_one_word_is_not_enough() -> None:
    """Of single words most would be mistakes."""
    text = "Later Will May said no. Later May said no."
    assert names_with(text, (6, 14, Kind.PERSON), (30, 33, Kind.PERSON)) == ["Will May"]


def test_long_texts_are_read_in_pieces_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Offsets hold in every piece; beyond 200,000 code points ours are alone; a million marks take no time."""
    text = "Yesterday Will May said no. " * 10_000
    found = SpacyNames("toy_names")(text, split_sentences(text))
    assert {text[start:end] for start, end, _ in found} == {"Will May"}
    assert len(found) == len({start for start, _, _ in found}) == 200_000 // 28
    assert SpacyNames("toy_names")("Will May " * 1_000, [Span(0, 9_000)]) == []
    began = time.perf_counter()
    marks = "“" * 1_000_000
    SpacyNames("toy_names")(marks, split_sentences(marks))
    assert time.perf_counter() - began < 2
