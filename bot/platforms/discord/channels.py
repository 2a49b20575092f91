"""What Discord says of a channel: whose it is and of what kind. Asked seldom: the gateway and records tell it too."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.log import LOGGER
from bot.platforms.discord.records import Records
from bot.platforms.discord.rest import Lost, Refused, Rest, Unsent

KNOWN_FOR = 1_800.0  # seconds; a channel never moves to another server, and rarely becomes one for announcements
MOST = 20_000  # channels remembered
ANNOUNCEMENTS = 5  # a channel type: https://docs.discord.com/developers/resources/channel#channel-object-channel-types
THREADS, _FORUMS = (10, 11, 12), (15, 16)
_REQUIRE_TAG = 1 << 4  # of a channel's flags
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a forum's. ``moderated``: only those who manage its threads may set it."""

    id: str
    name: str
    moderated: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """A channel, as Discord describes it. ``guild``: None for a direct conversation. ``last``: its last message."""

    guild: str | None
    type: int = 0
    tags: tuple[Tag, ...] = ()
    needs_tag: bool = False
    last: str | None = None

    @property
    def is_forum(self) -> bool:
        """Whether it holds posts with threads below them, and no messages."""
        return self.type in _FORUMS

    @property
    def is_thread(self) -> bool:
        """Whether it is a thread itself, with none below its messages."""
        return self.type in THREADS


class Channels:
    """Asks, and remembers for some minutes."""

    def __init__(
        self,
        rest: Rest,
        seen: Callable[[str], About | None] = lambda channel: None,
        records: Records | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``seen``: what the gateway tells of channels unasked, where it is connected here."""
        self._rest, self._seen, self._records, self._clock = rest, seen, records, clock
        self._known: OrderedDict[str, tuple[float, About]] = OrderedDict()
        self._direct: OrderedDict[str, str] = OrderedDict()
        self._listing: dict[str, asyncio.Future[None]] = {}

    async def about(self, channel: str, guild: str | None = None) -> About:
        """Tell of a channel, of one in ``guild`` with as few questions as can be.

        Raises:
            Refused, Lost, Unsent: see :meth:`Rest.send`.
        """
        if (there := self._seen(channel)) is not None:
            return there
        if (known := self._remembered(channel)) is not None:
            return known
        if guild is None:
            return await self.looked_at(channel)
        kind = await self._records.kind(guild, channel) if self._records else None
        if kind is not None:
            return self._remember(channel, About(guild, kind))
        await self._listed(guild)
        if (found := self._remembered(channel)) is None:  # a thread, or no channel of this server
            return await self.looked_at(channel)
        await self._note(channel, found)
        return found

    async def _listed(self, guild: str) -> None:
        """Ask for all channels of a server at once: a thousand posts at a time ask once, and are told the same."""
        asking = self._listing.get(guild)
        if asking is None:
            asking = self._listing[guild] = asyncio.ensure_future(self._list(guild))
            asking.add_done_callback(lambda done: (self._listing.pop(guild), done.cancelled() or done.exception()))
        await asyncio.shield(asking)

    async def _list(self, guild: str) -> None:
        for each in await self._rest.send("GET", f"/guilds/{guild}/channels"):
            self._remember(str(each["id"]), _described({"guild_id": guild, **each}))

    def _remembered(self, channel: str) -> About | None:
        until, known = self._known.get(channel, (0.0, None))
        return known if known and self._clock() < until else None

    def _remember(self, channel: str, about: About) -> About:
        _keep(self._known, channel, (self._clock() + KNOWN_FOR, about))
        return about

    async def _note(self, channel: str, about: About) -> None:
        if self._records and about.guild and not about.is_forum:
            await self._records.note(about.guild, channel, about.type)

    async def looked_at(self, channel: str) -> About:
        """Tell of a channel as it is now."""
        found = _described(await self._rest.send("GET", f"/channels/{channel}"))
        await self._note(channel, self._remember(channel, found))
        return found

    async def direct(self, user: str) -> str:
        """Give the channel of the direct conversation with a user: always the same."""
        if user not in self._direct:
            made = await self._rest.send("POST", "/users/@me/channels", {"recipient_id": user})
            _keep(self._direct, user, str(made["id"]))
        return self._direct[user]

    async def of(self, guild: str, channels: Iterable[str]) -> frozenset[str]:
        """Pick the channels of a server; what Discord does not tell of is none."""
        return frozenset([each for each in channels if await self._is_of(guild, each)])

    async def _is_of(self, guild: str, channel: str) -> bool:
        try:
            return (await self.about(channel)).guild == guild
        except Refused:
            return False
        except (Lost, Unsent) as problem:
            LOGGER.warning("Discord could not be asked about a channel: %s", problem)
            return False


def _keep(remembered: OrderedDict[str, Kept], key: str, value: Kept) -> None:
    remembered[key] = value
    remembered.move_to_end(key)
    if len(remembered) > MOST:
        remembered.popitem(last=False)


def _described(body: Any) -> About:
    known: Mapping[str, Any] = body if isinstance(body, dict) else {}
    tags = tuple(
        Tag(str(each["id"]), str(each.get("name") or ""), bool(each.get("moderated")))
        for each in known.get("available_tags") or ()
    )
    guild, last = (str(known[name]) if known.get(name) else None for name in ("guild_id", "last_message_id"))
    return About(guild, int(known.get("type") or 0), tags, bool(int(known.get("flags") or 0) & _REQUIRE_TAG), last)
