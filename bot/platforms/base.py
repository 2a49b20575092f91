"""The port that every chat platform fills, and what it owes. One contract suite runs over all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.replies import Destination, Invocation, Reply
from digests.errors import DigestsError

Answer = Callable[[Invocation], Awaitable[Reply]]


class PostError(DigestsError):
    """A post that did not arrive, or may not have: base of the three below."""


class Reach(StrEnum):
    """How far a refusal or a wait goes."""

    CONTENT = "content"  # this message
    CHANNEL = "channel"  # everything to this channel or user
    INSTALLATION = "installation"  # everything in this workspace or server
    BOT = "bot"  # everything that this bot says on the platform


class PostRefused(PostError):
    """Definitely not posted, and trying again will not help: gone, forbidden, or the content is refused.

    ``reach`` says what else is refused with it: beyond CONTENT no further call is made there. ``invalid``: the
    platform counts such answers (Discord: 401, 403), and bans for too many.
    """

    def __init__(self, sentence: str, reach: Reach = Reach.CONTENT, *, invalid: bool = False) -> None:
        super().__init__(sentence)
        self.reach, self.invalid = reach, invalid


class PostDelayed(PostError):
    """Definitely not posted; the platform asks to wait ``seconds`` first, with everything within ``reach``.

    ``invalid``: the platform answered so itself (429) and counts it, as for PostRefused.
    """

    def __init__(
        self, sentence: str, seconds: float, reach: Reach = Reach.CHANNEL, *, invalid: bool = False
    ) -> None:
        super().__init__(sentence)
        self.seconds, self.reach, self.invalid = seconds, reach, invalid


class PostUncertain(PostError):
    """Perhaps posted: the answer was lost. Look before sending again."""


class HistoryUnreadable(PostError):
    """Whether a message is there can't be found out: the history may not be read, now or ever."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What the courier has to know of a platform. Seconds, and posts a second.

    Attributes:
        timeout: after so long a post is over, whatever its answer: PostUncertain at the latest.
        settle: after so long a message that the platform took is in its history.
        repeatable: within so long after the first try the same marker may be posted again and gives one message;
            0: never.
        bot_pace: most requests a second, whatever they are for; each has its place, see ``allowance``. 0: not limited.
        installation_pace, channel_pace: most posts a second; 0: not limited so.
        publishes: there are channels whose messages are published to followers.
    """

    timeout: float
    settle: float
    repeatable: float = 0.0
    bot_pace: float = 0.0
    installation_pace: float = 0.0
    channel_pace: float = 0.0
    publishes: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform's own id of a message that it took, and when.

    ``thread``: where the message itself opened one (a forum's post), as for ``Destination.thread``.
    """

    message_id: str
    at: datetime
    thread: str | None = None


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

    async def post(
        self, destination: Destination, reply: Reply, *, part: int = 0, marker: str = "", until: float | None = None
    ) -> Receipt:
        """Post one part of a reply, once. Never retries by itself; over within ``traits.timeout``.

        ``until``: by ``time.monotonic``, looked at as the request's body is handed to the network: later than that
        nothing leaves, and it is PostDelayed. So a process that was stopped and goes on posts nothing late.
        ``marker`` identifies the delivery and goes with the message in a form that readers don't see,
        where the platform has one. A channel ``@ID`` is the direct conversation with that user. A channel of
        another installation than the destination's is refused.

        Raises:
            PostRefused, PostDelayed, PostUncertain: see there; nothing else.
        """
        ...

    @property
    def traits(self) -> Traits:
        """Say what posting there is like. Constant."""
        ...

    async def find(self, destination: Destination, marker: str, *, part: int = 0, since: datetime) -> Receipt | None:
        """Look in the destination's history, from just before ``since`` on, for the message with this marker.

        None only where the whole history since then was read and the message is not in it.

        Raises:
            PostRefused: the destination is gone. PostDelayed: not now. HistoryUnreadable.
        """
        ...

    async def open_thread(self, destination: Destination, receipt: Receipt, title: str) -> str:
        """Give the thread below a posted message, opened where needed: as for ``Destination.thread``. Repeatable.

        Raises:
            PostRefused, PostDelayed, PostUncertain: may be called again.
        """
        ...

    async def publish(self, destination: Destination, message_id: str) -> None:
        """Let followers of an announcement channel have a posted message; nothing elsewhere. Repeatable.

        Raises:
            PostRefused, PostDelayed, PostUncertain: may be called again.
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
