"""Slack's names of commands. Slack keeps some for itself, and rejects a whole manifest that declares one. Pure.

Every command is ``/downlink VERB …``; those without a group have a direct name as well, where Slack accepts it and
no other app is likely to want it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bot.blocks import Fields
from bot.commands.phrases import read_line
from bot.commands.registry import Command, Registry
from bot.replies import Kind, Reply
from bot.spans import Code, Text

ALL = "downlink"
RESERVED = frozenset(
    """
    me status away dnd shrug remind msg feed who collapse expand leave join open search topic mute pro shortcuts
    archive invite kick rename call apps dm
    """.split()
)
COMMON = frozenset({"help", "mentioned"})  # every app has the one; the other is the shortcut
OTHERWISE: Mapping[str, str] = {"who": "dossier"}
MOST = 50  # commands of an app
_ACCEPTED = re.compile(r"[a-z0-9_-]{1,32}")
_TYPED = re.compile(rf"(?<![\w/:.])/({'|'.join(sorted({*RESERVED, *COMMON}))})(?![\w/.])")


def accepted(name: str) -> bool:
    """Tell whether Slack accepts a command of this name."""
    return bool(_ACCEPTED.fullmatch(name)) and name not in RESERVED


def direct_name(command: Command) -> str | None:
    """Give the name under which a command stands by itself; None where it is ``/downlink VERB`` alone."""
    if command.group is not None or command.verb in COMMON:
        return None
    name = OTHERWISE.get(command.verb, command.verb)
    return name if accepted(name) else None


def verb_of(command: str, text: str, registry: Registry) -> tuple[str, str]:
    """Read verb and text of a slash command."""
    name, words = command.strip().lstrip("/").casefold(), text.strip()
    direct = {direct_name(each): each.verb for each in registry.commands}
    if name in direct:
        return direct[name], words
    verb, _, rest = words.partition(" ")
    verb = verb.casefold().lstrip("/")
    if verb in {known for each in registry.commands for known in (each.verb, *each.aliases)}:
        return verb, rest.strip()
    return said(words, registry)


def said(words: str, registry: Registry) -> tuple[str, str]:
    """Read what was said to the bot, as a typed line is read; nothing at all asks for help."""
    known = {known for each in registry.commands for known in (each.verb, *each.aliases)}
    return read_line(f"@{ALL} {words}", known)


def typed(text: str) -> str:
    """Write a command the way it is typed on Slack: ``/who Rogozin`` as ``/dossier Rogozin``."""
    return _TYPED.sub(lambda found: f"/{OTHERWISE.get(found[1]) or f'{ALL} {found[1]}'}", text)


def localised(reply: Reply) -> Reply:
    """Write all commands that a reply tells to type the way Slack takes them; other words stay as they are."""
    told = reply.kind in (Kind.ERROR, Kind.HELP)
    return replace(
        reply,
        title=typed(reply.title) if told else reply.title,
        blocks=tuple(_localised(block, told) for block in reply.blocks),
    )


def _localised(value: Any, told: bool) -> Any:
    if isinstance(value, Code) or (told and isinstance(value, Text)):
        return replace(value, text=typed(value.text))
    if isinstance(value, Fields):
        return Fields(tuple((typed(name), _localised(spans, told)) for name, spans in value.pairs))
    if isinstance(value, tuple):
        return tuple(_localised(each, told) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        inner = {each.name: getattr(value, each.name) for each in fields(value)}
        return replace(value, **{n: _localised(v, told) for n, v in inner.items() if isinstance(v, tuple)})
    return value
