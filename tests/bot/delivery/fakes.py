"""A platform in virtual time: what is posted, when, and every way for an answer to be lost."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.platforms.allowance import one_request
from bot.platforms.base import (
    Answer,
    HistoryUnreadable,
    PostDelayed,
    PostError,
    PostRefused,
    PostUncertain,
    Reach,
    Receipt,
    Traits,
)
from bot.replies import Destination, Reply

BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
PLAIN = Traits(timeout=15, settle=90)
REPEATABLE = Traits(timeout=15, settle=30, repeatable=60)


def mono() -> float:
    """Tell the loop's time."""
    return asyncio.get_running_loop().time()


def platform_time() -> datetime:
    """Tell the platform's own time, which no worker's clock changes."""
    return BEGIN + timedelta(seconds=mono() - 1000.0)


@dataclass(frozen=True)
class Posted:
    """A message that readers see."""

    id: str
    channel: str
    marker: str
    text: str
    at: float
    thread: str | None


@dataclass
class Fault:
    """What becomes of a post. ``accepted``: seconds after which it is there all the same; None: never."""

    error: PostError | Exception | None = None
    accepted: float | None = None
    takes: float = 0.0  # seconds until the answer
    stopped: float = 0.0  # seconds that the process is stopped for, just before it would leave


def lost(accepted: float | None = 0.0) -> Fault:
    """An answer that is lost."""
    return Fault(PostUncertain("no answer"), accepted)


def refused(reach: Reach = Reach.CONTENT) -> Fault:
    """A definite refusal."""
    return Fault(PostRefused("It is refused.", reach, invalid=reach is not Reach.CONTENT))


def wait(seconds: float, reach: Reach = Reach.CHANNEL) -> Fault:
    """A wait that is asked for."""
    return Fault(PostDelayed("Wait.", seconds, reach, invalid=True))


class FakePlatform:
    """Fills the port. ``faults``: of the next posts, by channel or for "*"."""

    name = "fake"

    def __init__(self, traits: Traits = PLAIN) -> None:
        self.told = traits
        self.posted: list[Posted] = []
        self.tries: list[tuple[float, str]] = []
        self.looks: list[tuple[float, str]] = []
        self.requests: list[float] = []  # of every kind
        self.asks_before: Callable[[str], int] = lambda channel: 0  # requests that it takes before a post
        self.published: list[tuple[float, str]] = []
        self.threads: list[str] = []
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.always: Callable[[str], Fault | None] = lambda channel: None
        self.find_error: Exception | None = None
        self.publish_errors: list[Exception] = []
        self.thread_errors: list[Exception] = []
        self.latency = 0.0
        self._numbers = 0

    @property
    def traits(self) -> Traits:
        """Say what it is like."""
        return self.told

    def parts(self, reply: Reply) -> int:
        """Take a message a block."""
        return max(1, len(reply.blocks))

    def with_traits(self, **changed: float) -> None:
        """Change what it is like."""
        self.told = replace(self.told, **changed)  # type: ignore[arg-type]

    async def post(
        self, destination: Destination, reply: Reply, *, part: int = 0, marker: str = "", until: float | None = None
    ) -> Receipt:
        """Post, or fail as told."""
        fault = self._fault(destination.channel)
        for _ in range(self.asks_before(destination.channel)):
            async with one_request():
                self.requests.append(mono())
                await asyncio.sleep(self.latency)
        if fault.stopped:
            await asyncio.sleep(fault.stopped)
        async with one_request():
            if until is not None and mono() > until:
                raise PostDelayed("It is too late.", 0.0)
            self.requests.append(mono())
            self.tries.append((mono(), destination.channel))
            if fault.accepted is not None:
                asyncio.get_running_loop().call_later(fault.accepted, self._take, destination, reply, part, marker)
            if self.latency or fault.takes:
                await asyncio.sleep(self.latency + fault.takes)
        if fault.error is not None:
            raise fault.error
        return self._receipt(self._take(destination, reply, part, marker))

    def _fault(self, channel: str) -> Fault:
        if found := self.always(channel):
            return found
        for key in (channel, "*"):
            if self.faults[key]:
                return self.faults[key].pop(0)
        return Fault()

    def _take(self, destination: Destination, reply: Reply, part: int, marker: str) -> Posted:
        same = [one for one in self.posted if one.marker == marker and marker]
        if same and self.told.repeatable and mono() - same[0].at < 180:
            return same[0]
        self._numbers += 1
        number = f"m{self._numbers}"
        text = f"{reply.title} {part}"
        made = Posted(number, destination.channel, marker, text, mono(), destination.thread)
        self.posted.append(made)
        return made

    def _receipt(self, one: Posted) -> Receipt:
        return Receipt(one.id, platform_time())

    async def find(self, destination: Destination, marker: str, *, part: int = 0, since: datetime) -> Receipt | None:
        """Look."""
        async with one_request():
            self.requests.append(mono())
            self.looks.append((mono(), destination.channel))
        if self.find_error is not None:
            raise self.find_error
        begin = 1000.0 + (since - BEGIN).total_seconds()
        found = [one for one in self.posted if one.marker == marker and one.at >= begin]
        return self._receipt(found[0]) if found else None

    async def open_thread(self, destination: Destination, receipt: Receipt, title: str) -> str:
        """Open one below a message."""
        async with one_request():
            self.requests.append(mono())
        if self.thread_errors:
            raise self.thread_errors.pop(0)
        self.threads.append(receipt.message_id)
        return f"thread of {receipt.message_id}"

    async def publish(self, destination: Destination, message_id: str) -> None:
        """Publish."""
        async with one_request():
            self.requests.append(mono())
        if self.publish_errors:
            raise self.publish_errors.pop(0)
        self.published.append((mono(), message_id))

    async def listen(self, answer: Answer) -> None:
        """Hear nothing."""

    async def close(self) -> None:
        """Do nothing."""


def unreadable() -> HistoryUnreadable:
    """What ``find`` raises where nothing may be read."""
    return HistoryUnreadable("It may not be read.")
