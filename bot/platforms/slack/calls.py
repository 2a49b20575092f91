"""Slack's Web API, as far as the bot uses it: one call is one try, unless the caller says otherwise.

slack_sdk repeats a post whose answer was lost, and so posts twice; here it never repeats by itself. What it
raises and logs may have addresses in it that are as good as passwords, so neither leaves this file.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms import trying
from bot.platforms.slack.taming import SILENT
from bot.platforms.trying import PATIENCE, Answer, Connections, Lost, Problems, Unsent, told

API = "https://slack.com/api/"
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
__all__ = ["API", "PATIENCE", "Calls", "Lost", "Problems", "Refused", "Unsent"]


class Refused(trying.Refused):
    """Slack answered, and did not do it."""

    def __init__(self, error: str, wait: float | None = None) -> None:
        super().__init__(error)
        self.error, self.wait = error, wait


class Calls:
    """Makes calls. Safe to use from many tasks of one event loop; opens its connections when first used."""

    def __init__(self, base: str | None = None) -> None:
        self.base = (base or API).rstrip("/") + "/"
        self._connections = Connections()

    async def send(self, method: str, token: str, body: Mapping[str, Any], *, form: bool = False) -> dict[str, Any]:
        """Call a method once; gives its answer. ``form``: for methods that read no JSON.

        Raises:
            Refused, Lost, Unsent: see there.
        """
        client = AsyncWebClient(
            token or None, self.base, timeout=15, session=self.opened(), logger=SILENT, retry_handlers=[]
        )
        try:
            sent = dict(body)
            with told(ValueError):
                got = await client.api_call(method, data=sent if form else None, json=None if form else sent)
        except SlackApiError as problem:
            raise _understood(problem.response) from None
        except SlackClientError as problem:
            raise Lost(type(problem).__name__) from None
        return dict(got.data) if isinstance(got.data, dict) else {}

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Send a message to a response address, once. Raises what :meth:`send` does."""
        with told(ValueError):
            async with self.opened().post(url, json=dict(body), allow_redirects=False) as answer:
                raw = await answer.text()
                status, wait = answer.status, answer.headers.get("Retry-After")
        if status == 429:
            raise Refused("ratelimited", _seconds(wait))
        if error := _told(raw):
            raise Refused(error)
        if status != 200:
            raise Lost(f"{status}") if status >= 500 else Refused(f"{status}")

    async def repeat(
        self, method: str, token: str, body: Mapping[str, Any], *, form: bool = False, lost: bool = True
    ) -> dict[str, Any]:
        """Call until it is done or patience ends. ``lost``: also where it was perhaps done."""
        return await self.patiently(lambda: self.send(method, token, body, form=form), lost=lost)

    async def patiently(
        self, once: Callable[[], Awaitable[Answer]], patience: float = PATIENCE, *, lost: bool = False
    ) -> Answer:
        """Try something; see there."""
        return await trying.patiently(once, patience, lost=lost)

    def opened(self) -> aiohttp.ClientSession:
        """Give the connections, for the socket."""
        return self._connections.opened()

    async def close(self) -> None:
        """Close the connections. Safe to call twice."""
        await self._connections.close()


def _understood(answer: Any) -> Exception:
    """Read what slack_sdk raises with: its own response, or aiohttp's where the body was no JSON."""
    status = int(getattr(answer, "status_code", 0) or getattr(answer, "status", 0))
    data = getattr(answer, "data", None)
    error = str(data.get("error") or "") if isinstance(data, dict) else ""
    if status == 429 or error in ("ratelimited", "rate_limited"):
        return Refused("ratelimited", _seconds((getattr(answer, "headers", None) or {}).get("Retry-After")))
    if not error or error in _PASSING or status >= 500:
        return Lost(error or f"{status} without an answer")
    return Refused(error)


def _told(raw: str) -> str | None:
    """Read the error that a response address tells."""
    try:
        told = json.loads(raw)
    except ValueError:
        return None
    return str(told.get("error") or "refused")[:80] if isinstance(told, dict) and told.get("ok") is False else None


def _seconds(text: str | None) -> float:
    try:
        return max(0.0, float(text or 1))
    except ValueError:
        return 1.0
