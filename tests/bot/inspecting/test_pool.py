"""Spreading records over processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from bot.inspecting.pool import spread
from bot.inspecting.records import Record, Unreadable


def doubled(record: Record) -> Record:
    """Stand in for reading an article: some fail, one ends its process."""
    if record["n"] == "fatal":
        os._exit(9)
    return {"id": record["id"], "n": record["n"] * 2, "process": os.getpid()}


def numbered(count: int) -> list[Any]:
    return [{"id": str(n), "n": n} for n in range(count)]


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 300])
def test_answers_come_in_order(count: int) -> None:
    """Whatever process made them."""
    assert [answer["n"] for answer in spread(doubled, numbered(count), 2)] == [2 * n for n in range(count)]


def test_few_records_start_no_process() -> None:
    """A worker's start costs more than they do."""
    assert {answer["process"] for answer in spread(doubled, numbered(3), 2)} == {os.getpid()}
    assert os.getpid() not in {answer["process"] for answer in spread(doubled, numbered(40), 2)}


def test_errors_take_their_places() -> None:
    """Bad records and failures come back where they were, the rest goes on."""
    records: list[Any] = numbered(60)
    records[5] = Unreadable("line 6 is not JSON")
    records[50] = {"id": "50"}
    answers = list(spread(doubled, records, 2))
    assert answers[5] == {"id": None, "error": "line 6 is not JSON"}
    assert answers[50]["id"] == "50" and "KeyError" in answers[50]["error"]
    assert sum("error" in answer for answer in answers) == 2


@pytest.mark.parametrize("place", [0, 20, 59])
def test_a_record_that_ends_its_process_costs_itself_alone(place: int) -> None:
    """Its worker dies; it gets an error, all others their answers."""
    records: list[Any] = numbered(60)
    records[place] = {"id": "bad", "n": "fatal"}
    answers = list(spread(doubled, records, 2))
    assert [answer["id"] for answer in answers] == [record["id"] for record in records]
    assert [answer["id"] for answer in answers if "error" in answer] == ["bad"]


def test_the_input_is_read_as_it_is_needed() -> None:
    """An endless input gives its first answers at once."""

    def endless() -> Iterator[Record]:
        n = 0
        while True:
            yield {"id": str(n), "n": n}
            n += 1

    answers = spread(doubled, endless(), 2)
    assert [next(answers)["n"] for _ in range(50)] == [2 * n for n in range(50)]
    answers.close()  # type: ignore[attr-defined]
