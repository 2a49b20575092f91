"""What is kept of an article, and what it costs."""

from __future__ import annotations

import time

import pytest

from digests.model import Reading
from digests.stories.background import background
from digests.stories.duplicates import sketch
from digests.stories.features import TERMS, decode, make_features
from digests.stories.stems import stem
from digests.stories.words import Sort, code, words
from tests.digests.stories.making import LAUNCH, article


def terms(text: str) -> list[str]:
    """The terms of a text."""
    return [word.term for word in words(text)]


@pytest.mark.parametrize(("one", "other"), [
    ("launches launched launching", "launch liftoff launch"),
    ("JWST", "the James Webb Space Telescope"),
    ("Zhuque-2", "ZQ-2"),
    ("the U.S. Space Force", "American Space Force"),
    ("China’s space station", "Chinese space station"),
    ("Artemis II", "Artemis 2"),
])
def test_one_thing_has_one_term(one: str, other: str) -> None:
    """What goes by several names compares as one."""
    assert terms(one) == terms(other)


def test_stems_keep_names_and_numbers() -> None:
    """Only English endings go."""
    assert stem("6-4") == "6-4"
    assert stem("роскосмос") == "роскосмос"
    assert stem("delayed") == stem("delays")


def test_the_background_tells_common_words_from_rare_ones() -> None:
    """"Year" is common in English, "Roscosmos" isn't."""
    assert background().rarity(code("roscosmos")) > 2 * background().rarity(code("year"))


def test_bytes_give_back_what_went_in() -> None:
    """Terms with their sorts, years and designations survive; the size is bounded."""
    data = make_features(article("a", "SpaceX launches Crew-7", LAUNCH + " In 2021 it was otherwise."), Reading())
    read = decode(data)
    sorts = dict(zip(read.terms.tolist(), read.sorts.tolist(), strict=True))
    assert sorts[code("spacex")] == Sort.NAME
    assert sorts[code("53")] == Sort.NUMBER
    assert sorts[code("orbit")] == Sort.PLAIN
    assert read.years.tolist() == [2021]
    assert [code("crew"), code("crew-7")] in read.designations.tolist()
    assert len(data) < 3_000


def test_a_long_article_is_bounded() -> None:
    """No more terms are kept than the limit, the heaviest."""
    text = " ".join(f"word{number}" for number in range(3_000))
    assert len(decode(make_features(article("a", "Title", text), Reading())).terms) == TERMS


@pytest.mark.parametrize("text", ['"' * 1_000_000, "a" * 1_000_000, "A" * 1_000_000, "A-" * 500_000, "1,2." * 250_000])
def test_hostile_text_takes_less_than_a_second(text: str) -> None:
    """One line of a million marks or letters is no trouble."""
    began = time.perf_counter()
    make_features(article("a", text, text), Reading())
    assert time.perf_counter() - began < 1


def test_a_sketch_shares_most_of_an_edited_text() -> None:
    """One word changed in each sentence leaves more than the share that makes a copy."""
    one, other = set(sketch(LAUNCH * 2).tolist()), set(sketch((LAUNCH * 2).replace("the ", "this ", 3)).tolist())
    assert len(one & other) > 0.35 * min(len(one), len(other))
    assert not len(sketch("three words only"))
