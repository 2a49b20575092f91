"""A bot's limit, counted in requests: every request takes a place in it, whatever it is for.

Whoever has something posted, looked up or published gives the place it was let in with; a platform's client takes it
for the first request that comes of that, and a place more for each further one. Knows no platform.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import Protocol


class Taken(Protocol):
    """A place, taken."""

    def free(self, *, used: bool = True) -> None:
        """Give it back; safe to call twice. ``used``: a request was sent."""
        ...


More = Callable[[], Awaitable[Taken]]


class _Allowance:
    """``first``: a place that is there already. What a task goes on with after its end asks for ``more``."""

    def __init__(self, first: Taken | None, more: More) -> None:
        self._first, self._more = first, more

    async def place(self) -> Taken:
        first, self._first = self._first, None
        return first if first is not None else await self._more()

    def end(self) -> None:
        first, self._first = self._first, None
        if first is not None:
            first.free(used=False)


_ALLOWANCE: ContextVar[_Allowance | None] = ContextVar("allowance", default=None)


@contextmanager
def allowance(first: Taken | None, more: More) -> Iterator[None]:
    """Let requests inside take places: the first ``first``, which is given back if there is none; others ``more``."""
    given = _Allowance(first, more)
    token = _ALLOWANCE.set(given)
    try:
        yield
    finally:
        _ALLOWANCE.reset(token)
        given.end()


@asynccontextmanager
async def one_request() -> AsyncIterator[Taken | None]:
    """Wait for a place for one request, and free it when that is answered; None where nobody counts."""
    given = _ALLOWANCE.get()
    place = None if given is None else await given.place()
    try:
        yield place
    finally:
        if place is not None:
            place.free()
