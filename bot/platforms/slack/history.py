"""Look for one's own message in a channel, by the marker in its metadata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.platforms.slack.calls import Calls, Lost, Refused
from bot.platforms.slack.render import EVENT_TYPE

EARLIER = timedelta(minutes=1)  # our clock may be ahead of Slack's
PAGE, PAGES = 200, 500  # messages a page; apps that Slack limits get fewer


@dataclass(slots=True)
class Bookmark:
    """How far a history was read, the newest first, when Slack asked to wait."""

    cursor: str = ""


async def look(
    calls: Calls,
    token: str,
    channel: str,
    marker: str,
    since: datetime,
    thread: str | None = None,
    bookmark: Bookmark | None = None,
) -> str | None:
    """Find the message with a marker among those since a time; gives its time stamp, None where it is not there.

    Apps that are distributed outside of Slack's marketplace get 15 messages a minute, so a long history takes more
    than one look: ``bookmark`` goes on where the last one was stopped.

    Raises Refused, Lost and Unsent: it could not be read to the end; Refused("too_many_messages"): nor ever will.
    """
    bookmark = bookmark or Bookmark()
    body: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{(since - EARLIER).timestamp():.6f}",
        "include_all_metadata": "true",
        "limit": PAGE,
    }
    method = "conversations.replies" if thread else "conversations.history"
    body |= {"ts": thread} if thread else {}
    for _ in range(PAGES):
        page = await calls.send(method, token, body | _at(bookmark), form=True)
        messages = page.get("messages")
        if not isinstance(messages, list):
            raise Lost("a page without messages")
        for message in messages:
            if _marker(message) == marker:
                return str(message.get("ts") or "")
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor and not page.get("has_more"):
            return None
        if not cursor:
            break
        bookmark.cursor = str(cursor)
    raise Refused("too_many_messages")


def _at(bookmark: Bookmark) -> dict[str, str]:
    return {"cursor": bookmark.cursor} if bookmark.cursor else {}


def _marker(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return str((metadata.get("event_payload") or {}).get("marker") or "") or None
