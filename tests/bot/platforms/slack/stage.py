"""Slack on loopback with the bot connected to it, and a newsroom that knows one of everything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

from bot.app import App
from bot.platforms.base import Answer
from bot.platforms.slack.adapter import ASKED_AGAIN, Slack
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.socket import Socket
from bot.platforms.slack.tokens import Own, Tokens
from bot.secrets import Vault, new_key
from bot.store.base import Memory
from tests.bot.fakes import FakeNewsroom, app
from tests.emulators.slack_emulator import Delivery, SlackEmulator

SOON = 5.0  # seconds that anything may take


class Stage:
    """A workspace with Alice in it."""

    def __init__(
        self, emulator: SlackEmulator, platform: Slack, application: App, reported: list[BaseException]
    ) -> None:
        self.emulator, self.platform, self.app, self.reported = emulator, platform, application, reported

    @property
    def whispers(self) -> list[dict[str, Any]]:
        """What was shown to one person alone."""
        return list(self.emulator.ephemerals)

    async def until(self, true: Callable[[], Any], seconds: float = SOON) -> Any:
        """Wait for something to be so."""
        for _ in range(int(seconds / 0.01)):
            if found := true():
                return found
            await asyncio.sleep(0.01)
        raise AssertionError("that did not become so in time")

    async def asked(self, command: str, text: str = "", **more: Any) -> dict[str, Any]:
        """Type a command; gives the first message that answers it."""
        before = len(self.whispers)
        delivery = await self.emulator.slash(command, text, **more)
        assert delivery.acked and not delivery.errors, (command, text, delivery.errors)
        await self.until(lambda: len(self.whispers) > before)
        return self.whispers[before]

    async def pressed(self, value: str, *, menu: bool = False, **container: Any) -> Delivery:
        """Use a button, or choose from a menu, on a message that only Alice sees."""
        it = self.emulator
        action = {"type": "static_select", "selected_option": {"value": value}} if menu else {"value": value}
        payload = {
            "type": "block_actions",
            "user": {"id": it.alice["id"], "team_id": it.team["id"]},
            "team": it.team,
            "api_app_id": it.app_id,
            "trigger_id": it._trigger(it.alice["id"]),
            "actions": [{"type": "button", "action_id": "button0", "block_id": "b", "action_ts": it.ts()} | action],
            "channel": {"id": it.general["id"], "name": "general"},
            "response_url": it._response_url("actions", it.general["id"], it.alice["id"]),
            "container": {"type": "message", "message_ts": "1.2", "is_ephemeral": True} | container,
        }
        return await it._deliver("interactive", payload)

    async def shortcut(self, text: str) -> Delivery:
        """Use "Who's in this?" on a message."""
        it = self.emulator
        payload = {
            "type": "message_action",
            "callback_id": "whos_in_this",
            "user": {"id": it.alice["id"], "team_id": it.team["id"]},
            "team": it.team,
            "trigger_id": it._trigger(it.alice["id"]),
            "channel": {"id": it.general["id"], "name": "general"},
            "response_url": it._response_url("actions", it.general["id"], it.alice["id"]),
            "message_ts": "1.2",
            "message": {"type": "message", "ts": "1.2", "text": text},
        }
        return await it._deliver("interactive", payload)

    async def opened(self) -> dict[str, Any]:
        """Wait for a form; gives it."""
        view: dict[str, Any] = await self.until(lambda: next(reversed(self.emulator.views.values()), None))
        return view


def values(payload: Any) -> Iterator[str]:
    """List what can be pressed or chosen in a message or a view."""
    if isinstance(payload, dict):
        if isinstance(payload.get("value"), str):
            yield payload["value"]
        for each in payload.values():
            yield from values(each)
    elif isinstance(payload, list):
        for each in payload:
            yield from values(each)


def shown(payload: Any) -> str:
    """Give everything that a message says, its blocks alone."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(payload.get("blocks") if isinstance(payload, dict) else payload)
    return " ".join(" ".join(found).split())


@asynccontextmanager
async def workspace(
    room: FakeNewsroom | None = None,
    *,
    socket: bool = True,
    heartbeat: float = 0.5,
    answer: Answer | None = None,
    memory: Memory | None = None,
    asked_again: float = ASKED_AGAIN,
    **options: Any,
) -> AsyncIterator[Stage]:
    """Open a workspace; closed, nobody may have been sent a body that Slack would refuse."""
    reported: list[BaseException] = []
    application = app(room, reported, memory)
    async with SlackEmulator(post_rate=(100.0, 100.0), **options) as emulator:
        calls = Calls(emulator.api_base)
        memory, clock = application.desk.memory, application.desk.clock
        assert memory is not None
        store = Installations(memory, Vault(new_key()), clock)
        connection = Socket(calls, emulator.app_token, heartbeat) if socket else None
        tokens = Tokens(Own(emulator.bot_token, calls), store)
        platform = Slack(calls, connection, application.registry, Keeping(memory, clock), tokens, asked_again)
        stage = Stage(emulator, platform, application, reported)
        listening = asyncio.create_task(platform.listen(answer or application.answer))
        try:
            if socket:
                await emulator.wait_socket()
            yield stage
        finally:
            await platform.close()
            await asyncio.wait_for(listening, SOON)


def problems(stage: Stage) -> list[dict[str, Any]]:
    """List what Slack would have refused."""
    return list(json.loads(json.dumps(stage.emulator.problems(), default=str)))
