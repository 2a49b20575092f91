"""Discord's rate limits, as its answers' headers tell them; nothing is hard-coded. Pure but for the clock passed in.

https://docs.discord.com/developers/topics/rate-limits: X-RateLimit-Limit, -Remaining, -Reset-After, -Scope.
"Interaction endpoints are not bound to the bot's Global Rate Limit": neither an acknowledgement nor what follows by
an interaction's token waits for it, and each interaction counts by itself, as each token of a webhook does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MOST = 2_000  # routes remembered
_OF_NOTE = re.compile(r"^/(?:channels|guilds)/\d+|^/(?:webhooks|interactions)/\d+/[^/]+")
_NOT_BOUND = ("/interactions/", "/webhooks/")
_ID = re.compile(r"/(?:\d{5,}|[A-Za-z0-9_\-.]{40,})")


@dataclass(slots=True)
class _Bucket:
    limit: int
    left: int
    until: float
    window: float  # seconds, as long as any answer said


class Buckets:
    """What is left of each limit."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, _Bucket] = {}
        self._all_until = 0.0

    def wait(self, method: str, path: str) -> float:
        """Tell how many seconds to wait before a request; 0 takes one of what is left."""
        now = self._clock()
        if wait := self.wait_for_all(path):
            return wait
        bucket = self._known.get(_route(method, path))
        if bucket is None:
            return 0.0
        if now >= bucket.until:
            bucket.left, bucket.until = bucket.limit, now + bucket.window
        if bucket.left <= 0:
            return bucket.until - now
        bucket.left -= 1
        return 0.0

    def wait_for_all(self, path: str) -> float:
        """Tell how many seconds the limit of all that the bot does has to pass, where it binds this path."""
        return 0.0 if path.startswith(_NOT_BOUND) else max(0.0, self._all_until - self._clock())

    def learn(self, method: str, path: str, status: int, headers: Mapping[str, str]) -> None:
        """Take note of an answer's headers."""
        now = self._clock()
        if status == 429 and headers.get("X-RateLimit-Global"):
            if not path.startswith(_NOT_BOUND):
                self._all_until = now + _number(headers.get("Retry-After"), 1.0)
            return
        if "X-RateLimit-Remaining" not in headers:
            self._known.pop(_route(method, path), None)
            return
        left = 0 if status == 429 else int(_number(headers.get("X-RateLimit-Remaining"), 0))
        limit = max(1, int(_number(headers.get("X-RateLimit-Limit"), 1)))
        after = _number(headers.get("X-RateLimit-Reset-After"), 1.0)
        until = now + after
        if len(self._known) >= MOST:
            self._known = {route: bucket for route, bucket in self._known.items() if bucket.until > now}
        known = self._known.get(_route(method, path))
        if known and now < known.until:  # one window: answers overtake each other, and each is late by its way
            left, until = min(left, known.left), min(until, known.until)
        window = max(after, known.window) if known else after
        self._known[_route(method, path)] = _Bucket(limit, left, until, window)


def _route(method: str, path: str) -> str:
    """Name a route: ids are as one, but for those that Discord counts apart."""
    major = _OF_NOTE.match(path)
    return f"{method} {_ID.sub('/*', path.partition('?')[0])} {major[0] if major else ''}"


def _number(text: str | None, otherwise: float) -> float:
    try:
        return max(0.0, float(text)) if text is not None else otherwise
    except ValueError:
        return otherwise
