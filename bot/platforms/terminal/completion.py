"""What can come next at the prompt: verbs, their choices, names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.periods import EXAMPLES
from bot.commands.registry import Command, Registry, listed

Names = Callable[[str], Awaitable[Sequence[str]]]


class Suggestion(NamedTuple):
    """Text that replaces the last ``replaces`` characters, with a word on what it is."""

    text: str
    replaces: int
    about: str = ""


async def suggest(typed: str, registry: Registry, names: Names) -> list[Suggestion]:
    """Suggest how to go on with what stands before the cursor."""
    line = typed.lstrip()
    verb, gap, rest = line.removeprefix("/").partition(" ")
    commands = listed(registry)
    if not gap:
        return [
            Suggestion(f"/{name}", len(line), command.help)
            for name, command in commands.items()
            if name.startswith(verb.casefold())
        ]
    command = commands.get(verb.casefold())
    return await _arguments(command, rest, names) if command else []


async def _arguments(command: Command, rest: str, names: Names) -> list[Suggestion]:
    word = rest.rpartition(" ")[2]
    found = [made for argument in command.arguments for made in _closed(argument, word)]
    if any(argument.kind is ArgumentKind.NAME for argument in command.arguments) and len(rest.strip()) > 1:
        found += [Suggestion(name, len(rest)) for name in await names(rest.strip())]
    return found


def _closed(argument: Argument, word: str) -> list[Suggestion]:
    examples = [each for each in EXAMPLES if " " not in each] if argument.kind is ArgumentKind.PERIOD else []
    choices = (*argument.choices, *examples, *((argument.after,) if argument.after else ()))
    return [Suggestion(choice, len(word), argument.name) for choice in choices if choice.startswith(word.casefold())]
