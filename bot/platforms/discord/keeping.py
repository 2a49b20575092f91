"""The bot's memory, as far as Discord needs it: long commands, what was declared, what was done, which servers."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.platforms.claims import Claim, Claims
from bot.platforms.discord.received import NAME
from bot.platforms.discord.state import key_of
from bot.store.values import Installation, Place

if TYPE_CHECKING:
    from bot.store.base import Memory

APPLICATION = Place(NAME)  # what is of no one server
DECLARED = "declared_commands"
MOST = 10_000  # remembered where there is no memory


def _nothing(memory: Memory, places: set[Place]) -> None:
    """Do nothing."""


def posting_again(memory: Memory, places: set[Place]) -> None:
    """Let posts go on in servers where they were stopped because the bot was not there."""
    stopped = {each.place for each in memory.ledger.halts() if not each.channel}
    for place in stopped & places:
        memory.ledger.unhalt(place, "")


class Keeping:
    """Keeps through a memory, in threads; without one for as long as the process lives."""

    def __init__(
        self,
        memory: Memory | None,
        clock: Callable[[], datetime],
        there: Callable[[Memory, set[Place]], None] = _nothing,
    ) -> None:
        """``there`` is told of the servers that the bot is seen to be in."""
        self._memory, self._clock, self._there = memory, clock, there
        self._kept: OrderedDict[str, str] = OrderedDict()
        self._claims = Claims(memory, clock)

    async def keep(self, command: str) -> str:
        """Keep a command; gives its key."""
        key = await self._claims.keep(command)
        if key is None:
            self._note(key := key_of(command), command)
        return key

    async def command(self, key: str) -> str | None:
        """Give the command of a key."""
        if self._memory is not None:
            return await asyncio.to_thread(self._memory.action, key)
        return self._kept.get(key)

    def claim(self, key: str) -> Claim:
        """Claim something to be done once; without waiting."""
        return self._claims.claim(key)

    async def get(self) -> str | None:
        """Give the mark of the commands declared last."""
        if self._memory is None:
            return self._kept.get(DECLARED)
        mark = (await asyncio.to_thread(self._memory.settings, APPLICATION)).get(DECLARED)
        return str(mark) if mark else None

    async def put(self, mark: str) -> None:
        """Keep it."""
        memory = self._memory
        if memory is None:
            self._note(DECLARED, mark)
        else:
            await asyncio.to_thread(lambda: memory.put_settings(APPLICATION, {DECLARED: mark}))

    async def joined(self, server: str, name: str) -> None:
        """Note a server that the bot is in."""
        if self._memory is not None:
            await asyncio.to_thread(self._join, self._memory, server, name)
            await asyncio.to_thread(self._there, self._memory, {Place(NAME, server)})

    async def left(self, server: str, name: str) -> None:
        """Note a server that the bot was removed from; its data is deleted after the grace."""
        if self._memory is not None:
            await asyncio.to_thread(self._leave, self._memory, server)

    async def present(self, servers: Iterable[tuple[str, str]]) -> None:
        """Note all servers that the bot is in, and which it was removed from unseen."""
        if self._memory is not None:
            await asyncio.to_thread(self._compare, self._memory, dict(servers))

    def _compare(self, memory: Memory, servers: dict[str, str]) -> None:
        known = {each.place.installation for each in memory.installations(NAME) if each.removed_at is None}
        for server in servers.keys() - known:
            self._join(memory, server, servers[server])
        for server in known - servers.keys():
            self._leave(memory, server)
        self._there(memory, {Place(NAME, server) for server in servers})

    def _join(self, memory: Memory, server: str, name: str) -> None:
        place = Place(NAME, server)
        known = memory.installation(place)
        fresh = Installation(place, name, installed_at=self._clock())
        memory.put_installation(replace(known, name=name, removed_at=None) if known else fresh)

    def _leave(self, memory: Memory, server: str) -> None:
        if known := memory.installation(Place(NAME, server)):
            memory.put_installation(replace(known, removed_at=self._clock()))

    def _note(self, key: str, value: str) -> None:
        self._kept[key] = value
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)
