"""Discord's REST interface, as far as the bot uses it: one request is one try, unless the caller says otherwise.

discord.py's own client repeats posts by itself, which is why it is not used for sending
(https://github.com/Rapptz/discord.py, ``HTTPClient.request``). Limits are learnt from headers alone.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import aiohttp

from bot.platforms.discord.buckets import Buckets

API = "https://discord.com/api/v10"
AGENT = "DiscordBot (https://github.com/downlink-bot/downlink, 0.1)"
TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
PATIENCE = 12.0  # seconds that a request which may be repeated is repeated for
Answer = TypeVar("Answer")


class Refused(Exception):
    """Discord answered, and did not do it."""

    def __init__(self, status: int, code: int = 0, message: str = "", wait: float | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message, self.wait = status, code, message, wait


class Lost(Exception):
    """No answer that can be understood, or a failure of Discord's own: perhaps it was done."""


class Unsent(Exception):
    """Discord could not be reached: it was not done."""


class Rest:
    """Sends requests. Safe to use from many tasks of one event loop; opens its connections when first used."""

    def __init__(self, token: str, base: str | None = None) -> None:
        self._token, self._base = token, (base or API).rstrip("/")
        self._session: aiohttp.ClientSession | None = None
        self._buckets = Buckets(time.monotonic)

    async def send(self, method: str, path: str, body: Any = None, *, bot: bool = True) -> Any:
        """Send once; gives the decoded answer. ``bot``: with the bot's token, else the path holds one.

        Raises:
            Refused, Lost, Unsent: see there.
        """
        if wait := self._buckets.wait(method, path):
            raise Refused(429, message="waiting for a limit to pass", wait=wait)
        headers = {"User-Agent": AGENT} | ({"Authorization": f"Bot {self._token}"} if bot else {})
        data = None if body is None else _encoded(body)
        if isinstance(data, bytes):
            headers["Content-Type"] = "application/json"
        try:
            async with self._opened().request(method, self._base + path, data=data, headers=headers) as answer:
                raw = await answer.read()
                self._buckets.learn(method, path, answer.status, answer.headers)
                return _read(answer.status, answer.headers, raw)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            raise Unsent(type(problem).__name__) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            raise Lost(type(problem).__name__) from None

    async def repeat(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        bot: bool = True,
        lost: bool = True,
        again: frozenset[int] = frozenset(),
    ) -> Any:
        """Send until it is done or patience ends; for what may be done twice without harm.

        Args:
            lost: whether to repeat what was perhaps done; otherwise only what was not.
            again: codes of Discord's errors that pass, too.
        """

        async def once() -> Any:
            return await self.send(method, path, body, bot=bot)

        return await self.patiently(once, PATIENCE, lost=lost, again=again)

    async def patiently(
        self,
        once: Callable[[], Awaitable[Answer]],
        patience: float,
        *,
        lost: bool = True,
        again: frozenset[int] = frozenset(),
    ) -> Answer:
        """Try something until it is done, fails for good, or ``patience`` (seconds) ends. Raises its last failure."""
        end, pause = time.monotonic() + patience, 0.1
        while True:
            wait = pause * random.uniform(0.5, 1.0)
            try:
                return await once()
            except Refused as problem:
                wait = wait if problem.wait is None else problem.wait
                if (problem.wait is None and problem.code not in again) or time.monotonic() + wait > end:
                    raise
            except Lost:
                if not lost or time.monotonic() + wait > end:
                    raise
            except Unsent:
                if time.monotonic() + wait > end:
                    raise
            await asyncio.sleep(wait)
            pause = min(pause * 2, 2.0)

    async def close(self) -> None:
        """Close the connections. Safe to call twice."""
        if self._session:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT, connector=aiohttp.TCPConnector(limit=0))
        return self._session


def _encoded(body: Any) -> bytes | aiohttp.FormData:
    """Encode a body; files that a payload has, wherever in it, go beside the JSON."""
    holder = body.get("data", body) if isinstance(body, dict) else {}
    files = holder.get("files") if isinstance(holder, dict) else None
    if not files:
        return json.dumps(body, separators=(",", ":")).encode()
    slim = {name: value for name, value in holder.items() if name != "files"}
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body | {"data": slim} if "data" in body else slim))
    for number, (name, media_type, text) in enumerate(files):
        content = text.encode("utf-8", "replace")
        form.add_field(f"files[{number}]", content, filename=name, content_type=media_type)
    return form


def _read(status: int, headers: Mapping[str, str], raw: bytes) -> Any:
    try:
        body = json.loads(raw) if raw else None
    except ValueError:
        raise Lost(f"{status} without JSON") from None
    if 200 <= status < 300:
        return body
    known: Mapping[str, Any] = body if isinstance(body, dict) else {}
    if status == 429:
        wait = known.get("retry_after", headers.get("Retry-After", 1))
        raise Refused(status, int(known.get("code") or 0), "rate limited", float(wait))
    if status >= 500:
        raise Lost(f"{status}")
    raise Refused(status, int(known.get("code") or 0), str(known.get("message") or ""))
