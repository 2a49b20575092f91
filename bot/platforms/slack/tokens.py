"""The token of each workspace: the one that it gave when it installed the app, or the operator's own in its own."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.platforms.slack.calls import Calls, Problems
from bot.platforms.slack.installations import Installations
from digests.errors import DigestsError

ORGANISATION = "Downlink serves workspaces, not a whole organisation at once: install it in this workspace."


class NoToken(DigestsError):
    """A workspace that neither installed the app nor is the operator's own."""

    def __init__(self) -> None:
        super().__init__("Downlink has no token for this workspace: it has to be installed here.")


Troubles = (*Problems, DigestsError)  # whatever asking for a token and using it may raise


class Own:
    """The operator's own token, and whose it is: Slack says so, once. ``sole``: no other workspace is served."""

    def __init__(self, token: str, calls: Calls, *, sole: bool = True) -> None:
        self._token, self._calls, self.sole = token, calls, sole
        self._told: Mapping[str, Any] = {}
        self._asking = asyncio.Lock()

    async def told(self, *, patient: bool = True) -> Mapping[str, Any]:
        """Give what ``auth.test`` tells. Raises what :class:`Calls` raises, and asks again the next time."""
        if self._told:
            return self._told
        return await (self._calls.patiently(self._asked, lost=True) if patient else self._asked())

    async def _asked(self) -> Mapping[str, Any]:
        """Ask once; who comes meanwhile waits for that one answer."""
        async with self._asking:
            if not self._told:
                self._told = await self._calls.send("auth.test", self._token, {})
            return self._told

    async def asked_anew(self) -> None:
        """Ask once whether the token is still accepted. Raises what :class:`Calls` raises."""
        await self._calls.send("auth.test", self._token, {})

    async def of(self, team: str, *, patient: bool = True) -> str:
        """Give the token where it is this workspace's. Raises NoToken, and what :meth:`told` raises."""
        if not team or (await self.told(patient=patient)).get("team_id") != team:
            raise NoToken
        return self._token


class Tokens:
    """Finds tokens. No workspace is ever served with another's."""

    def __init__(self, own: Own | None, installations: Installations | None) -> None:
        self.own, self._installations = own, installations

    @property
    def sole(self) -> bool:
        """Whether there is the operator's token and never another."""
        return self.own is not None and self.own.sole

    async def of(self, team: str, *, patient: bool = True) -> str:
        """Give a workspace's token. ``patient``: whether Slack is asked more than once whose the operator's is.

        Raises:
            NoToken: there is none. SettingsError: it can't be decrypted. StoreError; Refused, Lost, Unsent.
        """
        if self._installations is not None and team:
            bot = await self._installations.async_find_bot(enterprise_id=None, team_id=team)
            if bot is not None and bot.bot_token:
                return bot.bot_token
        if self.own is None:
            raise NoToken
        return await self.own.of(team, patient=patient)

    async def present(self, team: str, name: str) -> None:
        """Note the workspace of the operator's own token: it may have been removed and added again."""
        if self.own and team and self._installations is not None:
            await self._installations.present(team, name)

    async def remove(self, team: str, at: object = None) -> None:
        """Forget a workspace's token. ``at``: when it was removed, in seconds; one before the installation is old."""
        if self._installations is not None and team:
            await self._installations.remove(team, at if isinstance(at, int | float) else None)
