"""JSON Lines in and out, a bad record at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from bot.inspecting.limits import limited

Record = dict[str, Any]
SECONDS = 60.0  # for one record, or one group of articles; 200,000 words take about 5
LONGEST_LINE = 64 * 1024 * 1024  # bytes; a longer one is refused unread, so that memory stays bounded


class BadRecord(ValueError):
    """A record that can't be read; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Stands in the place of a line that is no record."""

    reason: str


def read_records(streams: Iterable[IO[bytes]]) -> Iterator[Record | Unreadable]:
    """Read one JSON object a line; blank lines are skipped, others never raise."""
    for stream in streams:
        number = 0
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                _skip_line(stream, line)
                yield Unreadable(f"line {number} is longer than {LONGEST_LINE // 1024**2} MB")
            elif line.strip():
                yield _record(line.removeprefix(b"\xef\xbb\xbf"), number)


def _skip_line(stream: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(LONGEST_LINE)


def _record(line: bytes, number: int) -> Record | Unreadable:
    try:
        value = json.loads(line)
    except UnicodeDecodeError:
        return Unreadable(f"line {number} is not UTF-8")
    except (ValueError, RecursionError) as problem:
        return Unreadable(f"line {number} is not JSON: {problem}")
    return value if isinstance(value, dict) else Unreadable(f"line {number} is no JSON object")


def write(record: Record) -> bytes:
    """Encode one line; half surrogate pairs, which UTF-8 can't hold, come out as JSON escapes."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", "backslashreplace") + b"\n"


def isolated(inspect: Callable[[Record], Record], record: Record | Unreadable, seconds: float = SECONDS) -> Record:
    """Inspect one record; whatever goes wrong becomes its error, and so does taking too long."""
    if isinstance(record, Unreadable):
        return {"id": None, "error": record.reason}
    try:
        with limited(seconds):
            return inspect(record)
    except Exception as problem:  # one record must not end the run
        return {"id": record.get("id"), "error": sentence(problem)}


def sentence(problem: Exception) -> str:
    """Say in one line what went wrong."""
    from digests.errors import DigestsError

    if isinstance(problem, BadRecord | DigestsError):
        return str(problem)
    return " ".join(f"could not be read ({type(problem).__name__}: {problem})".split())


def text_of(record: Record, key: str) -> str:
    """Fetch a required text."""
    value = record.get(key)
    if not isinstance(value, str):
        raise BadRecord(f'"{key}" is missing' if value is None else f'"{key}" must be text')
    return value


def optional(record: Record, key: str) -> str | None:
    """Fetch a text that may be missing or null."""
    return None if record.get(key) is None else text_of(record, key)


def time_of(record: Record, key: str) -> datetime | None:
    """Fetch an RFC 3339 time; without a zone it is taken as UTC."""
    value = optional(record, key)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
    except ValueError:
        raise BadRecord(f'"{key}" is no RFC 3339 time such as 2022-07-15T09:30:00Z: {value[:60]}') from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
