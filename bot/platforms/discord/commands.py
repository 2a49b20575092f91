"""The registry → Discord's application commands. Pure.

Ungrouped verbs are commands of their own; grouped ones are subcommands, hidden from members by default: that is
a courtesy, the registry checks again when one is used. Discord shows or hides a command with all its subcommands
(https://docs.discord.com/developers/interactions/application-commands#permissions), so what is for every member
stands in commands of its own beside them, see ``DOORS``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.commands.arguments import LONGEST, Argument, ArgumentKind
from bot.commands.registry import Command
from bot.platforms.discord.limits import CHOICES, COMMAND_TEXT, shortened

Payload = dict[str, Any]
SLASH, ON_MESSAGE = 1, 3  # command types
SUBCOMMAND, STRING, INTEGER, USER, CHANNEL = 1, 3, 4, 6, 7  # option types
EVERYWHERE = {"integration_types": [0, 1], "contexts": [0, 1, 2]}  # servers and users; servers, its DM, other DMs
IN_SERVERS = {"integration_types": [0], "contexts": [0]}
MANAGE_SERVER = str(1 << 5)
POSTABLE = [0, 5, 10, 11, 12, 15]  # text, announcements, threads, forums
ABOUT_GROUP = {"downlink": "Schedules, settings and operations of this server."}
WHO_IS_IN_IT = "Who's in this?"
_NUMBERS = (ArgumentKind.PAGE, ArgumentKind.NUMBER, ArgumentKind.COUNT)
COMPLETED = (
    ArgumentKind.NAME,
    ArgumentKind.TOPIC,
    ArgumentKind.PERIOD,
    ArgumentKind.OUTLET,
    ArgumentKind.WHEN,
    ArgumentKind.ZONE,
)
SUBSCRIPTION = "subscription"  # the one number that can be completed
LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Door:
    """A command that leads every member to some of a group's verbs. ``given``: arguments that it settles itself."""

    name: str
    about: str
    verbs: tuple[str, ...]
    where: Mapping[str, Any]
    given: Mapping[str, str] = field(default_factory=dict)


DOORS = (
    Door(
        "downlink-info",
        "What is posted in this server, when, and from which feeds.",
        ("list", "show", "preview", "history", "feeds", "settings", "status"),
        IN_SERVERS,
    ),
    Door("mydata", "What is stored about you: all of it as a file, or gone.", ("export", "forget"), EVERYWHERE,
         {"whose": "me"}),
)  # fmt: skip


def declared(commands: Iterable[Command]) -> list[Payload]:
    """List everything to declare, in a stable order."""
    made: dict[str, Payload] = {}
    commands = list(commands)
    for command in commands:
        if command.group is None:
            made[command.verb] = {"type": SLASH, **_body(command.verb, command), **EVERYWHERE}
        else:
            group = made.setdefault(command.group, _group(command.group))
            group["options"].append({"type": SUBCOMMAND, **_body(command.verb, command)})
    doors = [_door(each, commands) for each in DOORS]
    return [*made.values(), *doors, {"type": ON_MESSAGE, "name": WHO_IS_IN_IT, **EVERYWHERE}]


def given(path: Sequence[str]) -> Mapping[str, str]:
    """Give the arguments that the way to a subcommand settles."""
    return next((each.given for each in DOORS if each.name == path[0]), {})


def _door(door: Door, commands: Iterable[Command]) -> Payload:
    named = {each.verb: each for each in commands if each.group}
    inner = [{"type": SUBCOMMAND, **_body(verb, named[verb], door.given)} for verb in door.verbs if verb in named]
    return {"type": SLASH, "name": door.name, "description": door.about, "options": inner, **door.where}


def _group(name: str) -> Payload:
    about = ABOUT_GROUP.get(name, f"{name.capitalize()}: more commands.")
    made: Payload = {"type": SLASH, "name": name, "description": about, "options": []}
    return made | IN_SERVERS | {"default_member_permissions": MANAGE_SERVER}


def _body(name: str, command: Command, settled: Iterable[str] = ()) -> Payload:
    asked = [each for each in command.arguments if each.name not in settled]
    options = sorted(asked, key=lambda argument: not argument.required)  # Discord wants these first
    return {
        "name": name,
        "description": shortened(command.help, COMMAND_TEXT),
        "options": [_option(argument) for argument in options],
    }


def _option(argument: Argument) -> Payload:
    made: Payload = {"name": argument.name.lower(), "description": shortened(argument.help, COMMAND_TEXT)}
    if argument.required:
        made["required"] = True
    if argument.choices and len(argument.choices) <= CHOICES and not argument.many:
        return made | {"type": STRING, "choices": [{"name": each, "value": each} for each in argument.choices]}
    if argument.kind is ArgumentKind.CHANNEL:
        return made | {"type": CHANNEL, "channel_types": POSTABLE}
    if argument.kind is ArgumentKind.USER:
        return made | {"type": USER}
    completed = argument.kind in COMPLETED or argument.name == SUBSCRIPTION
    if argument.kind in _NUMBERS and not completed:
        return made | {"type": INTEGER, "min_value": 1, "max_value": LARGEST}
    if completed or argument.choices:
        made["autocomplete"] = True
    return made | {"type": STRING, "max_length": LONGEST}
