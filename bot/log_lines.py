"""How a line of the log is laid out, by structlog: for people or as JSON, bound names beside it, no secret in it.

JSON: ``{"time", "level", "message", "error_id"?, "trace"?, …bound names}``. Pure but for the clock's time in records.
"""

from __future__ import annotations

import json
import logging
import os
import traceback
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog

from bot.redaction import redacted

Event = MutableMapping[str, Any]
_OURS = "downlink"
_ACTING = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")


def formatter(form: str, *, colours: bool) -> logging.Formatter:
    """Make the formatter of every line, ours and libraries': ``console`` or ``json``."""
    common: list[Any] = [structlog.contextvars.merge_contextvars, _described, _without_secrets]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=common,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _written(form, colours)],
    )


def _written(form: str, colours: bool) -> Any:
    if form != "console":
        return structlog.processors.JSONRenderer(serializer=json.dumps, ensure_ascii=False)
    # Its own frames would show the values of variables, tokens among them: the trace is ours.
    lines = structlog.dev.ConsoleRenderer(
        colors=colours and not os.environ.get("NO_COLOR"), pad_event_to=0, pad_level=False,
        event_key="message", timestamp_key="time", sort_keys=False,
    )  # fmt: skip

    def written(logger: Any, name: str, event: Event) -> str:
        trace = event.pop("trace", None)
        event["time"] = event["time"][11:19]  # who watches knows the day
        shown = str(lines(logger, name, event))
        return redacted(f"{shown}\n{trace}" if trace else shown)

    return written


def _described(logger: Any, name: str, event: Event) -> Event:
    """Say when, how grave, what, whose words it is where they are a library's, and what an id stands for."""
    record: logging.LogRecord = event["_record"]
    words, library = event.pop("event"), record.name.split(".")[0]
    bound = {key: value for key, value in event.items() if not key.startswith("_")}
    kept = {key: value for key, value in event.items() if key.startswith("_")}
    event.clear()
    event.update(kept)
    event["time"] = datetime.fromtimestamp(record.created, UTC).isoformat()
    event["level"] = record.levelname.lower()
    event["message"] = words if library == _OURS else f"{library}: {words}"
    if number := getattr(record, "error_id", None):
        event["error_id"] = number
    event.update({key: value for key, value in bound.items() if key not in event and key != "exc_info"})
    if record.exc_info and record.exc_info[1]:
        event["trace"] = "".join(traceback.format_exception(record.exc_info[1])).rstrip()
    return event


def _without_secrets(logger: Any, name: str, event: Event) -> Event:
    """Take secrets out of every value, and out of words what acts on a terminal or makes a line of its own."""
    for key, value in event.items():
        if not key.startswith("_") and not isinstance(value, int | float):
            event[key] = redacted(str(value)).translate(_ACTING)
    event["message"] = event["message"].replace("\n", " ")
    return event
