"""Look for a delivery's message in what was written since: the mark stands in one of its components."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.platforms.base import HistoryUnreadable, PostDelayed, Reach, Receipt
from bot.platforms.discord.places import Places, Target
from bot.platforms.discord.post import TRAITS
from bot.platforms.discord.rest import Refused, Rest
from bot.platforms.discord.state import mark_in
from bot.replies import Destination

EPOCH = 1_420_070_400_000  # of Discord's ids, in milliseconds: https://docs.discord.com/developers/reference#snowflakes
MARGIN = timedelta(seconds=5)  # that clocks may differ, theirs and ours
PAGE = 100  # messages, the most that Discord gives at a time
FORBIDDEN = 50013
BOOKMARKS = 1_000
PAGES = 100  # that are read at most: 10,000 messages
UNREADABLE = "The bot may not read the history of the channel: it needs Read Message History there."
TOO_MUCH = "More was written in the channel since then than can be read."
Message = Mapping[str, Any]


class Finding:
    """Reads histories. Posting has limits of its own, so a wait here holds no post back."""

    def __init__(self, rest: Rest, places: Places, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._rest, self._places, self._clock = rest, places, clock
        self._self: str | None = None
        self._marked: OrderedDict[tuple[str, str], tuple[int, int]] = OrderedDict()  # from where to where it was read

    async def find(self, destination: Destination, mark: str, since: datetime) -> Receipt | None:
        """Find the message with a mark; None where all since then was read and it is not there.

        Raises:
            PostRefused, PostDelayed, HistoryUnreadable: see the port.
        """
        target, first = await self._places.of(destination), _snowflake(since - MARGIN)
        if target.forum:
            found = self._posts(target, destination, first)
        else:
            found = self._messages(target, destination, first, mark)
        own = await self._own(destination)
        async for message in found:
            if (message.get("author") or {}).get("id") == own and mark in _marks(message.get("components") or ()):
                at = datetime.fromisoformat(str(message["timestamp"])).astimezone(UTC)
                return Receipt(str(message["id"]), at, str(message["id"]) if target.forum else None)
        return None

    async def _messages(
        self, target: Target, destination: Destination, first: int, mark: str
    ) -> AsyncIterator[Message]:
        """Give what was written in a channel, page by page, the oldest page first.

        A long history takes longer than Discord's limit lets it be read: the next look goes on from a bookmark.
        """
        path, after, any_there = f"/channels/{target.channel}/messages", first, False
        begun, read = self._marked.pop((target.channel, mark), (0, 0))
        after = max(first, read) if begun <= first else first
        for _ in range(PAGES):
            try:
                page = await self._asked(destination, f"{path}?limit={PAGE}&after={after}")
            except PostDelayed:
                self._bookmark((target.channel, mark), first, after)
                raise
            any_there = any_there or bool(page)
            for message in page:
                yield message
            if len(page) < PAGE:
                break
            after = max(int(message["id"]) for message in page)
        else:
            raise HistoryUnreadable(TOO_MUCH)
        if not any_there and target.about.guild:
            await self._prove_readable(target, destination)

    def _bookmark(self, key: tuple[str, str], first: int, after: int) -> None:
        """Note how far was read, of what had settled: an older message may yet appear among the others."""
        settled = _snowflake(self._clock() - timedelta(seconds=TRAITS.settle) - MARGIN)
        self._marked[key] = (first, min(after, settled))
        if len(self._marked) > BOOKMARKS:
            self._marked.popitem(last=False)

    async def _prove_readable(self, target: Target, destination: Destination) -> None:
        """Tell an empty history from a hidden one: Discord gives both as no messages. Raises HistoryUnreadable.

        https://docs.discord.com/developers/resources/message#get-channel-messages; a single message is forbidden then.
        """
        async with self._places.asking(destination, reach=Reach.CONTENT):
            last = await self._places.newest(target)
        if last is not None:
            await self._asked(destination, f"/channels/{target.channel}/messages/{last}", one=True)

    async def _posts(self, target: Target, destination: Destination, first: int) -> AsyncIterator[Message]:
        """Give the first messages of the posts that the bot has made in a forum since then."""
        async for thread in self._threads(target, destination, first):
            if int(thread["id"]) >= first and thread.get("owner_id") == self._self:
                path = f"/channels/{thread['id']}/messages/{thread['id']}"
                if message := await self._asked(destination, path, one=True):
                    yield message

    async def _threads(self, target: Target, destination: Destination, first: int) -> AsyncIterator[Message]:
        active = await self._asked(destination, f"/guilds/{target.about.guild}/threads/active")
        for thread in active["threads"]:
            if str(thread.get("parent_id")) == target.channel:
                yield thread
        before = ""
        for _ in range(PAGES):
            path = f"/channels/{target.channel}/threads/archived/public?limit={PAGE}{before}"
            page = await self._asked(destination, path, one=True)
            for thread in page["threads"]:
                yield thread
            if not page["has_more"] or not page["threads"]:
                return
            oldest = min(str(thread["thread_metadata"]["archive_timestamp"]) for thread in page["threads"])
            if _snowflake(datetime.fromisoformat(oldest)) < first:
                return
            before = f"&before={oldest.replace('+', '%2B')}"
        raise HistoryUnreadable(TOO_MUCH)

    async def _own(self, destination: Destination) -> str:
        if self._self is None:
            self._self = str((await self._asked(destination, "/users/@me"))["id"])
        return self._self

    async def _asked(self, destination: Destination, path: str, *, one: bool = False) -> Any:
        """Ask once. ``one``: for one thing in a channel that is known to be seen; None where it is not there."""
        async with self._places.asking(destination, reach=Reach.CONTENT):
            try:
                return await self._rest.send("GET", path)
            except Refused as problem:
                if one and problem.status == 404:
                    return None
                if problem.code == FORBIDDEN or (one and problem.status == 403):
                    raise HistoryUnreadable(UNREADABLE) from None
                raise


def _snowflake(at: datetime) -> int:
    """Give the lowest id of a moment."""
    return max(0, int(at.astimezone(UTC).timestamp() * 1000) - EPOCH) << 22


def _marks(components: Iterable[Mapping[str, Any]]) -> set[str]:
    """List the marks in a message's components."""
    found: set[str] = set()
    for each in components:
        found |= _marks(each.get("components") or ())
        if mark := mark_in(str(each.get("custom_id") or "")):
            found.add(mark)
    return found
