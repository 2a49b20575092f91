"""The text of a message that somebody asks about. It comes with their interaction alone, and is not kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MOST = 12_000  # characters: what a message with all its embeds can hold


def text_of(data: Mapping[str, Any]) -> str:
    """Give the text of the message that a message command is used on, its embeds' included."""
    found: Mapping[str, Any] = data.get("resolved", {}).get("messages", {})
    message: Mapping[str, Any] = found.get(str(data.get("target_id"))) or next(iter(found.values()), {})
    return "\n".join(filter(None, _texts(message)))[:MOST]


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    yield str(message.get("content") or "")
    for embed in message.get("embeds") or ():
        yield str(embed.get("title") or "")
        yield str(embed.get("description") or "")
        for each in embed.get("fields") or ():
            yield f"{each.get('name', '')}: {each.get('value', '')}"
    for snapshot in message.get("message_snapshots") or ():  # forwarded
        yield from _texts(snapshot.get("message") or {})
