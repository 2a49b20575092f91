"""What an installation can choose: names, defaults, and what each value may be. Pure.

Values are kept as texts, as they are shown; one that is not set has its default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.mistakes import Mistake
from bot.subscriptions import MISSED
from bot.times import clock_time
from bot.zones import zone_named
from digests.model import Length


@dataclass(frozen=True, slots=True)
class Preference:
    """One setting. ``read`` gives the value as it is kept, or raises Mistake; ``choices`` where there are few."""

    name: str
    help: str
    default: str
    example: str
    read: Callable[[str], str]
    choices: tuple[str, ...] = ()


def _one_of(name: str, *choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        folded = "-".join(text.casefold().split())
        same = {"yes": "on", "true": "on", "no": "off", "false": "off"}.get(folded, folded)
        if same in choices:
            return same
        right = f"it is one of {', '.join(choices)}" if len(choices) > 1 else f"there is only {choices[0]}"
        raise Mistake(f'{name} can\'t be "{text[:40]}": {right}.', f"/downlink settings {name} {choices[0]}")

    return read


def _quiet(text: str) -> str:
    """Read ``22:00-07:00 delay``; what is to become of a digest that falls in them may be left out."""
    words = text.casefold().replace("–", "-").replace(" to ", "-").replace(" - ", "-").split()
    if words == ["off"]:
        return "off"
    start, _, end = words[0].partition("-") if words else ("", "", "")
    first, last = clock_time(start), clock_time(end)
    what = words[1] if len(words) == 2 else "delay"
    if first is None or last is None or first == last or len(words) > 2 or what not in ("delay", "merge", "skip"):
        raise Mistake(
            f'"{text[:40]}" are no quiet hours: write two times and delay, merge or skip, or write off.',
            "/downlink settings quiet 22:00-07:00 delay",
        )
    return f"{first[0]:02}:{first[1]:02}-{last[0]:02}:{last[1]:02} {what}"


def _choice(name: str, help: str, *choices: str) -> Preference:
    return Preference(name, help, choices[0], choices[-1], _one_of(name, *choices), choices)


PREFERENCES: tuple[Preference, ...] = (
    Preference("zone", "Time zone of new subscriptions", "UTC", "Europe/Berlin", zone_named),
    _choice("length", "Length of new subscriptions", Length.STANDARD, Length.HEADLINES, Length.BRIEF, Length.FULL),
    _choice("language", "Language of what the bot says; articles are quoted as they are", "en"),
    Preference(
        "quiet", "Hours without posts, and what becomes of a digest in them", "off", "22:00-07:00 delay", _quiet
    ),
    _choice("empty", "What is posted where there is no news", "nothing", "line"),
    _choice("approval", "Whether an editor looks at each digest before it is posted", "off", "on"),
    _choice("missed", "Runs missed while Downlink was down", *MISSED),
    _choice("thread", "Whether only headlines go to the channel and the rest into a thread", "off", "on"),
    _choice("doubt", "What is preferred where a post may or may not have arrived", "prefer-miss", "prefer-duplicate"),
    _choice("archive", "Whether posted digests are on public web pages", "private", "public"),
)
_BY_NAME = {each.name: each for each in PREFERENCES}


def preference(name: str) -> Preference:
    """Look a setting up by its name."""
    return _BY_NAME[name]


def value_of(values: Mapping[str, Any], name: str) -> str:
    """Give a setting's value, or its default."""
    value = values.get(name)
    return value if isinstance(value, str) else _BY_NAME[name].default


def changed(values: Mapping[str, Any], name: str, text: str) -> dict[str, Any]:
    """Set one; its default, or the word ``default``, unsets it. Raises Mistake."""
    one = _BY_NAME[name]
    value = one.default if text.strip().casefold() == "default" else one.read(text.strip())
    rest = {key: kept for key, kept in values.items() if key != name}
    return rest if value == one.default else rest | {name: value}
