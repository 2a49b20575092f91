"""Who somebody is: time zone, and whether they run the workspace. Slack tells neither with a command."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.log import LOGGER
from bot.platforms.slack.calls import Calls, Problems

KEPT = 600.0  # seconds that a time zone is believed
JUDGED = 30.0  # seconds that somebody is believed to run the workspace: then Slack's answer is waited for
AHEAD = 10.0  # seconds after which Slack is asked anew while the former answer serves
MOST = 5_000
MOMENT = 0.25  # seconds that an answer waits for a time zone alone


@dataclass(frozen=True, slots=True)
class Person:
    """A user of a workspace."""

    zone: str = "UTC"
    locale: str = "en"
    manages: bool = False


NOBODY = Person()


class People:
    """Asks ``users.info`` and keeps the answer for some minutes."""

    def __init__(self, calls: Calls, clock: Callable[[], float] = time.monotonic) -> None:
        self._calls, self._clock = calls, clock
        self._known: OrderedDict[tuple[str, str], tuple[float, Person]] = OrderedDict()
        self._asking: dict[tuple[str, str], asyncio.Task[Person | None]] = {}

    async def about(self, team: str, user: str, token: str, *, judged: bool) -> Person:
        """Look a user up.

        ``judged``: what they may do depends on it, so it is waited for, and where Slack does not say, they are nobody.
        Otherwise an unknown one is nobody, who lives by UTC, and known the next time.
        """
        key = (team, user)
        told, person = self._known.get(key, (0.0, None))
        age = self._clock() - told
        if person is not None and age < (AHEAD if judged else KEPT):
            return person
        asking = self._asked(key, token)
        if person is not None and age < JUDGED:
            return person
        done, _ = await asyncio.wait({asking}, timeout=None if judged else MOMENT)
        found = asking.result() if done else None
        return found or (None if judged else person) or NOBODY

    def _asked(self, key: tuple[str, str], token: str) -> asyncio.Task[Person | None]:
        """Ask, unless it is being asked."""
        asking = self._asking.get(key)
        if asking is None:
            asking = self._asking[key] = asyncio.ensure_future(self._ask(key, token))
            asking.add_done_callback(lambda _: self._asking.pop(key, None))
        return asking

    async def _ask(self, key: tuple[str, str], token: str) -> Person | None:
        team, user = key
        try:
            told = (await self._calls.repeat("users.info", token, {"user": user}, form=True)).get("user") or {}
        except Problems as problem:
            LOGGER.warning("Slack does not say who a user is: %s", problem)
            return None
        own = told.get("team_id") == team  # the admin of another workspace is none here
        person = Person(
            str(told.get("tz") or "UTC"),
            str(told.get("locale") or "en"),
            own and not told.get("deleted") and bool(told.get("is_admin") or told.get("is_owner")),
        )
        self._known[key] = (self._clock(), person)
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return person
