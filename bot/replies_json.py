"""Replies as JSON values, read again: the exact inverse of ``Reply.to_json``.

Fields are only ever added: one that is not there has its default, one that is not known is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any, get_args

from bot import blocks, spans
from bot.replies import Kind, Outcome, Reply

_CLASSES = (*get_args(blocks.Block), blocks.Source, blocks.Choice, blocks.Button, *get_args(spans.Span))
_NAMED: Mapping[str, type[Any]] = {each.__name__.lower(): each for each in _CLASSES}
_FIELDS = {each: frozenset(field.name for field in fields(each)) for each in _CLASSES}
_READ: Mapping[tuple[type[Any], str], Callable[[Any], Any]] = {
    (spans.Moment, "at"): datetime.fromisoformat,
    (spans.Moment, "style"): spans.Style,
    (blocks.Activity, "since"): datetime.fromisoformat,
}


def reply_of(record: Mapping[str, Any]) -> Reply:
    """Read a reply. ValueError or KeyError where it is none."""
    return Reply(
        Kind(record["kind"]),
        record["title"],
        tuple(_value(block) for block in record["blocks"]),
        Outcome(record.get("outcome", Outcome.DONE)),
        record.get("shareable", False),
    )


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    if not isinstance(value, dict):
        return value
    made = _NAMED[value["type"]]
    given = {name: _READ.get((made, name), _value)(each) for name, each in value.items() if name in _FIELDS[made]}
    return made(**given)
