"""A form for the arguments that are missing: a modal made from their declaration. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.commands.arguments import LONGEST, Argument, ArgumentKind
from bot.commands.registry import Command
from bot.platforms.discord.commands import POSTABLE
from bot.platforms.discord.limits import (
    COMMAND_TEXT,
    FORM_INPUTS,
    FORM_LABEL,
    FORM_TITLE,
    OPTIONS,
    shortened,
)
from bot.platforms.discord.state import Act, custom_id

Payload = dict[str, Any]
LABELLED, TEXT_INPUT, SELECT, USER_SELECT, CHANNEL_SELECT = 18, 4, 3, 5, 8  # component types
MODAL = 9  # of a response


def missing(command: Command, values: Mapping[str, str]) -> bool:
    """Tell whether something required is not given, so that a form helps."""
    return any(argument.required and not values.get(argument.name) for argument in command.arguments)


def form(command: Command, values: Mapping[str, str]) -> Payload:
    """Make the form; what is known already stands in it. At most five inputs, required ones first."""
    asked = sorted(
        (argument for argument in command.arguments if argument.kind is not ArgumentKind.PAGE),
        key=lambda argument: (not argument.required, argument.name not in values),
    )
    return {
        "custom_id": custom_id(Act.SUBMIT, 0, command.typed),
        "title": shortened(command.typed, FORM_TITLE),
        "components": [_labelled(argument, values.get(argument.name, "")) for argument in asked[:FORM_INPUTS]],
    }


def _labelled(argument: Argument, value: str) -> Payload:
    made: Payload = {"type": LABELLED, "label": shortened(argument.name.capitalize().replace("_", " "), FORM_LABEL)}
    if len(argument.help) > 1:
        made["description"] = shortened(argument.help, COMMAND_TEXT)
    return made | {"component": _component(argument, value)}


def _component(argument: Argument, value: str) -> Payload:
    if argument.kind is ArgumentKind.CHANNEL:
        return _native(argument, value, CHANNEL_SELECT, "channel") | {"channel_types": POSTABLE}
    if argument.kind is ArgumentKind.USER:
        return _native(argument, value, USER_SELECT, "user")
    if 0 < len(argument.choices) <= OPTIONS and not argument.many:
        return _select(argument, value)
    return _input(argument, value)


def _native(argument: Argument, value: str, component: int, kind: str) -> Payload:
    """Let Discord offer its own list: what is chosen from it, it vouches for."""
    made = {"type": component, "custom_id": argument.name, "required": argument.required}
    made |= {"min_values": int(argument.required), "max_values": 1}
    return made | ({"default_values": [{"id": value, "type": kind}]} if value.isdecimal() else {})


def _input(argument: Argument, value: str) -> Payload:
    made = {"type": TEXT_INPUT, "custom_id": argument.name, "style": 1, "required": argument.required}
    return made | {"max_length": LONGEST} | ({"value": value[:LONGEST]} if value else {})


def _select(argument: Argument, value: str) -> Payload:
    options = [
        {"label": each, "value": each} | ({"default": True} if each == value else {}) for each in argument.choices
    ]
    return {
        "type": SELECT,
        "custom_id": argument.name,
        "required": argument.required,
        "min_values": int(argument.required),
        "options": options,
    }
