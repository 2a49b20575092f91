"""The bot on Discord's emulator, in one process."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.app import App
from bot.commands.arguments import Argument
from bot.commands.suggest import Suggestion, suggest
from bot.platforms.discord.adapter import Discord
from bot.platforms.discord.client import Gateway
from bot.platforms.discord.keeping import Keeping
from bot.platforms.discord.rest import Rest
from bot.replies import Invocation, Reply
from tests.bot.fakes import app as fake_app
from tests.emulators import discord_emulator
from tests.emulators.discord_emulator import DiscordEmulator

# Wide enough for tests that run as fast as they can: the emulator's own guess would have them wait.
WIDE = {"*": (100_000, 1.0), "POST /channels/{channel_id}/messages": (100_000, 1.0)}


class Judge(discord_emulator.DiscordSpec):  # type: ignore[misc]
    """Judges the set of commands once: every test declares the same."""

    def __init__(self) -> None:
        super().__init__()
        self._judged: dict[tuple[str, str], Any] = {}

    def body_errors(self, method: str, template: str, body: Any) -> Any:
        """Find what is wrong with a request."""
        if not template.endswith("/commands"):
            return super().body_errors(method, template, body)
        key = (method, json.dumps(body))
        if key not in self._judged:
            self._judged[key] = super().body_errors(method, template, body)
        return self._judged[key]

    def response_errors(self, method: str, template: str, status: int, body: Any) -> Any:
        """Find what is wrong with the emulator's own answers; commands come back as they were taken."""
        return [] if template.endswith("/commands") else super().response_errors(method, template, status, body)


discord_emulator.DiscordSpec = functools.cache(Judge)  # a megabyte, read once


@dataclass
class Stage:
    """The emulator, the bot, and what it was asked."""

    emulator: Any
    platform: Discord
    keeping: Keeping
    app: App
    asked: list[Invocation] = field(default_factory=list)
    says: Reply | None = None  # to everything, where it is set
    gate: asyncio.Event | None = None  # answers wait for it, where it is set

    async def answer(self, call: Invocation) -> Reply:
        """Answer as the application does, and remember the question."""
        self.asked.append(call)
        if self.gate:
            await self.gate.wait()
        return self.says or await self.app.answer(call)

    async def shown(self, interaction: Any) -> Any:
        """Wait for what an interaction's user sees."""
        return await self.emulator.wait_original(interaction.id)

    async def slash(self, verb: str, /, **options: Any) -> Any:
        """Use a command, and wait for the answer."""
        return await self.shown(await self.emulator.slash(verb, options))

    async def commands_listed(self) -> None:
        """Wait until the commands are declared."""
        await until(lambda: bool(self.emulator.list_commands()))


async def until(true: Any, seconds: float = 10.0) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.01)


def assemble(emulator: Any, app: App, keeping: Keeping | None = None) -> Stage:
    """Put the bot together; nothing is connected yet."""
    kept = keeping or Keeping(app.desk.memory, app.desk.clock)

    async def suggestions(argument: Argument, typed: str, invocation: Invocation) -> Sequence[Suggestion]:
        return await suggest(argument, typed, invocation, app.desk)

    gateway = Gateway(emulator.token, emulator.api_base, emulator.gateway_url, kept)
    platform = Discord(Rest(emulator.token, emulator.api_base), gateway, app.registry, kept, suggestions, kept)
    return Stage(emulator, platform, kept, app)


@asynccontextmanager
async def connected(stage: Stage) -> AsyncIterator[Stage]:
    """Connect the bot, and end it after the test."""
    listening = asyncio.create_task(stage.platform.listen(stage.answer))
    try:
        await stage.emulator.wait_ready()
        await stage.commands_listed()
        yield stage
    finally:
        await stage.platform.close()
        await asyncio.wait_for(listening, 10)


@asynccontextmanager
async def staged(app: App | None = None, **settings: Any) -> AsyncIterator[Stage]:
    """Run an emulator with the bot on it."""
    emulator = DiscordEmulator(**{"buckets": WIDE, "global_limit": None, "identify_interval": 0.0, **settings})
    async with emulator, connected(assemble(emulator, app or fake_app())) as stage:
        yield stage


@asynccontextmanager
async def posting(**settings: Any) -> AsyncIterator[Stage]:
    """Run an emulator with the bot beside it: it posts, and is not connected."""
    async with DiscordEmulator(**{"buckets": WIDE, "global_limit": None, **settings}) as emulator:
        stage = assemble(emulator, fake_app())
        try:
            yield stage
        finally:
            await stage.platform.close()


def buttons(message: Any) -> dict[str, str]:
    """Map a message's buttons, label to custom_id."""
    rows = [component for row in message["components"] for component in row["components"]]
    return {each["label"]: each["custom_id"] for each in rows if each["type"] == 2 and "custom_id" in each}


def menus(message: Any) -> list[Any]:
    """List a message's select menus."""
    return [each for row in message["components"] for each in row["components"] if each["type"] == 3]


def text(message: Any) -> str:
    """Give all words of a message."""
    parts = [
        message["content"],
        *(str(e.get("title", "")) + "\n" + e.get("description", "") for e in message["embeds"]),
    ]
    return "\n".join(parts)
