"""From an invocation to the line that would be typed for it, and back: what buttons carry."""

from __future__ import annotations

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.registry import Registry
from bot.mistakes import Mistake
from bot.replies import Invocation


def spelled(call: Invocation, registry: Registry) -> str:
    """Write an invocation as the command that gives the same: ``/quotes Rogozin about ISS page 2``."""
    try:
        command = registry.find(call.verb)
    except Mistake:
        return f"/{call.verb} {call.text}".strip()
    given = [(each, call.arguments[each.name].strip()) for each in command.arguments if call.arguments.get(each.name)]
    plain = [_quoted(each, value) for each, value in given if not each.after and each.kind is not ArgumentKind.PAGE]
    after = [f"{each.after} {value}" for each, value in given if each.after]
    page = [f"page {value}" for each, value in given if each.kind is ArgumentKind.PAGE]
    return " ".join(filter(None, (command.typed, call.text, *plain, *after, *page)))


def split(command: str, registry: Registry) -> tuple[str, str]:
    """Cut a command into verb and text; the word of a group before the verb is left out."""
    verb, _, text = command.strip().removeprefix("/").partition(" ")
    if verb in {each.group for each in registry.commands if each.group}:
        verb, _, text = text.strip().partition(" ")
    return verb, text.strip()


def _quoted(argument: Argument, value: str) -> str:
    """Keep a name or topic together, so that none of its words is taken for a period or a choice."""
    named = argument.kind in (ArgumentKind.NAME, ArgumentKind.TOPIC)
    return f'"{value}"' if named and '"' not in value and not value.startswith("#") else value
