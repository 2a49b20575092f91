"""What a button or a menu does, written into its ``value``: it works after any restart. Pure.

``d:/who #8`` answers a command; ``u``, ``s`` and ``c`` replace a message, share it or go on with it, and ``f`` opens
its form; ``c4:`` goes on from the fifth message. ``d:#64hex`` finds the command in the bot's memory.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.platforms.slack.limits import OPTION_VALUE, VALUE

_FORM = re.compile(r"([duscf])(\d{0,4}):(.+)", re.S)
_KEY = re.compile(r"#([0-9a-f]{64}|[0-9a-f]{16})")  # 16: of messages that were posted before
_ROOM = 8  # characters before the command


class Act(StrEnum):
    """What follows when somebody uses a button or a menu."""

    ANSWER = "d"  # say it to the one who asked, in a message of its own
    REPLACE = "u"  # the same, in place of what was shown
    SHARE = "s"  # show it to the channel
    CONTINUE = "c"  # say the parts from ``number`` on
    FORM = "f"  # ask for the arguments first


@dataclass(frozen=True, slots=True)
class Used:
    """Something that was used. One of ``command`` and ``key`` is there."""

    act: Act
    number: int
    command: str | None
    key: str | None


def value(act: Act, command: str, keys: Mapping[str, str], *, number: int = 0, option: bool = False) -> str:
    """Write down what something does; a command that is too long by its key, see :func:`needs_key`."""
    body = f"#{keys.get(command) or _unknown(command)}" if needs_key(command, option=option) else command
    return f"{act}{number or ''}:{body}"


def _unknown(command: str) -> str:
    """Make a key that no memory has: pressing it is answered with a sentence."""
    return hashlib.sha256(command.encode("utf-8", "surrogatepass")).hexdigest()


def needs_key(command: str, *, option: bool) -> bool:
    """Tell whether a command is too long for a button, or for an option of a menu."""
    return len(command) > (OPTION_VALUE if option else VALUE) - _ROOM or not command.startswith("/")


def used(written: str) -> Used | None:
    """Read what was used; None where it is nothing of ours, or of another time."""
    match = _FORM.fullmatch(written)
    if not match:
        return None
    key = _KEY.fullmatch(match[3])
    if not key and not match[3].startswith("/"):
        return None
    return Used(Act(match[1]), int(match[2] or 0), None if key else match[3], key[1] if key else None)
