"""Declared arguments, and how one typed string becomes their values.

A declaration is enough for a platform with native options (name, kind, choices, help) and for one
that hands over a string. In a string: a closed choice, a period, a channel, a user and a zone may stand
anywhere, ``about TOPIC`` after what it is about, ``page N`` at the end, and what is left is the one free
argument. Quotation marks keep words together and out of all this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.commands import native
from bot.mistakes import Mistake

LONGEST = 500  # characters; a question that is longer is a paste gone wrong


class ArgumentKind(StrEnum):
    """What an argument holds; platforms choose the option type and the completion by it."""

    NAME = "name"  # of a person, an organisation or a craft
    TOPIC = "topic"
    PERIOD = "period"
    CHOICE = "choice"  # one of ``choices``
    URL = "url"
    TEXT = "text"  # handed on as typed, quotation marks included
    PAGE = "page"
    CHANNEL = "channel"  # the platform's id of a channel
    USER = "user"  # the platform's id of a user
    WHEN = "when"  # a timetable: see bot.subscriptions
    ZONE = "zone"  # of the IANA's list
    NUMBER = "number"  # of a subscription or a change
    COUNT = "count"
    VALUE = "value"  # words as they are
    OUTLET = "outlet"  # one or several, with commas


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command. ``after``: the word that introduces it in a string.

    ``many``: several values, with commas between them.
    """

    name: str
    kind: ArgumentKind
    help: str
    required: bool = False
    choices: tuple[str, ...] = ()
    after: str | None = None
    many: bool = False

    @property
    def usage(self) -> str:
        """Show it as help does: ``NAME``, ``[length]``, ``[about TOPIC]``."""
        shown = self.name.upper() if self.required or self.after else self.name
        shown = f"{self.after} {shown}" if self.after else shown
        return shown if self.required else f"[{shown}]"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, or what stood between quotation marks."""

    text: str
    quoted: bool = False


_WORD = re.compile(r"[\"“„«]([^\"“”„«»]*)(?:[\"”“»]|$)|(\S+)")
_FREE = (
    ArgumentKind.NAME,
    ArgumentKind.TOPIC,
    ArgumentKind.TEXT,
    ArgumentKind.URL,
    ArgumentKind.WHEN,
    ArgumentKind.VALUE,
)
_UNSEEN = re.compile("[\u200b\u2060\ufeff]")  # an example copied from Slack has them, against links
_LONGEST_PERIOD = 6  # words: "from 1 May to 9 May"


def split_words(text: str) -> list[Word]:
    """Cut at white space; quotation marks, straight or curly, keep words together."""
    return [
        Word(m[2]) if m[2] is not None else Word(m[1].strip(), True)
        for m in _WORD.finditer(text)
        if m[2] is not None or m[1].strip()
    ]


def parse(declared: Sequence[Argument], text: str, *, is_period: Callable[[str], bool]) -> dict[str, str]:
    """Read the values out of one string. Raises Mistake on what does not fit; required ones are checked later."""
    text = _UNSEEN.sub("", text)
    if len(text) > LONGEST:
        raise Mistake(f"That is {len(text):,} characters long; {LONGEST} are enough for any question.")
    free = next((a for a in declared if a.kind in _FREE and not a.after), None)
    words, values = split_words(text), dict[str, str]()
    for argument in declared:
        if argument.kind is ArgumentKind.PAGE:
            words = _take_page(argument, words, values)
    if free is not None and free.kind is ArgumentKind.TEXT:
        kept = _tail_cut(text, words, values)
        return values | ({free.name: kept} if kept else {})
    words = native.take(declared, words, values)
    words = _take_clauses(declared, words, values, named=free is not None and free.kind is ArgumentKind.NAME)
    for argument in declared:
        if argument.after:
            continue
        if argument.kind is ArgumentKind.CHOICE:
            words = _take_choice(argument, words, values)
        elif argument.kind is ArgumentKind.PERIOD:
            words = _take_period(argument, words, values, is_period)
    if words and free is None:
        raise Mistake(_surplus(declared, words))
    return values | ({free.name: " ".join(word.text for word in words)} if free and words else {})


def _take_page(argument: Argument, words: list[Word], values: dict[str, str]) -> list[Word]:
    if len(words) >= 2 and words[-2].text.casefold() == "page" and not words[-2].quoted and words[-1].text.isdecimal():
        values[argument.name] = words[-1].text
        return words[:-2]
    return words


def _tail_cut(text: str, words: list[Word], values: Mapping[str, str]) -> str:
    return re.sub(r"(?:^|\s+)page\s+\S+\s*$", "", text, flags=re.I).strip() if values else text.strip()


def _take_clauses(
    declared: Sequence[Argument], words: list[Word], values: dict[str, str], *, named: bool
) -> list[Word]:
    """Take what words such as "about" introduce; ``named``: a name comes first, so the first word is none of them."""
    introduced = {argument.after: argument for argument in declared if argument.after}
    starts = list[tuple[int, Argument]]()
    for n, word in enumerate(words):
        if (n or not named) and not word.quoted and (one := introduced.pop(word.text.casefold(), None)):
            starts.append((n, one))
    end = len(words)
    closed = {choice for argument in declared for choice in argument.choices}
    while starts and end > starts[-1][0] + 2 and not words[end - 1].quoted and words[end - 1].text.casefold() in closed:
        end -= 1  # "about Artemis brief": the length, not a word of the topic
    for (start, argument), stop in zip(starts, [*(n for n, _ in starts[1:]), end], strict=False):
        if start + 1 == stop:
            raise Mistake(f'After "{argument.after}" comes {argument.help[:1].lower()}{argument.help[1:].rstrip(".")}.')
        values[argument.name] = " ".join(word.text for word in words[start + 1 : stop])
    return words[: starts[0][0]] + words[end:] if starts else words


def _take_choice(argument: Argument, words: list[Word], values: dict[str, str]) -> list[Word]:
    rest: list[Word] = []
    for word in words:
        if word.quoted or word.text.casefold() not in argument.choices:
            rest.append(word)
        elif values.setdefault(argument.name, word.text.casefold()) != word.text.casefold():
            raise Mistake(f'"{values[argument.name]}" and "{word.text}" are both a {argument.name}: give one.')
    return rest


def _take_period(
    argument: Argument, words: list[Word], values: dict[str, str], is_period: Callable[[str], bool]
) -> list[Word]:
    for length in range(min(_LONGEST_PERIOD, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            text = " ".join(word.text for word in part)
            if not any(word.quoted for word in part) and is_period(text):
                values[argument.name] = text
                return words[:start] + words[start + length :]
    if len(words) == 1 and words[0].quoted and is_period(words[0].text):
        values[argument.name] = words[0].text
        return []
    return words


def _surplus(declared: Sequence[Argument], words: Iterable[Word]) -> str:
    extra = " ".join(word.text for word in words)[:60]
    if not declared:
        return f'Nothing may follow this command, and "{extra}" does.'
    from bot.nearest import nearest

    choices = [choice for argument in declared for choice in argument.choices]
    near = nearest(extra, choices) if choices else None
    expected = " or ".join(argument.name for argument in declared if argument.kind is not ArgumentKind.PAGE)
    right = (
        f'did you mean "{near}"?' if near else f"{declared[0].help[:1].lower()}{declared[0].help[1:].rstrip('.')} is."
    )
    return f'"{extra}" is no {expected}: {right}'


def check(declared: Sequence[Argument], values: Mapping[str, str]) -> None:
    """Raise Mistake for what is missing or outside its choices."""
    for argument in declared:
        value = values.get(argument.name)
        if value and len(value) > LONGEST and argument.kind is not ArgumentKind.TEXT:  # a message may be long
            raise Mistake(f"{argument.help.rstrip('.')}: {len(value):,} characters are too many, {LONGEST} are enough.")
        if argument.required and not value:
            raise Mistake(f"{argument.help.rstrip('.')} is missing.")
        if value and argument.choices and value not in argument.choices:
            raise Mistake(f'"{value[:60]}" is no {argument.name}: it is one of {", ".join(argument.choices)}.')
        if value and argument.kind is ArgumentKind.PAGE and not (value.isdecimal() and 0 < int(value[:9]) < 100_000):
            raise Mistake(f'"{value[:20]}" is no page number: they count from 1.')
        if value and argument.kind is ArgumentKind.URL and not re.match(r"https?://[^\s/]", value, re.I):
            raise Mistake(f'"{value[:60]}" is no web address: it begins with https:// or http://.')
        if value and argument.kind in (ArgumentKind.NUMBER, ArgumentKind.COUNT):
            native.number(value, argument.name)
