"""What the suite of posting asks of a platform's stage, and the stages there are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from bot.platforms.base import Platform
from bot.platforms.terminal.adapter import Terminal
from bot.platforms.terminal.screen import Screen
from bot.replies import Destination
from tests.bot.platforms.discord import stage as discord_stage
from tests.bot.platforms.slack import stage as slack_stage


class Posting(Protocol):
    """A platform on loopback with a channel, and a user who can be written to."""

    platform: Platform
    channel: Destination
    user: Destination  # their conversation with the bot
    elsewhere: Destination  # the same channel's id, as if of another installation

    def seen(self) -> Sequence[str]:
        """List what the channel's readers see, a text a message; threads included."""
        ...

    def tries(self) -> int:
        """Count the requests that posted, or tried to."""
        ...

    def fault(self, kind: str, times: int = 1) -> None:
        """Let the next posts fail: see the emulators' ``fault``."""
        ...

    def unreadable(self) -> None:
        """Take the right to read history away."""
        ...

    def gone(self) -> None:
        """Delete the channel."""
        ...


Stage = Callable[[], AbstractAsyncContextManager[Posting]]


class OnSlack:
    """Slack's emulator."""

    def __init__(self, stage: slack_stage.Stage) -> None:
        self._emulator: Any = stage.emulator
        self.platform: Platform = stage.platform
        team = self._emulator.team["id"]
        self.channel = Destination("slack", self._emulator.general["id"], team)
        self.user = Destination("slack", f"@{self._emulator.alice['id']}", team)
        self.elsewhere = Destination("slack", self._emulator.general["id"], "T0ELSE")

    def seen(self) -> Sequence[str]:
        return [slack_stage.shown(each) for each in self._emulator.list_messages()]

    def tries(self) -> int:
        return len(self._emulator.recorder.find(route="chat.postMessage"))

    def fault(self, kind: str, times: int = 1) -> None:
        self._emulator.fault(kind=kind, match="chat.postMessage", times=times, retry_after=7)

    def unreadable(self) -> None:
        refused = {"ok": False, "error": "missing_scope"}
        self._emulator.fault(kind="status", status=200, body=refused, match="conversations.", times=-1)

    def gone(self) -> None:
        self._emulator.delete_channel(self.channel.channel)


@asynccontextmanager
async def on_slack() -> AsyncIterator[Posting]:
    """Set Slack up."""
    async with slack_stage.workspace(socket=False) as stage:
        yield OnSlack(stage)


class OnDiscord:
    """Discord's emulator."""

    def __init__(self, stage: discord_stage.Stage) -> None:
        self._emulator: Any = stage.emulator
        self.platform: Platform = stage.platform
        guild = self._emulator.guild["id"]
        self.channel = Destination("discord", self._emulator.general["id"], guild)
        self.user = Destination("discord", f"@{self._emulator.alice['id']}")
        self.elsewhere = Destination(
            "discord", self._emulator.general["id"], self._emulator.add_guild("Elsewhere")["id"]
        )

    def seen(self) -> Sequence[str]:
        return [discord_stage.text(each) for each in self._emulator.list_messages()]

    def tries(self) -> int:
        return len(self._emulator.recorder.find(route="^/channels/{channel_id}/messages$", method="POST"))

    def fault(self, kind: str, times: int = 1) -> None:
        match = r"POST /channels/\{channel_id\}/messages$"
        self._emulator.fault(kind=kind, match=match, times=times, retry_after=7)

    def unreadable(self) -> None:
        self._emulator.deny(self.channel.channel, "READ_MESSAGE_HISTORY")

    def gone(self) -> None:
        self._emulator.channels.pop(self.channel.channel)


@asynccontextmanager
async def on_discord() -> AsyncIterator[Posting]:
    """Set Discord up."""
    async with discord_stage.posting() as stage:
        yield OnDiscord(stage)


class OnTerminal:
    """A terminal whose writing fails as told."""

    def __init__(self) -> None:
        self.channel = self.elsewhere = Destination("terminal", "news")
        self.user = Destination("terminal", "@operator")
        self._written: list[str] = []
        self._faults: list[str] = []
        self._tries, self._gone = 0, False
        self.platform: Platform = Terminal(_Nobody(), self._write, lambda: Screen(80))

    def _write(self, text: str) -> None:
        self._tries += 1
        if self._gone:
            raise BrokenPipeError
        fault = self._faults.pop(0) if self._faults else ""
        if fault not in ("drop", "status"):
            self._written.append(text)
        if fault:
            raise OSError(fault)

    def seen(self) -> Sequence[str]:
        return self._written

    def tries(self) -> int:
        return self._tries

    def fault(self, kind: str, times: int = 1) -> None:
        self._faults += [kind] * times

    def unreadable(self) -> None:
        """It always is."""

    def gone(self) -> None:
        self._gone = True


class _Nobody:
    async def next(self) -> str | None:
        return None


@asynccontextmanager
async def on_terminal() -> AsyncIterator[Posting]:
    """Set a terminal up."""
    yield OnTerminal()


STAGES: dict[str, Stage] = {"terminal": on_terminal, "slack": on_slack, "discord": on_discord}
#: Those of which a message can be looked up, that have limits, and whose channels are somebody's.
SERVED = {name: stage for name, stage in STAGES.items() if name != "terminal"}
