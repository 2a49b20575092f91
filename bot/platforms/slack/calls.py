"""Slack's Web API, as far as the bot uses it: one call is one try, unless the caller says otherwise.

slack_sdk repeats a post whose answer was lost, and so posts twice; here it never repeats by itself. What it
raises and logs may have addresses in it that are as good as passwords, so neither leaves this file.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack.taming import SILENT

API = "https://slack.com/api/"
TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
PATIENCE = 12.0  # seconds that a call which may be repeated is repeated for
_PASSING = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
Answer = TypeVar("Answer")


class Refused(Exception):
    """Slack answered, and did not do it. ``wait``: seconds after which it may."""

    def __init__(self, error: str, wait: float | None = None) -> None:
        super().__init__(error)
        self.error, self.wait = error, wait


class Lost(Exception):
    """No answer that can be understood, or a failure of Slack's own: perhaps it was done."""


class Unsent(Exception):
    """Slack could not be reached: it was not done."""


Problems = (Refused, Lost, Unsent)


class Calls:
    """Makes calls. Safe to use from many tasks of one event loop; opens its connections when first used."""

    def __init__(self, base: str | None = None) -> None:
        self.base = (base or API).rstrip("/") + "/"
        self._session: aiohttp.ClientSession | None = None

    async def send(self, method: str, token: str, body: Mapping[str, Any], *, form: bool = False) -> dict[str, Any]:
        """Call a method once; gives its answer. ``form``: for methods that read no JSON.

        Raises:
            Refused, Lost, Unsent: see there.
        """
        client = AsyncWebClient(
            token or None, self.base, timeout=15, session=self._opened(), logger=SILENT, retry_handlers=[]
        )
        try:
            sent = dict(body)
            got = await client.api_call(method, data=sent if form else None, json=None if form else sent)
        except SlackApiError as problem:
            raise _understood(problem.response) from None
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            raise Unsent(type(problem).__name__) from None
        except (aiohttp.ClientError, SlackClientError, TimeoutError, OSError, ValueError) as problem:
            raise Lost(type(problem).__name__) from None
        return dict(got.data) if isinstance(got.data, dict) else {}

    async def respond(self, url: str, body: Mapping[str, Any]) -> None:
        """Send a message to a response address, once. Raises what :meth:`send` does."""
        try:
            async with self._opened().post(url, json=dict(body), allow_redirects=False) as answer:
                raw = await answer.text()
                status, wait = answer.status, answer.headers.get("Retry-After")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as problem:
            raise Unsent(type(problem).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as problem:
            raise Lost(type(problem).__name__) from None
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
        """Try something until it is done, fails for good, or ``patience`` (seconds) ends. Raises its last failure."""
        end, pause = time.monotonic() + patience, 0.1
        while True:
            wait = pause * random.uniform(0.5, 1.0)
            try:
                return await once()
            except Refused as problem:
                if problem.wait is None or time.monotonic() + problem.wait > end:
                    raise
                wait = problem.wait
            except Lost:
                if not lost or time.monotonic() + wait > end:
                    raise
            except Unsent:
                if time.monotonic() + wait > end:
                    raise
            await asyncio.sleep(wait)
            pause = min(pause * 2, 2.0)

    def opened(self) -> aiohttp.ClientSession:
        """Give the connections, for the socket."""
        return self._opened()

    async def close(self) -> None:
        """Close the connections. Safe to call twice."""
        if self._session:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, connector=aiohttp.TCPConnector(limit=0))
        return self._session


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
