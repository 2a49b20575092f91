"""Lines that nobody types: given beforehand, or read from a stream."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from bot.platforms.terminal.adapter import Lines


class GivenLines:
    """Lines given, each shown as if it were typed; then the welcome, then others' lines."""

    def __init__(
        self, first: Sequence[str], then: Lines | None, write: Callable[[str], None], welcome: str = ""
    ) -> None:
        self._first, self._then, self._write, self._welcome = list(first), then, write, welcome

    async def next(self) -> str | None:
        """Give the next line; None when there are no more."""
        if self._first:
            line = self._first.pop(0)
            self._write(f"\ndownlink> {line}\n\n")
            return line
        if self._welcome and self._then:
            self._write(f"\n{self._welcome}\n")
            self._welcome = ""
        return await self._then.next() if self._then else None


class StreamLines:
    """Lines of a stream, for when nobody is at a keyboard."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    async def next(self) -> str | None:
        """Read a line; None at the end."""
        return await asyncio.to_thread(self._stream.readline) or None
