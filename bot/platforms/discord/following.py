"""What follows a posted message: a thread below it, and its publication to an announcement channel's followers."""

from __future__ import annotations

from bot.platforms.base import PostDelayed, PostRefused, PostUncertain, Reach, Receipt
from bot.platforms.discord.channels import ANNOUNCEMENTS
from bot.platforms.discord.forum import name_of
from bot.platforms.discord.places import NOT_REACHED, UNREACHABLE, Places
from bot.platforms.discord.refusals import raised
from bot.platforms.discord.rest import Lost, Refused, Rest, Unsent
from bot.replies import Destination

HAS_A_THREAD, PUBLISHED_ALREADY = 160004, 40033
NO_THREADS = "Direct conversations have no threads."


class Following:
    """Opens threads and publishes. Either may be done again: Discord makes one thread, and publishes once."""

    def __init__(self, rest: Rest, places: Places) -> None:
        self._rest, self._places = rest, places

    async def thread(self, destination: Destination, receipt: Receipt, title: str) -> str:
        """Give the thread below a message; it has the message's id.

        Raises:
            PostRefused, PostDelayed, PostUncertain: see the port.
        """
        if known := receipt.thread or destination.thread:
            return known
        target = await self._places.of(destination)
        if target.about.is_thread:
            return target.channel
        if target.about.guild is None:
            raise PostRefused(NO_THREADS, Reach.CONTENT)
        path = f"/channels/{target.channel}/messages/{receipt.message_id}/threads"
        try:
            await self._rest.send("POST", path, {"name": name_of(title)})
        except Refused as problem:
            if problem.code != HAS_A_THREAD:
                raise await self._places.refusal(problem, destination) from None
        except Unsent:
            raise PostDelayed(NOT_REACHED, UNREACHABLE, Reach.BOT) from None
        except Lost as problem:
            raise PostUncertain(f"Discord's answer was lost ({problem}).") from None
        return receipt.message_id

    async def publish(self, destination: Destination, message_id: str) -> None:
        """Publish a message of an announcement channel; costs nothing elsewhere. Posts wait for none of it.

        Raises:
            PostRefused, PostDelayed, PostUncertain: see the port.
        """
        if destination.thread or destination.channel.startswith("@"):
            return
        target = await self._places.of(destination)
        if target.about.type != ANNOUNCEMENTS:
            return
        try:
            await self._rest.send("POST", f"/channels/{target.channel}/messages/{message_id}/crosspost")
        except Refused as problem:
            if problem.code != PUBLISHED_ALREADY:
                raise _of_it_alone(raised(problem)) from None
        except Unsent:
            raise PostDelayed(NOT_REACHED, UNREACHABLE, Reach.CONTENT) from None
        except Lost as problem:
            raise PostUncertain(f"Discord's answer was lost ({problem}).") from None


def _of_it_alone(told: PostRefused | PostDelayed) -> PostRefused | PostDelayed:
    """Keep what befalls a publication from posts, unless it is the bot's own end."""
    if told.reach is not Reach.BOT:
        told.reach = Reach.CONTENT
    return told
