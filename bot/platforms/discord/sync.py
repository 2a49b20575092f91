"""Declare the commands only where what Discord lists differs: creations are limited to 200 a day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.platforms.discord.rest import Rest

_DEFAULTS: Mapping[str, Any] = {
    "type": 1,
    "name": "",
    "description": "",
    "default_member_permissions": None,
    "integration_types": [0],
    "contexts": None,
}
_OPTION_DEFAULTS: Mapping[str, Any] = {
    "type": 3,
    "name": "",
    "description": "",
    "required": False,
    "autocomplete": False,
    "min_value": None,
    "max_value": None,
    "max_length": None,
}


class Kept(Protocol):
    """Where the mark of the set declared last is kept."""

    async def get(self) -> str | None:
        """Give it; None where there is none."""
        ...

    async def put(self, mark: str) -> None:
        """Keep it."""
        ...


def mark_of(commands: Sequence[Mapping[str, Any]]) -> str:
    """Mark a set of commands; equal sets have equal marks."""
    return hashlib.sha256(json.dumps([_normal(each) for each in commands], sort_keys=True).encode()).hexdigest()


def differs(declared: Sequence[Mapping[str, Any]], listed: Sequence[Mapping[str, Any]], kept: str | None) -> bool:
    """Tell whether to declare. Pure.

    Discord may list what was declared in another form: where our mark and all names agree, it is the same.
    """
    if _names(declared) != _names(listed):
        return True
    if kept == mark_of(declared):
        return False
    by_name = {(each.get("type", 1), each["name"]): _normal(each) for each in listed}
    return any(_normal(each) != by_name[each.get("type", 1), each["name"]] for each in declared)


async def sync(rest: Rest, application: str, declared: Sequence[Mapping[str, Any]], kept: Kept | None = None) -> bool:
    """Declare the commands where they differ; tell whether that was needed. Raises what ``rest`` raises."""
    path = f"/applications/{application}/commands"
    listed = await rest.repeat("GET", path)
    if not differs(declared, listed, await kept.get() if kept else None):
        return False
    await rest.repeat("PUT", path, list(declared))
    if kept:
        await kept.put(mark_of(declared))
    return True


def _names(commands: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    return sorted((int(each.get("type") or 1), str(each["name"])) for each in commands)


def _normal(command: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: command.get(name) or default for name, default in _DEFAULTS.items()}
    made["integration_types"] = sorted(made["integration_types"])
    made["contexts"] = sorted(made["contexts"] or [])
    return made | {"options": [_option(each) for each in command.get("options") or ()]}


def _option(option: Mapping[str, Any]) -> dict[str, Any]:
    made = {name: option.get(name) or default for name, default in _OPTION_DEFAULTS.items()}
    made["choices"] = [(each["name"], each["value"]) for each in option.get("choices") or ()]
    made["channel_types"] = sorted(option.get("channel_types") or ())
    return made | {"options": [_option(each) for each in option.get("options") or ()]}
