"""Discord's REST interface, as far as the bot uses it: one request is one try, unless the caller says otherwise.

discord.py's own client repeats posts by itself, which is why it is not used for sending
(https://github.com/Rapptz/discord.py, ``HTTPClient.request``). Limits are learnt from headers alone.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

import aiohttp

from bot.platforms import trying
from bot.platforms.allowance import one_request
from bot.platforms.discord.buckets import Buckets
from bot.platforms.trying import PATIENCE, Connections, Lost, Unsent, patiently, told

API = "https://discord.com/api/v10"
AGENT = "DiscordBot (https://github.com/downlink-bot/downlink, 0.1)"
__all__ = ["AGENT", "API", "Lost", "Refused", "Rest", "Unsent"]


class Refused(trying.Refused):
    """Discord answered, and did not do it.

    ``scope``: of a limit: user, shared or global. ``answered``: False where the limit was known and nothing was
    asked. ``unread``: True where the answer was no JSON, so not of Discord's own making.
    """

    def __init__(
        self,
        status: int,
        code: int = 0,
        message: str = "",
        wait: float | None = None,
        *,
        scope: str = "",
        answered: bool = True,
        unread: bool = False,
    ) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message, self.wait = status, code, message, wait
        self.scope, self.answered, self.unread = scope, answered, unread


class Rest:
    """Sends requests. Safe to use from many tasks of one event loop; opens its connections when first used."""

    def __init__(self, token: str, base: str | None = None) -> None:
        self._token, self._base = token, (base or API).rstrip("/")
        self._connections = Connections()
        self._buckets = Buckets(time.monotonic)

    async def send(self, method: str, path: str, body: Any = None, *, bot: bool = True) -> Any:
        """Send once; gives the decoded answer. ``bot``: with the bot's token, else the path holds one.

        What goes with the bot's token has a place in its limit, see :mod:`bot.platforms.allowance`.

        Raises:
            Refused, Lost, Unsent: see there.
        """
        async with one_request() if bot else nullcontext() as place:
            if wait := self._buckets.wait(method, path):
                if place is not None:
                    place.free(used=False)
                scope = "global" if self._buckets.wait_for_all(path) else "user"
                raise Refused(429, message="waiting for a limit to pass", wait=wait, scope=scope, answered=False)
            return await self._sent(method, path, body, bot)

    async def _sent(self, method: str, path: str, body: Any, bot: bool) -> Any:
        headers = {"User-Agent": AGENT} | ({"Authorization": f"Bot {self._token}"} if bot else {})
        data = None if body is None else _encoded(body)
        if isinstance(data, bytes):
            headers["Content-Type"] = "application/json"
        with told():
            session = self._connections.opened()
            async with session.request(method, self._base + path, data=data, headers=headers) as answer:
                raw = await answer.read()
                self._buckets.learn(method, path, answer.status, answer.headers)
                return _read(answer.status, answer.headers, raw)

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
        return await patiently(
            lambda: self.send(method, path, body, bot=bot),
            PATIENCE,
            lost=lost,
            passes=lambda problem: isinstance(problem, Refused) and problem.code in again,
        )

    async def close(self) -> None:
        """Close the connections. Safe to call twice."""
        await self._connections.close()


def _encoded(body: Any) -> bytes | aiohttp.FormData:
    """Encode a body; files that a payload has, wherever in it, go beside the JSON."""
    within = next((name for name in ("data", "message") if isinstance(body, dict) and name in body), None)
    holder = body[within] if within else body
    files = holder.get("files") if isinstance(holder, dict) else None
    if not files:
        return json.dumps(body, separators=(",", ":")).encode()
    slim = {name: value for name, value in holder.items() if name != "files"}
    form = aiohttp.FormData()
    form.add_field("payload_json", json.dumps(body | {within: slim} if within else slim))
    for number, (name, media_type, text) in enumerate(files):
        content = text.encode("utf-8", "replace")
        form.add_field(f"files[{number}]", content, filename=name, content_type=media_type)
    return form


def _read(status: int, headers: Mapping[str, str], raw: bytes) -> Any:
    try:
        body = json.loads(raw) if raw else None
    except ValueError:
        if not 400 <= status < 500:
            raise Lost(f"{status} without JSON") from None
        body = None  # of what stands before Discord: it let nothing through
    if 200 <= status < 300:
        return body
    known: Mapping[str, Any] = body if isinstance(body, dict) else {}
    code, unread = int(known.get("code") or 0), not known
    if status == 429:
        scope = "global" if known.get("global") or unread else headers.get("X-RateLimit-Scope", "user")
        wait = _seconds(known.get("retry_after", headers.get("Retry-After")))
        raise Refused(status, code, "rate limited", wait, scope=scope, unread=unread)
    if status >= 500:
        raise Lost(f"{status}")
    raise Refused(status, code, str(known.get("message") or ""), unread=unread)


def _seconds(text: Any) -> float:
    try:
        return max(0.0, float(text))
    except (TypeError, ValueError):
        return 1.0
