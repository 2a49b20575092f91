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
        self._settings: dict[Place, Mapping[str, Any]] = {}
        self._locks = defaultdict[str, asyncio.Lock](asyncio.Lock)

    def begin(self) -> None:
        """Begin a batch: what may have changed since the last one is asked anew."""
        self._candidates, self._settings, self._editions = {}, {}, {}
        self._locks = defaultdict(asyncio.Lock)

    async def compose(
        self, row: Delivery, promised: Sequence[PostedStory], now: datetime
    ) -> tuple[Edition | Nothing, bool]:
        """Give the stored edition of a row; and whether an editor looks at it first.

        Raises:
            StoreError, and whatever composing may raise.
        """
        one = await self._ask(self._memory.subscription, row.subscription or 0)
        if one is None:
            return Nothing("The subscription was removed."), False
        if one.state is State.PAUSED and row.what is What.DIGEST:
            return Nothing("The subscription is paused."), False
        settings = await self._settings_of(one.place)
        asked = editions.request(one, row.window or window(one.when, one.zone, now, None), now, promised)
        made = await self._edition(one, asked, settings)
        held = row.what is What.DIGEST and value_of(settings, "approval") == "on"
        return made, held and isinstance(made, Edition)

    async def _edition(self, one: Subscription, asked: DigestRequest, settings: Mapping[str, Any]) -> Edition | Nothing:
        memory = await self._newsroom.memory_of(asked, await self._briefs(asked))
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

    async def _briefs(self, asked: DigestRequest) -> Sequence[StoryBrief]:
        anyone = replace(asked, destination=None, promised=())
        if anyone not in self._candidates:
            self._candidates[anyone] = await self._newsroom.candidates(anyone)
        return self._candidates[anyone]

    async def _settings_of(self, place: Place) -> Mapping[str, Any]:
        if place not in self._settings:
            self._settings[place] = await self._ask(self._memory.settings, place)
        return self._settings[place]
