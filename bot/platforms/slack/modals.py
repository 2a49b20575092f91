"""Forms for arguments, made from their declaration; and views that show a reply. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.commands import arguments
from bot.commands.arguments import LONGEST, Argument, ArgumentKind
from bot.commands.registry import Command
from bot.mistakes import Mistake
from bot.platforms.slack.components import plain_text
from bot.platforms.slack.limits import LABEL, METADATA, OPTION_TEXT, OPTIONS, PLACEHOLDER, TITLE
from bot.platforms.slack.names import typed

Native = dict[str, Any]
FORM, SHOWN = "downlink_form", "downlink_shown"
WORKING = "One moment …"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a form was asked for; it travels in the form, which only Slack keeps."""

    verb: str
    channel: str = ""
    response_url: str = ""


def missing(command: Command, values: Mapping[str, str]) -> bool:
    """Tell whether something required is not given, so that a form helps."""
    return any(argument.required and not values.get(argument.name) for argument in command.arguments)


def form(command: Command, values: Mapping[str, str], origin: Origin) -> Native:
    """Make the form; what is known already stands in it."""
    asked = [argument for argument in command.arguments if argument.kind is not ArgumentKind.PAGE]
    told = {"verb": origin.verb, "channel": origin.channel, "response_url": origin.response_url}
    metadata = json.dumps(told)
    if len(metadata) > METADATA:
        metadata = json.dumps(told | {"response_url": ""})
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(typed(command.typed), TITLE),
        "submit": plain_text("Go", TITLE),
        "close": plain_text("Cancel", TITLE),
        "private_metadata": metadata,
        "blocks": [
            {"type": "context", "elements": [plain_text(command.help, PLACEHOLDER)]},
            *(_input(argument, values.get(argument.name, "")) for argument in asked),
        ],
    }


def origin_of(view: Mapping[str, Any]) -> Origin | None:
    """Read where a form was asked for; None where it is none of ours."""
    try:
        told = json.loads(view.get("private_metadata") or "")
        return Origin(str(told["verb"]), str(told["channel"]), str(told["response_url"]))
    except (ValueError, KeyError, TypeError):
        return None


def errors(command: Command, values: Mapping[str, str]) -> dict[str, str]:
    """Find what is wrong with a form's values before any work, by block."""
    found: dict[str, str] = {}
    for argument in command.arguments:
        try:
            arguments.check((argument,), values)
        except Mistake as mistake:
            found[argument.name] = str(mistake)
    return found


def _input(argument: Argument, value: str) -> Native:
    made: Native = {
        "type": "input",
        "block_id": argument.name,
        "label": plain_text(argument.name.capitalize().replace("_", " "), LABEL),
        "element": _element(argument, value) | {"action_id": argument.name},
        "optional": not argument.required,
    }
    return made | ({"hint": plain_text(argument.help, LABEL)} if argument.help else {})


def _element(argument: Argument, value: str) -> Native:
    if argument.kind is ArgumentKind.CHANNEL:
        made: Native = {
            "type": "conversations_select",
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        }
        return made | ({"initial_conversation": value} if value else {"default_to_current_conversation": True})
    if argument.kind is ArgumentKind.USER:
        return {"type": "users_select"} | ({"initial_user": value} if value else {})
    if 0 < len(argument.choices) <= OPTIONS and not argument.many:
        return _select(argument.choices, value)
    made = {"type": "plain_text_input", "max_length": LONGEST}
    return made | ({"initial_value": value[:LONGEST]} if value else {})


def _select(choices: Sequence[str], value: str) -> Native:
    options = [{"text": plain_text(each, OPTION_TEXT), "value": each} for each in choices]
    chosen = [each for each in options if each["value"] == value]
    return {"type": "static_select", "options": options} | ({"initial_option": chosen[0]} if chosen else {})


def working() -> Native:
    """Show that an answer is on its way."""
    return said(WORKING)


def said(sentence: str) -> Native:
    """Show one sentence of ours."""
    return shown("Downlink", [{"type": "context", "elements": [plain_text(sentence, PLACEHOLDER)]}])


def shown(title: str, blocks: Sequence[Native]) -> Native:
    """Show blocks in a modal."""
    return {
        "type": "modal",
        "callback_id": SHOWN,
        "title": plain_text(title, TITLE),
        "close": plain_text("Close", TITLE),
        "blocks": list(blocks) or [{"type": "context", "elements": [plain_text(title, PLACEHOLDER)]}],
    }
