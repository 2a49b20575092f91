"""Ask a platform one thing, for a check: what it said, and what time it is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=10, connect=5)
LARGEST = 1_000_000  # bytes of an answer


@dataclass(frozen=True, slots=True)
class Told:
    """An answer. ``status`` 0: none came, and ``why`` says why."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]
    why: str = ""

    @property
    def time(self) -> datetime | None:
        """Read the clock of the other side."""
        try:
            moment = parsedate_to_datetime(self.headers["Date"])
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (KeyError, ValueError):
            return None


async def ask(method: str, url: str, headers: Mapping[str, str]) -> Told:
    """Ask; never raises. The address is kept out of what is said."""
    try:
        async with (
            aiohttp.ClientSession(timeout=TIMEOUT) as session,
            session.request(method, url, headers=headers, allow_redirects=False) as answer,
        ):
            raw = await answer.content.read(LARGEST)
            return Told(answer.status, _read(raw), {key.title(): value for key, value in answer.headers.items()})
    except TimeoutError:
        return Told(0, {}, {}, "no answer within 10 seconds")
    except (aiohttp.ClientError, OSError, ValueError) as problem:
        return Told(0, {}, {}, f"no connection ({type(problem).__name__})")


def _read(raw: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(raw)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
