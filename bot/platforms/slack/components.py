"""Buttons and menus → Slack's ``actions`` blocks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms.slack.escape import address, clean
from bot.platforms.slack.limits import ACTIONS, BUTTON, OPTION_TEXT, OPTIONS, PLACEHOLDER, shortened
from bot.platforms.slack.state import Act, value

Native = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """Something to pick; it stands in full in the text where it is too long here."""

    label: str
    command: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A button: a command or an address."""

    label: str
    command: str | None
    url: str | None = None
    act: Act = Act.ANSWER
    number: int = 0
    style: str = ""


def plain_text(text: str, limit: int) -> Native:
    """Make a plain text object, in which nothing acts; never empty."""
    return {"type": "plain_text", "text": shortened(clean(text).strip(), limit) or "…", "emoji": False}


def actions(presses: Sequence[Press], keys: Mapping[str, str], first: int) -> list[Native]:
    """Lay buttons out; ``first`` numbers them, for Slack wants different names in a block."""
    made = [each for n, press in enumerate(presses, first) if (each := _button(press, keys, n))]
    return [{"type": "actions", "elements": made[n : n + ACTIONS]} for n in range(0, len(made), ACTIONS)]


def _button(press: Press, keys: Mapping[str, str], number: int) -> Native | None:
    made: Native = {"type": "button", "action_id": f"button{number}", "text": plain_text(press.label, BUTTON)}
    if press.style:
        made["style"] = press.style
    if press.command:
        return made | {"value": value(press.act, press.command, keys, number=press.number)}
    url = address(press.url)
    return made | {"url": url} if url else None


def menu(prompt: str, options: Sequence[Option], act: Act, keys: Mapping[str, str], number: int) -> Native:
    """Make a menu that gives a command."""
    element: Native = {
        "type": "static_select",
        "action_id": f"menu{number}",
        "placeholder": plain_text(prompt, PLACEHOLDER),
        "options": [_option(each, act, keys) for each in options[:OPTIONS]],
    }
    return {"type": "actions", "elements": [element]}


def _option(option: Option, act: Act, keys: Mapping[str, str]) -> Native:
    made: Native = {
        "text": plain_text(option.label, OPTION_TEXT),
        "value": value(act, option.command, keys, option=True),
    }
    if clean(option.description).strip():
        made["description"] = plain_text(option.description, OPTION_TEXT)
    return made
