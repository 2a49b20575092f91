"""JSON Lines, a bad record at a time."""

from __future__ import annotations

import io
import json
import signal
from typing import Any

import pytest

from bot.inspecting import records
from bot.inspecting.records import BadRecord, Unreadable, isolated, read_records, time_of, write


def read(content: bytes) -> list[Any]:
    return list(read_records([io.BytesIO(content)]))


def test_good_lines_survive_bad_ones() -> None:
    """Each bad line is told by its number, in its place."""
    found = read(b'\xef\xbb\xbf{"id": "a"}\n\n[1]\n{"id": \n\xff\xfe\n{"id": "b"}')
    assert [found[0], found[-1]] == [{"id": "a"}, {"id": "b"}]
    assert [each.reason.split(" is ")[0] for each in found[1:-1]] == ["line 3", "line 4", "line 5"]


@pytest.mark.parametrize(
    "line", [b"[" * 200_000, b'{"a": ' + b"9" * 5000 + b"}", b"\x00", b'"text"', b'{"id": "a", "text": "cut']
)
def test_hostile_lines_are_unreadable(line: bytes) -> None:
    """Deep nesting, endless numbers, binary, cut lines: no exception."""
    assert isinstance(read(line)[0], Unreadable)


def test_an_endless_line_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays bounded; the next line is read as ever."""
    monkeypatch.setattr(records, "LONGEST_LINE", 100)
    found = read(b'{"id": "' + b"x" * 1000 + b'"}\n{"id": "b"}\n')
    assert isinstance(found[0], Unreadable) and found[1:] == [{"id": "b"}]


def test_a_line_as_long_as_allowed_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit itself is no error where the input ends there."""
    monkeypatch.setattr(records, "LONGEST_LINE", 12)
    assert read(b'{"id": "a"}\n{"id": "b"} ') == [{"id": "a"}, {"id": "b"}]


def test_a_failure_takes_the_records_place() -> None:
    """One sentence with the record's id, whatever was raised."""

    def fails(record: dict[str, Any]) -> dict[str, Any]:
        raise IndexError("list index\nout of range")

    assert isolated(fails, {"id": "a"}) == {
        "id": "a",
        "error": "could not be read (IndexError: list index out of range)",
    }
    assert isolated(fails, Unreadable("line 3 is not JSON")) == {"id": None, "error": "line 3 is not JSON"}


def test_a_record_that_takes_too_long_is_given_up() -> None:
    """Its error says so, the next one is read, and the timer is off."""

    def endless(record: dict[str, Any]) -> dict[str, Any]:
        while True:
            record["n"] = record.get("n", 0) + 1

    given_up = isolated(endless, {"id": "a"}, seconds=0.05)
    assert given_up == {"id": "a", "error": "reading it took longer than 0.05 s"}
    assert isolated(dict, {"id": "b"}, seconds=0.05) == {"id": "b"}
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize("text", ["Рогозин “\u2028” 空", "half \ud800 pair", "\x00\x1b\r\n"])
def test_written_lines_are_one_line_of_json(text: str) -> None:
    """Any text comes back as it was."""
    line = write({"id": text})
    assert line.count(b"\n") == 1
    assert json.loads(line) == {"id": text}


def test_times() -> None:
    """RFC 3339, a missing zone taken as UTC; anything else is told."""
    assert str(time_of({"t": "2022-07-15T09:30:00+02:00"}, "t")) == "2022-07-15 07:30:00+00:00"
    assert str(time_of({"t": "2022-07-15T09:30:00"}, "t")) == "2022-07-15 09:30:00+00:00"
    assert time_of({"t": None}, "t") is time_of({}, "t") is time_of({"t": ""}, "t") is None
    with pytest.raises(BadRecord, match="yesterday"):
        time_of({"t": "yesterday"}, "t")
