"""What is recognised in a typed line by its looks: channels, users, zones, numbers.

Platforms write a channel or a user as ``<#C12|space>`` or ``<@U34>``; people type ``#space`` and ``@anna``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.mistakes import Mistake

if TYPE_CHECKING:
    from bot.commands.arguments import Argument, Word
    from bot.replies import Invocation

    Looks = Callable[[Argument, list[Word], dict[str, str]], list[Word]]

_CHANNEL = re.compile(r"<#([A-Za-z0-9]{1,40})(?:\|[^>]*)?>|#([^\s#<>]*[^\s#<>\d][^\s#<>]*)")
_USER = re.compile(r"<@!?([A-Za-z0-9]{1,40})(?:\|[^>]*)?>|@([^\s@<>]+)")
_ZONE = re.compile(r"[A-Za-z][A-Za-z_]*/[A-Za-z0-9_+/-]+")
_NUMBER = re.compile(r"#?(\d{1,18})")
_IDS = {"discord": re.compile(r"\d{1,20}"), "slack": re.compile(r"[A-Z][A-Z0-9]{1,20}")}
_LARGEST = 10**15


def take(declared: Sequence[Argument], words: list[Word], values: dict[str, str]) -> list[Word]:
    """Take the first word that looks like each argument's kind; gives the words left."""
    for argument in declared:
        if argument.after is None and (looks := _LOOKS.get(argument.kind.value)):
            words = looks(argument, words, values)
    return words


def known_id(platform: str, value: str, what: str) -> str:
    """Check that a channel or a user is the platform's id of one, not a name that it did not know. Raises Mistake."""
    if platform in _IDS and not _IDS[platform].fullmatch(value):
        raise Mistake(f"There is no {what} {value[:40]} here: choose it from the list that is offered while you type.")
    return value


def known_channel(call: Invocation, value: str) -> str:
    """Check that a channel is one of the installation that a command came from. Raises Mistake."""
    known_id(call.platform, value, "channel")
    if call.channels is not None and value not in (call.destination.channel, *call.channels):
        raise Mistake("There is no such channel here: choose it from the list that is offered while you type.")
    return value


def number(value: str, name: str) -> int:
    """Read a number, ``#`` before it allowed. Raises Mistake."""
    match = _NUMBER.fullmatch(value.strip())
    if not match or not 0 < int(match[1]) < _LARGEST:
        raise Mistake(f'"{value[:40]}" is no {name}: it is a number such as 3.')
    return int(match[1])


def _by(pattern: re.Pattern[str]) -> Looks:
    def looks(argument: Argument, words: list[Word], values: dict[str, str]) -> list[Word]:
        for n, word in enumerate(words):
            if not word.quoted and (match := pattern.fullmatch(word.text)):
                values[argument.name] = next(group for group in match.groups() if group)
                return words[:n] + words[n + 1 :]
        return words

    return looks


def _zone(argument: Argument, words: list[Word], values: dict[str, str]) -> list[Word]:
    from bot.zones import is_abbreviation

    for n, word in enumerate(words):
        if not word.quoted and (_ZONE.fullmatch(word.text) or is_abbreviation(word.text)):
            values[argument.name] = word.text
            return words[:n] + words[n + 1 :]
    return words


def _number(argument: Argument, words: list[Word], values: dict[str, str]) -> list[Word]:
    if words and not words[0].quoted and (match := _NUMBER.fullmatch(words[0].text)):
        values[argument.name] = match[1]
        return words[1:]
    return words


def _count(argument: Argument, words: list[Word], values: dict[str, str]) -> list[Word]:
    """Take ``5 stories``."""
    for n in range(len(words) - 1):
        if words[n].text.isdecimal() and words[n + 1].text.casefold().rstrip("s") in ("story", "storie"):
            values[argument.name] = words[n].text
            return words[:n] + words[n + 2 :]
    return words


_LOOKS: dict[str, Looks] = {
    "channel": _by(_CHANNEL),
    "user": _by(_USER),
    "zone": _zone,
    "number": _number,
    "count": _count,
}
