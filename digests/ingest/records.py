"""What enters from any source before it is an article: raw records, and the reasons for those refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from digests.errors import Rejected

MISSING = frozenset({"", "-", "n/a", "na", "nan", "none", "null", "undefined", "unknown"})


@dataclass(frozen=True, slots=True)
class RawRecord:
    """An article as its source states it, nothing checked but the types.

    ``published_at`` is as written; ``modified_at`` is the file's time, used where nothing is stated.
    """

    text: str
    title: str | None = None
    id: str | None = None
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published_at: str | None = None
    state_owned: bool | None = None
    source: str = ""  # the file or address it came from
    line: int | None = None  # of a JSON Lines file, from 1
    modified_at: datetime | None = None
    lenient: bool = False  # from a feed or page: a date or an address that can't be is taken as missing

    @property
    def where(self) -> str:
        """Name the place within the source, for a message: "line 12", or the record's id."""
        if self.line is not None:
            return f"line {self.line}"
        return self.id or ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """What could not be taken in, and why in one sentence; ``where`` is empty for a whole source."""

    source: str
    where: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.source}, {self.where}" if self.where else self.source
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Address:
    """A feed or page address found in a file (OPML), to be fetched by whoever may."""

    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A feed entry left alone because its page is stored already: it counts as known."""

    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the operator says of articles that don't say it themselves."""

    outlet: str | None = None
    published_at: str | None = None
    url: str | None = None
    state_owned: bool | None = None


NO_DEFAULTS = Defaults()


def parse_line(line: str, source: str = "", number: int | None = None) -> RawRecord:
    """Read one line of JSON Lines.

    Raises:
        Rejected: it is no JSON, no object, has no text, or a value of the wrong type.
    """
    try:
        value = json.loads(line)
    except RecursionError:
        raise Rejected("the JSON is nested too deeply") from None
    except ValueError as error:
        raise Rejected(f"not JSON: {_problem(error)}") from None
    if not isinstance(value, dict):
        raise Rejected(f"not an article record: a JSON object is needed, not {_kind(value)}")
    return from_mapping(value, source, number)


def from_mapping(value: Mapping[str, Any], source: str = "", number: int | None = None) -> RawRecord:
    """Take the known keys of an article record; others are ignored.

    Raises:
        Rejected: there is no text, or a value has the wrong type.
    """
    text = value.get("text")
    if text is None:
        raise Rejected("the text is missing")
    if not isinstance(text, str):
        raise Rejected(f"text must be a string, not {_kind(text)}")
    state_owned = value.get("state_owned")
    if state_owned is not None and not isinstance(state_owned, bool):
        raise Rejected(f"state_owned must be true or false, not {_kind(state_owned)}")
    return RawRecord(
        text=text,
        title=_string(value, "title"),
        id=_string(value, "id", numbers=True),
        url=_string(value, "url"),
        outlet=_string(value, "outlet"),
        author=_string(value, "author"),
        published_at=_string(value, "published_at", numbers=True),
        state_owned=state_owned,
        source=source,
        line=number,
    )


def _string(value: Mapping[str, Any], key: str, *, numbers: bool = False) -> str | None:
    found = value.get(key)
    if found is None:
        return None
    if isinstance(found, str):
        return None if found.strip().lower() in MISSING and key != "id" else found
    if numbers and isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)
    raise Rejected(f"{key} must be a string, not {_kind(found)}")


def _problem(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
    return "a number is too long"


def _kind(value: object) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "a string",
        bool: "true or false",
        int: "a number",
        float: "a number",
        type(None): "null",
    }
    return names.get(type(value), "something else")
