"""Suggestions for an option that is being typed, within Discord's limits."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from bot.commands.arguments import Argument
from bot.commands.registry import Command
from bot.log import LOGGER
from bot.platforms.discord.escape import plain
from bot.platforms.discord.limits import CHOICE_TEXT, CHOICES, shortened, size


class Suggested(Protocol):
    """A value with what is shown for it."""

    @property
    def label(self) -> str:
        """What is shown."""
        ...

    @property
    def value(self) -> str:
        """What is meant."""
        ...


async def suggestions(
    command: Command | None,
    options: Sequence[Mapping[str, Any]],
    suggest: Callable[[Argument, str], Awaitable[Sequence[Suggested]]],
) -> list[dict[str, str]]:
    """Suggest values for the focused option; none where there is none. Never raises: the user types on."""
    focused = next((each for each in options if each.get("focused")), None)
    argument = _argument(command, focused)
    if argument is None or focused is None:
        return []
    try:
        found = await suggest(argument, str(focused.get("value", "")))
    except Exception as problem:
        LOGGER.warning("No suggestions: %s", type(problem).__name__)
        return []
    return [
        {"name": shortened(label, CHOICE_TEXT), "value": each.value}
        for each in found
        if (label := plain(each.label)) and each.value and size(each.value) <= CHOICE_TEXT
    ][:CHOICES]


def _argument(command: Command | None, focused: Mapping[str, Any] | None) -> Argument | None:
    if command is None or focused is None:
        return None
    return next((each for each in command.arguments if each.name.lower() == focused.get("name")), None)
