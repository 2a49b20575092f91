"""Settings: all of them, one, and one that was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks import Block, Button, Buttons, Choice, Fields, Heading, Note, Paragraph, Picker
from bot.preferences import PREFERENCES, Preference, value_of
from bot.presenters import words
from bot.replies import Kind, Reply
from bot.spans import ChannelName, Code, Spans, Strong, line
from bot.store.values import Grant

_SHOWN = 10
_MEANS = {
    ("archive", "public"): "The pages are open to everybody, and everything posted here until now is on them too; "
    "set back to private, all of it is gone from them within seconds."
}


def every(values: Mapping[str, Any], grants: Sequence[Grant]) -> Reply:
    """Show every setting with its value and what it is for, and who was granted what."""
    pairs = (*((each.name, _value(each, values)) for each in PREFERENCES), ("roles", _roles(grants)))
    choices = tuple(Choice(each.name, f"/downlink settings {each.name}", each.help) for each in PREFERENCES)
    return Reply(Kind.SETTINGS, "Settings", (Heading(line("Settings")), Fields(pairs), Picker("Change one", choices)))


def _roles(grants: Sequence[Grant]) -> Spans:
    shown = [
        line(words.who(each.user), f" {each.role}", *(line(" of ", ChannelName(each.channel)) if each.channel else ()))
        for each in grants[:_SHOWN]
    ]
    more = [line(f"and {len(grants) - _SHOWN:,} more")] if len(grants) > _SHOWN else []
    none = line(
        "nobody but those whom the platform lets manage it; give one with ", Code("/downlink grant @anna editor")
    )
    return words.joined([*shown, *more], ", ") or none


def _value(each: Preference, values: Mapping[str, Any]) -> Spans:
    value = value_of(values, each.name)
    return line(Strong(value), f" — {each.help}")


def one(each: Preference, values: Mapping[str, Any]) -> Reply:
    """Explain one setting and offer its values."""
    blocks: list[Block] = [
        Paragraph(line(Strong(each.name), f": {each.help}. It is ", Strong(value_of(values, each.name)), ".")),
    ]
    blocks += [Note(line(f"{value}: {means}")) for (name, value), means in _MEANS.items() if name == each.name]
    if each.choices:
        blocks.append(Picker("Change it to", tuple(_choice(each, value) for value in each.choices)))
    else:
        blocks.append(Note(line("For example: ", Code(f"/downlink settings {each.name} {each.example}"))))
    return Reply(Kind.SETTINGS, f"Setting {each.name}", tuple(blocks))


def _choice(each: Preference, value: str) -> Choice:
    return Choice(value, f"/downlink settings {each.name} {value}", "the default" if value == each.default else "")


def changed(each: Preference, values: Mapping[str, Any], change: int | None) -> Reply:
    """Confirm a change; ``change`` is its number in the audit log, None where it was so already."""
    value = value_of(values, each.name)
    says = f"{each.name} is {value}{' now' if change else ' already'}."
    blocks: list[Block] = [
        Paragraph(line(Strong(each.name), " is ", Strong(value), " now." if change else " already."))
    ]
    if means := _MEANS.get((each.name, value)):
        blocks.append(Note(line(means)))
    if change:
        blocks.append(
            Buttons((Button("Undo", f"/downlink undo {change}"), Button("All settings", "/downlink settings")))
        )
    return Reply(Kind.SETTINGS, says, tuple(blocks))
