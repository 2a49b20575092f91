"""What is alike in every platform's HTTP: what can become of a request, and trying again. Knows no platform."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

import aiohttp

TIMEOUT = aiohttp.ClientTimeout(total=15, connect=5)
PATIENCE = 12.0  # seconds that a request which may be repeated is repeated for
Answer = TypeVar("Answer")


class Refused(Exception):
    """The platform answered, and did not do it. ``wait``: seconds after which it may."""

    wait: float | None = None


class Lost(Exception):
    """No answer that can be understood, or a failure of the platform's own: perhaps it was done."""


class Unsent(Exception):
    """The platform could not be reached: it was not done."""


class Late(Unsent):
    """It would have left too late, see :func:`leaving`: it was not done."""


Problems = (Refused, Lost, Unsent)


@dataclass(slots=True)
class _Departure:
    until: float
    missed: bool = False


_DEPARTURE: ContextVar[_Departure | None] = ContextVar("departure", default=None)


@contextmanager
def leaving(until: float | None) -> Iterator[None]:
    """Let requests made inside leave before ``until`` (by ``time.monotonic``) or not at all: then they raise Late.

    It is looked at as a request's body is handed to the network, so that a process that was stopped before that,
    for however long, sends nothing when it goes on. Requests without a body are not held back.
    """
    departure = None if until is None else _Departure(until)
    token = _DEPARTURE.set(departure)
    try:
        yield
    finally:
        _DEPARTURE.reset(token)


async def _depart(session: aiohttp.ClientSession, context: object, chunk: aiohttp.TraceRequestChunkSentParams) -> None:
    """Stop what is late. aiohttp calls this before it writes, with the headers still to be written as well."""
    departure = _DEPARTURE.get()
    if departure is not None and time.monotonic() > departure.until:
        departure.missed = True
        raise ConnectionAbortedError("too late")


def _unsure(problem: Exception) -> Lost | Unsent:
    departure = _DEPARTURE.get()
    return Late("too late") if departure is not None and departure.missed else Lost(type(problem).__name__)


@contextmanager
def told(*lost: type[Exception]) -> Iterator[None]:
    """Turn what a request's library raises into Unsent or Lost; ``lost``: what else it raises when that is so.

    Their texts are names alone: what a library says may have addresses in it that are as good as passwords.
    """
    try:
        yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as problem:
        raise Unsent(type(problem).__name__) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as problem:
        raise _unsure(problem) from None
    except lost as problem:
        raise _unsure(problem) from None


async def patiently(
    once: Callable[[], Awaitable[Answer]],
    patience: float = PATIENCE,
    *,
    lost: bool = True,
    passes: Callable[[Refused], bool] = lambda problem: False,
) -> Answer:
    """Try something until it is done, fails for good, or ``patience`` (seconds) ends. Raises its last failure.

    Args:
        once: one try.
        patience: seconds, the waits that the platform asks for included.
        lost: whether to repeat what was perhaps done; otherwise only what was not.
        passes: tells refusals that pass by themselves, beside those that name a wait.
    """
    end, pause = time.monotonic() + patience, 0.1
    while True:
        wait = pause * random.uniform(0.5, 1.0)
        try:
            return await once()
        except Refused as problem:
            wait = wait if problem.wait is None else problem.wait
            if (problem.wait is None and not passes(problem)) or time.monotonic() + wait > end:
                raise
        except (Lost, Unsent) as problem:
            if (isinstance(problem, Lost) and not lost) or time.monotonic() + wait > end:
                raise
        await asyncio.sleep(wait)
        pause = min(pause * 2, 2.0)


class Connections:
    """The connections of one client, opened when first used. Safe to use from many tasks of one event loop."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def opened(self) -> aiohttp.ClientSession:
        """Give them, opened where they are not."""
        if self._session is None or self._session.closed:
            tracing = aiohttp.TraceConfig()
            tracing.on_request_chunk_sent.append(_depart)
            self._session = aiohttp.ClientSession(
                timeout=TIMEOUT, connector=aiohttp.TCPConnector(limit=0), trace_configs=[tracing]
            )
        return self._session

    async def close(self) -> None:
        """Close them. Safe to call twice."""
        if self._session:
            await self._session.close()
            self._session = None
