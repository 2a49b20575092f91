"""The edition that a row of a subscription gets."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery import editions
from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask
from bot.delivery.values import Delivery, Edition, What
from bot.preferences import value_of
from bot.replies import Outcome
from bot.store.base import Memory
from bot.store.values import Place, State, Subscription
from bot.subscriptions import window
from digests.model import Length
from digests.newsroom import Newsroom
from digests.questions.requests import DigestRequest
from digests.store.base import PostedStory, StoryBrief


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing is to be posted, and why."""

    reason: str


class Digesting:
    """Composes digests, once for everybody who gets the same."""

    def __init__(self, ledger: Ledger, memory: Memory, newsroom: Newsroom, ask: Ask) -> None:
        self._ledger, self._memory, self._newsroom, self._ask = ledger, memory, newsroom, ask
        self._editions: dict[str, Edition] = {}
        self._candidates: dict[DigestRequest, Sequence[StoryBrief]] = {}
        self._memories: dict[DigestRequest, str] = {}
        self._settings: dict[Place, Mapping[str, Any]] = {}
        self._subscriptions: dict[int, Subscription] = {}
        self._locks = defaultdict[str, asyncio.Lock](asyncio.Lock)

    async def begin(self, rows: Sequence[tuple[Delivery, Sequence[PostedStory]]], now: datetime) -> None:
        """Begin a batch: what may have changed since the last one is asked anew, for all of it in a few questions.

        ``rows``: the first of each channel, with what is promised there. Raises StoreError.
        """
        self._candidates, self._editions, self._memories = {}, {}, {}
        self._locks = defaultdict(asyncio.Lock)
        self._settings, self._subscriptions = {}, {}
        await self._ask(self._look_up, [row for row, _ in rows])
        alike: dict[DigestRequest, list[DigestRequest]] = defaultdict(list)
        for row, promised in rows:
            one = self._subscriptions.get(row.subscription or 0)
            if one is not None:
                asked = _request(one, row, promised, now)
                alike[_anyones(asked)].append(asked)
        for anyone, requests in alike.items():
            memories = await self._newsroom.memories_of(requests, await self._briefs(anyone))
            self._memories.update(zip(requests, memories, strict=True))

    def _look_up(self, rows: Sequence[Delivery]) -> None:
        for number in {row.subscription for row in rows if row.subscription is not None}:
            one = self._memory.subscription(number)
            if one is not None:
                self._subscriptions[number] = one
                if one.place not in self._settings:
                    self._settings[one.place] = self._memory.settings(one.place)

    async def compose(
        self, row: Delivery, promised: Sequence[PostedStory], now: datetime
    ) -> tuple[Edition | Nothing, bool]:
        """Give the stored edition of a row; and whether an editor looks at it first.

        Raises:
            StoreError, and whatever composing may raise.
        """
        if row.subscription not in self._subscriptions:
            await self._ask(self._look_up, [row])
        one = self._subscriptions.get(row.subscription or 0)
        if one is None:
            return Nothing("The subscription was removed."), False
        if one.state is State.PAUSED and row.what is What.DIGEST:
            return Nothing("The subscription is paused."), False
        settings = self._settings[one.place]
        asked = _request(one, row, promised, now)
        made = await self._edition(one, asked, settings)
        held = row.what is What.DIGEST and value_of(settings, "approval") == "on"
        return made, held and isinstance(made, Edition)

    async def _edition(self, one: Subscription, asked: DigestRequest, settings: Mapping[str, Any]) -> Edition | Nothing:
        memory = self._memories.get(asked)
        if memory is None:
            (memory,) = await self._newsroom.memories_of([asked], await self._briefs(_anyones(asked)))
        name = editions.key(asked, one.zone, settings, memory)
        async with self._locks[name]:  # who comes second waits for the first, and gets theirs
            found = await self._at_hand(name) or await self._composed(name, one, asked, settings)
            first = found.messages[0].reply
            if first.outcome is Outcome.NOTHING and value_of(settings, "empty") != "line":
                return Nothing(f"There was no news. {first.title}.")
            if not found.id:
                found = replace(found, id=await self._ask(self._ledger.keep_edition, found))
                self._editions[name] = found
        return found

    async def _at_hand(self, name: str) -> Edition | None:
        found = self._editions.get(name) or await self._ask(self._ledger.edition_with, name)
        if found is not None:
            self._editions[name] = found
        return found

    async def _composed(
        self, name: str, one: Subscription, asked: DigestRequest, settings: Mapping[str, Any]
    ) -> Edition:
        composed = await self._newsroom.compose(asked)
        laid = editions.messages(composed.digest, ZoneInfo(one.zone), settings)
        made = self._editions[name] = editions.edition(name, composed.digest, composed.told, laid)
        return made

    async def _briefs(self, anyone: DigestRequest) -> Sequence[StoryBrief]:
        if anyone not in self._candidates:
            self._candidates[anyone] = await self._newsroom.candidates(anyone)
        return self._candidates[anyone]


def _request(one: Subscription, row: Delivery, promised: Sequence[PostedStory], now: datetime) -> DigestRequest:
    return editions.request(one, row.window or window(one.when, one.zone, now, None), now, promised)


def _anyones(asked: DigestRequest) -> DigestRequest:
    """Leave out who gets it."""
    return replace(asked, destination=None, promised=(), stories=0, length=Length.STANDARD)
