"""One question to an OpenAI-compatible endpoint, and an answer within limits of time and size, or a reason why not.

https://platform.openai.com/docs/api-reference/chat/create; ``response_format`` of type ``json_schema`` is asked for,
and the answer is checked all the same: not every server keeps to it.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx

from digests.errors import DigestsError

SECONDS = 12.0  # for one answer, tries included
_MOST_BYTES = 64_000
_MOST_TOKENS = 600
_PAUSE = 2.0  # at most, before the second try


class Why(StrEnum):
    """What went wrong."""

    AWAY = "away"  # no connection
    SLOW = "slow"
    STATUS = "status"  # the server refused, or failed
    ANSWER = "answer"  # one that can't be used


class ModelFailed(DigestsError):
    """A language model that gave no usable answer; the text says why. ``status``: of its server, 0 where none is."""

    def __init__(self, reason: str, why: Why = Why.ANSWER, status: int = 0) -> None:
        super().__init__(reason)
        self.why, self.status = why, status


class _TryAgain(Exception):
    """What may go better a second time."""

    def __init__(self, reason: str, pause: float = 0.0, why: Why = Why.ANSWER, status: int = 0) -> None:
        super().__init__(reason)
        self.pause, self.why, self.status = pause, why, status


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the language model is. ``url`` up to and with the version: ``http://localhost:11434/v1``."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    seconds: float = SECONDS


async def ask(endpoint: Endpoint, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any]) -> Any:
    """Give the JSON value that the model answers with; one more try where that may help.

    Raises:
        ModelFailed: no answer in time, no answer at all, too long a one, or one that isn't JSON.
    """
    body = {"model": endpoint.model, "messages": list(messages), "temperature": 0, "max_tokens": _MOST_TOKENS,
            "response_format": {"type": "json_schema", "json_schema": {
                "name": "summary", "strict": True, "schema": schema}}}
    try:
        async with asyncio.timeout(endpoint.seconds):  # httpx's own timeouts know no end of a slow drip
            try:
                return await _once(endpoint, body)
            except _TryAgain as first:
                await asyncio.sleep(min(first.pause, _PAUSE))
            try:
                return await _once(endpoint, body)
            except _TryAgain as second:
                raise ModelFailed(str(second), second.why, second.status) from None
    except TimeoutError:
        raise ModelFailed(f"it took longer than {endpoint.seconds:g} s", Why.SLOW) from None


async def _once(endpoint: Endpoint, body: Mapping[str, Any]) -> Any:
    headers = {"Accept-Encoding": "identity"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    try:
        async with (
            httpx.AsyncClient(timeout=endpoint.seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", _address(endpoint.url), json=body, headers=headers) as response,
        ):
            _check(response)
            return _content(await _read(response))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
        raise _TryAgain(f"it can't be reached ({type(problem).__name__})", why=Why.AWAY) from None


def _address(url: str) -> str:
    return url if url.endswith("/chat/completions") else f"{url.rstrip('/')}/chat/completions"


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status == 429 or status >= 500:
        asked = response.headers.get("Retry-After", "")
        pause = float(asked) if asked.isdecimal() else 0.5
        raise _TryAgain(f"it answered with status {status}", pause, Why.STATUS, status)
    if status != 200:
        raise ModelFailed(f"it answered with status {status}", Why.STATUS, status)
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise ModelFailed("its answer was packed, which was not asked for")


async def _read(response: httpx.Response) -> bytes:
    found = bytearray()
    async for piece in response.aiter_raw():
        found += piece
        if len(found) > _MOST_BYTES:
            raise ModelFailed(f"its answer was longer than {_MOST_BYTES:,} bytes")
    return bytes(found)


def _content(raw: bytes) -> Any:
    """Take the model's own JSON out of the server's."""
    try:
        choice = json.loads(raw)["choices"][0]
        if choice.get("finish_reason") == "length":
            raise _TryAgain("its answer was cut off")
        return json.loads(choice["message"]["content"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _TryAgain("its answer was not the JSON asked for") from None
