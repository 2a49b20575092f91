"""Discord without a network: what is sent is kept as words, what is typed arrives as a press of a button."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from bot.commands.table import REGISTRY
from bot.platforms.discord.adapter import Discord
from bot.platforms.discord.keeping import Keeping
from bot.platforms.discord.received import Received, Type
from bot.platforms.discord.rest import Rest
from tests.bot.answers import NOW


class Lines(Protocol):
    """Where typed lines come from."""

    async def next(self) -> str | None:
        """Wait for a line."""
        ...


class RecordingRest(Rest):
    """Takes every request; ``seen`` gets the words of every message."""

    def __init__(self, seen: list[str]) -> None:
        super().__init__("token")
        self._seen, self._numbers = seen, itertools.count(1)

    async def send(self, method: str, path: str, body: Any = None, *, bot: bool = True) -> Any:
        """Take a request."""
        if path.endswith("/commands"):
            return []
        if isinstance(body, dict) and "embeds" in body:
            self._seen.append(words(body))
        embeds = body.get("embeds") if isinstance(body, dict) else None
        return {"id": str(next(self._numbers)), "timestamp": NOW.isoformat(), "embeds": embeds}


class Pressed:
    """A connection by which each line arrives as a button's command."""

    connected = True

    def __init__(self, lines: Lines) -> None:
        self._lines, self._closed = lines, asyncio.Event()

    def channel(self, _: str) -> None:
        """Know of none."""

    async def run(self, take: Callable[[Received], Awaitable[None]]) -> None:
        """Take lines until closed."""
        number = itertools.count(1)
        closed = asyncio.ensure_future(self._closed.wait())
        while not self._closed.is_set():
            line = asyncio.ensure_future(self._lines.next())
            await asyncio.wait({line, closed}, return_when=asyncio.FIRST_COMPLETED)
            if not line.done():
                line.cancel()
                return
            data = {"custom_id": f"d1:{line.result()}", "component_type": 2}
            await take(Received(str(next(number)), "token", Type.COMPONENT, "1", "2", "channel", data=data))

    async def close(self) -> None:
        """End."""
        self._closed.set()


def discord(lines: Lines, seen: list[str]) -> Discord:
    """Put the platform together."""

    async def none(*_: Any) -> Sequence[Any]:
        return ()

    return Discord(RecordingRest(seen), Pressed(lines), REGISTRY, Keeping(None, lambda: NOW), none)


def words(payload: Any) -> str:
    """Give everything that readers of a message can see."""
    said = [payload["content"]]
    for embed in payload["embeds"]:
        said += [embed.get("title", ""), embed.get("description", "")]
    for component in (each for row in payload["components"] for each in row["components"]):
        said += [component.get("label", ""), component.get("placeholder", "")]
        said += [each[key] for each in component.get("options", ()) for key in ("label", "description") if key in each]
    said += [part for file in payload.get("files", ()) for part in file]
    return "\n".join(said)
