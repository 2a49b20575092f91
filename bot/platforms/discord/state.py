"""What a component does, written into its ``custom_id``: it works after any restart. Pure.

``d3:/who #8`` answers a command; ``u``, ``s`` and ``c`` replace a message, share it or go on with it. The
number makes it unique in its message. ``d3:?`` finds the command in the chosen values, ``d3:#64hex`` in the
bot's memory. ``d3@mark:…`` carries a delivery's mark as well.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 68  # characters of a command in a custom_id; longer ones are kept in memory
_FORM = re.compile(r"([duscm])(\d{0,4})(?:@([0-9a-f]{1,24}))?:(.+)", re.S)
_KEY = re.compile(r"#([0-9a-f]{64}|[0-9a-f]{16})")  # 16: of messages that were posted before
CHOSEN = "?"


class Act(StrEnum):
    """What follows when somebody uses a component."""

    ANSWER = "d"  # say it to the one who asked, in a message of its own
    REPLACE = "u"  # the same, in place of what was shown
    SHARE = "s"  # show it to the channel
    CONTINUE = "c"  # say the parts from ``number`` on
    SUBMIT = "m"  # a form


@dataclass(frozen=True, slots=True)
class Used:
    """A component that was used. One of ``command`` and ``key`` is there."""

    act: Act
    number: int
    command: str | None
    key: str | None


def custom_id(act: Act, number: int, body: str, mark: str = "") -> str:
    """Write a component's state down; ``body`` comes from :func:`packed`, or is ``CHOSEN``."""
    return f"{act}{number}{'@' + mark if mark else ''}:{body}"


def packed(command: str, keys: Mapping[str, str]) -> str:
    """Write a command down within limits; a long one by its key, see :func:`needs_key`."""
    return f"#{keys.get(command) or key_of(command)}" if needs_key(command) else command


def key_of(command: str) -> str:
    """Make a key where no memory made one: pressing it after a restart is answered with a sentence."""
    return hashlib.sha256(command.encode("utf-8", "surrogatepass")).hexdigest()


def needs_key(command: str) -> bool:
    """Tell whether a command is too long for a component."""
    return len(command) > LONGEST or not command.startswith("/")


def used(identity: str, values: Sequence[str] = ()) -> Used | None:
    """Read what was used; None where it is nothing of ours, or of another time."""
    match = _FORM.fullmatch(identity)
    body = match[4] if match else ""
    if body == CHOSEN:
        body = values[0].rstrip() if values else ""
    key = _KEY.fullmatch(body)
    if not match or not (key or body.startswith("/")):
        return None
    return Used(Act(match[1]), int(match[2] or 0), None if key else body, key[1] if key else None)


def mark_of(marker: str) -> str:
    """Shorten a delivery's marker to what fits into a ``custom_id`` and a nonce (25 characters)."""
    return hashlib.sha256(marker.encode("utf-8", "surrogatepass")).hexdigest()[:24] if marker else ""


def mark_in(identity: str) -> str | None:
    """Read a delivery's mark out of a component."""
    match = _FORM.fullmatch(identity)
    return match[3] if match else None
