"""The terminal as a chat platform: lines in, replies out."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from bot.log import report
from bot.platforms.base import (
    Answer,
    HistoryUnreadable,
    PostDelayed,
    PostRefused,
    PostUncertain,
    Reach,
    Receipt,
    Traits,
)
from bot.platforms.terminal.render import options, render
from bot.platforms.terminal.screen import Screen
from bot.platforms.terminal.zone import zone_name
from bot.replies import Destination, Invocation, Reply

NAME = "terminal"
TRAITS = Traits(timeout=5.0, settle=0.0)
LEAVE = frozenset({"exit", "quit", "/exit", "/quit", ":q"})


class Lines(Protocol):
    """Where typed lines come from."""

    async def next(self) -> str | None:
        """Wait for a line; None when there are no more."""
        ...


class Terminal:
    """A :class:`~bot.platforms.base.Platform` for one reader.

    ``screen`` is asked anew for every reply, for windows are resized. A number alone chooses from the last reply.
    """

    name = NAME

    def __init__(
        self,
        lines: Lines,
        write: Callable[[str], None],
        screen: Callable[[], Screen],
        *,
        user: str = "operator",
        channel: str = "prompt",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lines, self._write, self._screen, self._clock = lines, write, screen, clock
        self._user, self._here = user, Destination(NAME, channel)
        self._choices: list[str] = []
        self._monotonic = monotonic
        self._closed = asyncio.Event()

    def parts(self, reply: Reply) -> int:
        """Count the messages that a reply takes: a terminal scrolls."""
        return 1

    @property
    def traits(self) -> Traits:
        """Say what printing is like: done at once, and never found again."""
        return TRAITS

    async def post(
        self, destination: Destination, reply: Reply, *, part: int = 0, marker: str = "", until: float | None = None
    ) -> Receipt:
        """Print a reply, whichever the channel or user: there is one reader.

        Raises PostRefused where nobody reads any more, PostDelayed where it is too late, PostUncertain where it was
        printed in part.
        """
        if part:
            raise PostRefused(f"There is no part {part + 1}: a terminal shows a reply in one.")
        text = self._laid_out(reply)
        if until is not None and self._monotonic() > until:
            raise PostDelayed("It would have been printed too late.", 0.0, Reach.CONTENT)
        try:
            self._write(text)
        except (BrokenPipeError, ValueError) as problem:  # closed by the reader, or by us
            raise PostRefused("The terminal is closed.", Reach.BOT) from problem
        except OSError as problem:
            raise PostUncertain(f"The terminal took perhaps a part of it ({type(problem).__name__}).") from problem
        return Receipt(uuid.uuid4().hex, self._clock())

    def _laid_out(self, reply: Reply) -> str:
        try:
            return render(reply, self._screen())
        except Exception as problem:  # one reply that can't be laid out holds no other up
            number = report(problem, "a reply for the terminal")
            raise PostRefused(f"It can't be laid out: {number}.") from problem

    async def find(self, destination: Destination, marker: str, *, part: int = 0, since: datetime) -> Receipt | None:
        """Say that nobody can tell what was printed: what scrolled by is not the program's to read."""
        raise HistoryUnreadable("What was printed can't be read again.")

    async def open_thread(self, destination: Destination, receipt: Receipt, title: str) -> str:
        """Give a name: what is in a thread elsewhere is printed below."""
        return destination.thread or receipt.message_id

    async def publish(self, destination: Destination, message_id: str) -> None:
        """Do nothing: a terminal has no followers."""

    async def listen(self, answer: Answer) -> None:
        """Answer lines until there are no more, one says so, or :meth:`close`."""
        while (line := await self._line()) is not None and line.strip().casefold() not in LEAVE:
            if command := self._meant(line.strip()):
                reply = await answer(self._invocation(command))
                self._choices = options(reply)
                await self.post(self._here, reply)

    async def close(self) -> None:
        """End listening after the answer under way."""
        self._closed.set()

    def trouble(self) -> str | None:
        """Say in a sentence why nothing can be printed: nothing is known beforehand."""
        return None

    async def _line(self) -> str | None:
        """Wait for a line, or for the end."""
        line, closed = asyncio.ensure_future(self._lines.next()), asyncio.ensure_future(self._closed.wait())
        await asyncio.wait({line, closed}, return_when=asyncio.FIRST_COMPLETED)
        ended = closed.done()
        for task in (line, closed):
            task.cancel()
        return None if ended else line.result()

    def _meant(self, typed: str) -> str | None:
        """Give the command of a number typed, or what was typed; None where nothing is to be done."""
        if not (typed.isdecimal() and len(typed) < 4):
            return typed or None
        chosen = self._choices[int(typed) - 1] if 0 < int(typed) <= len(self._choices) else None
        if chosen is None:
            self._write(f"There is no choice {typed} above.\n")
        elif not chosen.startswith("/"):
            self._write(f"{chosen}\n")  # an address: the terminal can open it
            return None
        return chosen

    def _invocation(self, line: str) -> Invocation:
        return Invocation(uuid.uuid4().hex, self._user, self._here, "", line, zone=zone_name(self._screen().zone))
