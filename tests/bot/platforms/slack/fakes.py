"""Slack without a network: what is sent is kept as words, what is typed arrives as a command."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping
from typing import Any, Protocol

from bot.commands.table import REGISTRY
from bot.platforms.slack.adapter import Slack
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.socket import Socket, Take
from bot.platforms.slack.tokens import Own, Tokens
from tests.bot.answers import NOW

TEAM = "T1"


class Lines(Protocol):
    """Where typed lines come from."""

    async def next(self) -> str | None:
        """Wait for a line."""
        ...


class RecordingCalls(Calls):
    """Takes every call; ``seen`` gets the words of every message."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__()
        self._seen, self._numbers = seen, itertools.count(1)

    async def send(self, method: str, token: str, body: Mapping[str, Any], *, form: bool = False) -> dict[str, Any]:
        """Take a call."""
        if method == "auth.test":
            return {"ok": True, "team_id": TEAM, "team": "Lab", "user": "downlink"}
        self._seen.append(" ".join(_words(body.get("blocks"))))
        return {"ok": True, "ts": f"{next(self._numbers)}.000001"}

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Take a message."""
        self._seen.append(" ".join(_words(body.get("blocks"))))


def _words(value: Any) -> list[str]:
    """List what readers of a message can see."""
    if isinstance(value, list):
        return [text for each in value for text in _words(each)]
    if not isinstance(value, dict):
        return []
    own = [value["text"]] if isinstance(value.get("text"), str) else []
    return own + [text for each in value.values() if isinstance(each, dict | list) for text in _words(each)]


class Typed(Socket):
    """A connection by which each line arrives as a command."""

    def __init__(self, lines: Lines, calls: Calls) -> None:
        super().__init__(calls, "")
        self._lines, self._numbers = lines, itertools.count(1)

    async def run(self, take: Take) -> None:
        """Take lines until closed."""
        closed = asyncio.ensure_future(self._closed.wait())
        while not closed.done():
            line = asyncio.ensure_future(self._lines.next())
            ends: set[asyncio.Future[Any]] = {line, closed}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if not line.done():
                line.cancel()
                return
            payload = {"command": "/downlink", "text": line.result(), "team_id": TEAM, "user_id": "U1"}
            payload |= {"channel_id": "C1", "response_url": "https://slack.example/1", "trigger_id": "1"}
            await take({"envelope_id": f"{next(self._numbers)}", "payload": payload})


def slack(lines: Lines, seen: list[str]) -> Slack:
    """Put the platform together."""
    calls = RecordingCalls(seen)
    return Slack(calls, Typed(lines, calls), REGISTRY, Keeping(None, lambda: NOW), Tokens(Own("xoxb-1", calls), None))
