"""Numbers under keys, however many there are and in whatever order they came."""

from __future__ import annotations

import random
from collections import defaultdict

import numpy as np
import pytest

from digests.stories.postings import Postings


@pytest.mark.parametrize("articles", [1, 40, 900])
def test_all_values_of_all_keys_are_found(articles: int) -> None:
    """What was added long ago and what was added just now, looked up in between and at the end."""
    chance = random.Random(articles)
    plain: dict[int, list[int]] = defaultdict(list)
    postings = Postings()
    for number in range(articles):
        keys = sorted(chance.sample(range(3_000), 60))
        postings.add(np.array(keys, np.int64), number)
        for key in keys:
            plain[key].append(number)
        if number % 7 == 0:
            postings.find(np.array(keys, np.int64), 10)
    asked = [*sorted(chance.sample(range(3_000), 200)), 5_000]
    found = postings.find(np.array(asked, np.int64), 1e9)
    got: dict[int, list[int]] = defaultdict(list)
    for place, value in zip(found.places.tolist(), found.values.tolist(), strict=True):
        got[asked[place]].append(value)
    assert {key: sorted(values) for key, values in got.items()} == {key: plain[key] for key in asked if plain[key]}


def test_keys_with_too_many_values_are_left_out() -> None:
    """The limit counts sorted and waiting values together."""
    postings = Postings()
    common, rare = np.array([7], np.int64), np.array([7 + (1 << 16)], np.int64)
    for number in range(5_000):
        postings.add(common, number)
    postings.add(rare, 1)
    both = np.concatenate((common, rare))
    assert set(postings.find(both, 5_000).places.tolist()) == {0, 1}
    postings.add(common, 5_000)
    assert postings.find(both, 5_000).places.tolist() == [1]


def test_nothing_is_found_in_nothing() -> None:
    """No keys asked for, or nothing put in."""
    postings = Postings()
    assert len(postings.find(np.array([1], np.int64), 9).values) == 0
    postings.add(np.array([1, 2], np.int64), 3)
    assert len(postings.find(np.zeros(0, np.int64), 9).values) == 0
