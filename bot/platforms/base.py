"""The port that every chat platform fills, and what it owes. One contract suite runs over all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.replies import Destination, Invocation, Reply
from digests.errors import DigestsError

Answer = Callable[[Invocation], Awaitable[Reply]]


class PostError(DigestsError):
    """A post that did not arrive, or may not have: base of the three below."""


class PostRefused(PostError):
    """Definitely not posted, and trying again will not help: gone, forbidden, or the content is refused."""


class PostDelayed(PostError):
    """Definitely not posted; the platform asks to wait ``seconds`` first."""

    def __init__(self, sentence: str, seconds: float) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class PostUncertain(PostError):
    """Perhaps posted: the answer was lost. Look before sending again."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform's own id of a message that it took, and when."""

    message_id: str
    at: datetime


class Platform(Protocol):
    """A chat platform.

    Rendering is pure and lives in the platform's ``render``: it loses no words of a reply, never cuts
    inside a block, keeps within the platform's limits by making more parts, and lets nothing in an
    article's text act as markup, mention, control character or link. Times are shown in the reader's
    zone. Native objects never leave the platform's folder.
    """

    @property
    def name(self) -> str:
        """Name the platform, as in ``Destination.platform``."""
        ...

    def parts(self, reply: Reply) -> int:
        """Count the messages that this reply takes, from 1. Pure, and always the same for one reply."""
        ...

    async def post(self, destination: Destination, reply: Reply, *, part: int = 0, marker: str = "") -> Receipt:
        """Post one part of a reply, once. Never retries by itself.

        ``marker`` identifies the delivery and goes with the message in a form that readers don't see,
        where the platform has one.

        Raises:
            PostRefused, PostDelayed, PostUncertain: see there; nothing else.
        """
        ...

    async def listen(self, answer: Answer) -> None:
        """Take invocations until :meth:`close` or the user leaves; show each answer to its asker alone.

        ``answer`` never raises. Native events are acknowledged before it is awaited.
        """
        ...

    async def close(self) -> None:
        """End :meth:`listen` after the answers under way. Safe to call twice, or before listening."""
        ...
