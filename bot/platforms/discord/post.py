"""Post one message of a delivery, once, and say for certain what became of it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from datetime import UTC, datetime
from typing import Any

from bot.platforms.base import PostDelayed, PostRefused, PostUncertain, Reach, Receipt, Traits
from bot.platforms.discord.forum import post_of
from bot.platforms.discord.places import ASKING, LATE, NOT_REACHED, UNREACHABLE, Places, Target
from bot.platforms.discord.refusals import NO_EMBEDS
from bot.platforms.discord.render import Payload
from bot.platforms.discord.rest import Lost, Refused, Rest, Unsent
from bot.platforms.trying import TIMEOUT, Late, leaving
from bot.replies import Destination

LAYING_OUT = 5.0  # seconds that rendering, with the keys of its long commands, may take
SENDING = float(TIMEOUT.total or 15)
TRAITS = Traits(
    timeout=LAYING_OUT + 2 * ASKING + SENDING + ASKING,  # before it: whose channel; after it: what a refusal means
    settle=30.0,
    repeatable=90.0,  # "the past few minutes": https://docs.discord.com/developers/resources/message#create-message
    bot_pace=50.0,  # requests of all kinds but answers to commands: https://docs.discord.com/developers/topics/rate-limits
    publishes=True,
)
MOST = 10_000  # forum posts whose try is remembered
LOOK_FIRST = "It was perhaps posted before, and a forum would take it twice: look first."


class Posts:
    """Posts messages. Each is tried once; a forum's post of which one does not know never again in this process."""

    def __init__(self, rest: Rest, places: Places) -> None:
        self._rest, self._places = rest, places
        self._tried: OrderedDict[str, None] = OrderedDict()

    async def post(
        self, destination: Destination, title: str, payload: Payload, mark: str, until: float | None = None
    ) -> Receipt:
        """Post a payload; ``title`` is what a forum calls it. ``mark``: Discord makes one message of it in a channel.

        Raises:
            PostRefused, PostDelayed, PostUncertain: see the port; nothing else.
        """
        target = await self._places.of(destination)
        with leaving(until):
            if target.forum:
                return await self._in_forum(target, destination, title, payload, mark)
            return await self._in_channel(target, destination, payload, mark)

    def looked_for(self, mark: str) -> None:
        """Take note that a forum has no post with this mark: it may be posted."""
        self._tried.pop(mark, None)

    async def _in_channel(self, target: Target, destination: Destination, payload: Payload, mark: str) -> Receipt:
        path = f"/channels/{target.channel}/messages"
        made = await self._sent(path, payload | ({"nonce": mark, "enforce_nonce": True} if mark else {}), destination)
        await self._check_embeds(payload, made, path)
        return Receipt(str(made["id"]), _time(made.get("timestamp")))

    async def _in_forum(
        self, target: Target, destination: Destination, title: str, payload: Payload, mark: str
    ) -> Receipt:
        """Make a post; the thread below it has the id of its first message. There is no nonce here."""
        if mark and mark in self._tried:
            raise PostUncertain(LOOK_FIRST)
        self._note(mark)
        try:
            made = await self._sent(f"/channels/{target.channel}/threads", post_of(title, payload, target), destination)
        except (PostRefused, PostDelayed):
            self._tried.pop(mark, None)
            raise
        message: dict[str, Any] = made.get("message") or {"embeds": True}  # shown to us or not, it is there
        await self._check_embeds(payload, message, f"/channels/{made['id']}/messages", str(made["id"]))
        at = message.get("timestamp") or (made.get("thread_metadata") or {}).get("create_timestamp")
        return Receipt(str(made["id"]), _time(at), str(made["id"]))

    def _note(self, mark: str) -> None:
        if mark:
            self._tried[mark] = None
        if len(self._tried) > MOST:
            self._tried.popitem(last=False)

    async def _sent(self, path: str, body: Payload, destination: Destination) -> dict[str, Any]:
        try:
            async with asyncio.timeout(SENDING):
                made = await self._rest.send("POST", path, body)
        except Refused as problem:
            raise await self._places.refusal(problem, destination) from None
        except Late:
            raise PostDelayed(LATE, 0.0, Reach.CONTENT) from None
        except Unsent:
            raise PostDelayed(NOT_REACHED, UNREACHABLE, Reach.BOT) from None
        except (Lost, TimeoutError) as problem:
            raise PostUncertain(f"Discord's answer was lost ({problem}).") from None
        if not isinstance(made, dict) or "id" not in made:
            raise PostUncertain("Discord's answer can't be understood.")
        return made

    async def _check_embeds(self, payload: Payload, made: dict[str, Any], path: str, message: str = "") -> None:
        """Take a message back whose stories Discord has dropped in silence. Raises PostRefused."""
        if not payload["embeds"] or made.get("embeds"):
            return
        try:
            async with asyncio.timeout(ASKING):
                await self._rest.send("DELETE", f"{path}/{message or made['id']}")
        except (Refused, Lost, Unsent, TimeoutError):
            pass  # an empty message is left: the refusal that follows says why
        raise PostRefused(NO_EMBEDS, Reach.CHANNEL)


def _time(text: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)
