"""The bot as its own process, on both emulators: what an operator runs."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.emulators.discord_emulator import DiscordEmulator
from tests.emulators.slack_emulator import SlackEmulator

ROOT = Path(__file__).parents[1]
SIGNING_SECRET = "0" * 32
# Wide enough for whoever asks as fast as they can; the emulators' own limits are tested elsewhere.
WIDE = {"*": (100_000, 1.0)}


def environment(database: str, **settings: str) -> dict[str, str]:
    """Give the environment of a process: ours, without settings of ours."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("DOWNLINK_")}
    given = {f"DOWNLINK_{name.upper()}": value for name, value in settings.items()}
    return ours | {"DOWNLINK_DATABASE_URL": database, "PYTHONPATH": str(ROOT)} | given


def free_port() -> int:
    """Find a port that nobody has."""
    with closing(socket.create_server(("127.0.0.1", 0))) as tried:
        return int(tried.getsockname()[1])


@dataclass
class Running:
    """The process and the platforms that it is connected to."""

    process: asyncio.subprocess.Process
    discord: Any
    slack: Any
    port: int
    said: bytearray
    reading: asyncio.Task[None]

    async def stopped(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop; gives its exit status."""
        self.process.send_signal(number)
        return await self.ended(25)

    async def ended(self, seconds: float) -> int:
        """Wait for its end, and for all that it said; gives its exit status."""
        status = await asyncio.wait_for(self.process.wait(), seconds)
        await self.reading
        return status

    def memory(self, kind: str = "VmRSS") -> float:
        """Measure the resident memory, in MB; ``RssFile``: what of it is files, which the system takes back at need."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.split(f"{kind}:")[1].split()[0]) / 1024


@asynccontextmanager
async def running(
    database: str, folder: Path, *arguments: str, connect: bool = True, **settings: str
) -> AsyncIterator[Running]:
    """Start ``downlink run`` and both emulators; wait until it is connected, or else until it listens."""
    async with AsyncExitStack() as stack:
        discord = await stack.enter_async_context(DiscordEmulator(buckets=WIDE, identify_interval=0.0))
        slack = await stack.enter_async_context(SlackEmulator(post_rate=None, signing_secret=SIGNING_SECRET))
        port = free_port()
        given = dict(platforms(discord, slack)) | {"web_port": str(port), "log": "json"} | settings
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", *arguments, env=environment(database, **given), cwd=folder,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        said = bytearray()
        reading = asyncio.create_task(_read(process, said))
        try:
            if connect:
                await _connected(discord, slack, said, both=bool(given["slack_app_token"]))
            else:
                await _listening(said)
            yield Running(process, discord, slack, port, said, reading)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
            await reading


def platforms(discord: Any, slack: Any) -> Mapping[str, str]:
    """Name the settings that lead to the emulators."""
    return {
        "discord_token": discord.token,
        "discord_api_url": discord.api_base,
        "discord_gateway_url": discord.gateway_url,
        "slack_bot_token": slack.bot_token,
        "slack_app_token": slack.app_token,
        "slack_api_url": slack.api_base,
    }


async def _read(process: asyncio.subprocess.Process, said: bytearray) -> None:
    assert process.stderr is not None
    while part := await process.stderr.read(65536):
        said += part


async def _listening(said: bytearray) -> None:
    async with asyncio.timeout(30):
        while b"Listening on" not in said:
            await asyncio.sleep(0.02)


async def _connected(discord: Any, slack: Any, said: bytearray, both: bool) -> None:
    try:
        await discord.wait_ready(30)
        if both:
            await slack.wait_socket(30)
        async with asyncio.timeout(30):
            told = [f"Connected to {name}".encode() for name in ("Discord", "Slack")][: 1 + both]
            while not discord.list_commands() or not all(each in said for each in told):
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"not connected; it said: {said.decode(errors='replace')}") from None
