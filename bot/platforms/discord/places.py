"""Where a destination is on Discord, checked to be the installation's own; and what failures on the way mean."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.platforms.base import PostDelayed, PostRefused, Reach
from bot.platforms.discord.channels import About, Channels
from bot.platforms.discord.refusals import NO_CHANNEL, NO_THREAD, NOT_OF_THIS_SERVER, NOT_SEEN, REMOVED, raised
from bot.platforms.discord.rest import Lost, Refused, Rest, Unsent
from bot.platforms.trying import Late
from bot.replies import Destination

ASKING = 5.0  # seconds that what has to be asked before or after a post may take
UNREACHABLE = 5.0  # seconds until another try
NOT_REACHED = "Discord can't be reached."
LATE = "It would have left too late."


@dataclass(frozen=True, slots=True)
class Target:
    """A channel, thread or direct conversation that messages go to. ``forum``: it takes posts, not messages."""

    channel: str
    about: About

    @property
    def forum(self) -> bool:
        """Whether a message has to become a post with a thread of its own."""
        return self.about.is_forum


class Places:
    """Finds destinations."""

    def __init__(self, rest: Rest, channels: Channels) -> None:
        self._rest, self._channels = rest, channels

    async def of(self, destination: Destination) -> Target:
        """Find one.

        Raises:
            PostRefused: it is gone, hidden, or of another installation. PostDelayed: that can't be found out now.
        """
        channel = destination.thread or destination.channel
        async with self.asking(destination):
            if channel.startswith("@"):
                return await self._direct(channel.removeprefix("@"))
            about = await self._channels.about(channel, destination.installation)
        if about.guild != destination.installation:
            raise PostRefused(NOT_OF_THIS_SERVER, Reach.CHANNEL)
        return Target(channel, about)

    async def newest(self, target: Target) -> str | None:
        """Give the id of the last message that was written there. Raises what :meth:`Rest.send` raises."""
        return (await self._channels.looked_at(target.channel)).last

    @asynccontextmanager
    async def asking(self, destination: Destination, *, reach: Reach | None = None) -> AsyncIterator[None]:
        """Turn failures of requests inside into the port's; nothing is posted by them. They may take ``ASKING``.

        ``reach`` replaces the reach of waits, where posting has limits of its own.
        """
        try:
            async with asyncio.timeout(ASKING):
                yield
        except Refused as problem:
            told = await self.refusal(problem, destination)
            if isinstance(told, PostDelayed) and reach is not None:
                told.reach = reach
            raise told from None
        except Late:
            raise PostDelayed(LATE, 0.0, Reach.CONTENT) from None
        except Unsent:
            raise PostDelayed(NOT_REACHED, UNREACHABLE, reach or Reach.BOT) from None
        except (Lost, TimeoutError):
            raise PostDelayed("Discord does not answer.", UNREACHABLE, reach or Reach.CHANNEL) from None

    async def refusal(self, problem: Refused, destination: Destination) -> PostRefused | PostDelayed:
        """Say what a refusal means; where a channel is not to be seen, whether the whole server is not."""
        told = raised(problem)
        server = destination.installation if problem.code in (NOT_SEEN, NO_CHANNEL) else None
        if server is not None and not await self._there(server):
            return PostRefused(REMOVED, Reach.INSTALLATION, invalid=told.invalid)
        if destination.thread and told.reach is Reach.CHANNEL and isinstance(told, PostRefused):
            sentence = NO_THREAD if problem.code == NO_CHANNEL else str(told)
            return PostRefused(sentence, Reach.CONTENT, invalid=told.invalid)  # the channel around it may be well
        return told

    async def _there(self, guild: str) -> bool:
        """Tell whether the bot is in a server; True where that can't be found out."""
        try:
            async with asyncio.timeout(ASKING):
                await self._rest.send("GET", f"/guilds/{guild}")
        except Refused as problem:
            return problem.status not in (403, 404)
        except (Lost, Unsent, TimeoutError):
            return True
        return True

    async def _direct(self, user: str) -> Target:
        if not user.isdecimal():
            raise PostRefused("That is nobody on Discord.", Reach.CHANNEL)
        try:
            return Target(await self._channels.direct(user), About(None))
        except Refused as problem:
            if problem.status == 400 and problem.wait is None:  # an id that nobody has
                problem = Refused(404, 10013, problem.message)
            raise problem from None


__all__ = ["LATE", "NOT_REACHED", "UNREACHABLE", "Places", "Target"]
