"""Workspaces that installed the app, with their tokens encrypted: slack_sdk's port over the bot's memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation as Native

from bot.mistakes import SettingsError
from bot.platforms.slack.received import NAME
from bot.platforms.slack.taming import SILENT
from bot.secrets import Vault
from bot.store.base import Memory
from bot.store.values import Installation, Place


class Installations(AsyncInstallationStore):
    """Keeps bot tokens alone: no user's token is ever asked for. Org-wide installations are not supported.

    Without a vault there are only removals to note. ``restored`` is called in the transaction by which an
    installation is in force with a token that works, for the first time or again.
    """

    def __init__(
        self,
        memory: Memory,
        vault: Vault | None,
        clock: Callable[[], datetime],
        restored: Callable[[Memory, Place], object] = lambda memory, place: None,
    ) -> None:
        self._memory, self._vault, self._clock, self._restored = memory, vault, clock, restored

    @property
    def logger(self) -> logging.Logger:
        """The logger that the port wants: a silent one."""
        return SILENT

    async def async_save(self, installation: Native) -> None:
        """Keep an installation; one that was removed is in force again."""
        kept = Installation(
            Place(NAME, str(installation.team_id)),
            installation.team_name or "",
            self._sealed(installation.bot_token or ""),
            tuple(installation.bot_scopes or ()),
            installation.user_id,
            datetime.fromtimestamp(installation.installed_at, UTC),
        )
        await asyncio.to_thread(self._put, kept)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep nothing more: the token came with the installation."""

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Find a workspace's bot; None where it was removed."""
        found = await asyncio.to_thread(self._memory.installation, Place(NAME, team_id or "-"))
        if self._vault is None or found is None or found.removed_at is not None or not found.secret:
            return None
        return Bot(
            team_id=team_id,
            team_name=found.name,
            bot_token=self._vault.open(found.secret),
            bot_id="",
            bot_user_id="",
            bot_scopes=list(found.scopes),
            installed_at=(found.installed_at or self._clock()).timestamp(),
        )

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Native | None:
        """Find a workspace's installation."""
        bot = await self.async_find_bot(enterprise_id=enterprise_id, team_id=team_id)
        if bot is None:
            return None
        return Native(
            team_id=team_id,
            team_name=bot.team_name,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
            user_id=user_id or "",
            installed_at=bot.installed_at,
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete a workspace's token at once; what else it has is forgotten when the grace is over."""
        await self.remove(team_id or "-")

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Delete what a user's installation has of its own: nothing."""

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Delete a workspace's token."""
        await self.async_delete_bot(enterprise_id=enterprise_id, team_id=team_id)

    def _sealed(self, token: str) -> bytes:
        if self._vault is None:
            raise SettingsError("DOWNLINK_SECRET_KEY is not set, and tokens are stored encrypted only.")
        return self._vault.seal(token)

    async def present(self, team: str, name: str) -> None:
        """Note a workspace whose token is the operator's own."""
        await asyncio.to_thread(self._note, Place(NAME, team), name)

    def _note(self, place: Place, name: str) -> None:
        with self._memory.changing() as memory:
            found = memory.installation(place) or Installation(place, installed_at=self._clock())
            memory.put_installation(replace(found, name=name, removed_at=None))
            self._restored(memory, place)

    def _put(self, installation: Installation) -> None:
        """Keep one whose token is new: what was stopped for the old one's sake goes on."""
        with self._memory.changing() as memory:
            memory.put_installation(installation)
            self._restored(memory, installation.place)

    async def remove(self, team: str, at: float | None = None) -> None:
        """Delete a token, though it could not be decrypted; a removal ``at`` a time before the installation is old."""
        await asyncio.to_thread(self._remove, Place(NAME, team), at)

    def _remove(self, place: Place, at: float | None) -> None:
        with self._memory.changing() as memory:
            found = memory.installation(place)
            if found and found.installed_at and at is not None and at < int(found.installed_at.timestamp()):
                return
            found = found or Installation(place)  # one whose token is the operator's
            memory.put_installation(replace(found, secret=b"", removed_at=found.removed_at or self._clock()))
