"""Emulators whose requests fail by chance, and what their readers see in the end."""

from __future__ import annotations

import inspect
import json
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from bot.replies import Destination
from tests.emulators import discord_emulator, emu_common, slack_emulator
from tests.emulators.discord_emulator import DiscordEmulator
from tests.emulators.slack_emulator import SlackEmulator

POSTS = {"discord": re.compile(r"POST /channels/\{channel_id\}/messages$"), "slack": re.compile("chat.postMessage$")}
WIDE = {"*": (1_000_000, 1.0), "POST /channels/{channel_id}/messages": (1_000_000, 1.0)}
MARK = re.compile(r"No\. (\d+)/(\d+)\.")


class Dice(emu_common.Faults):  # type: ignore[misc]
    """Faults by chance. ``chances``: kind → share of posts; ``longest``: seconds of the longest delay."""

    def __init__(self, platform: str, seed: int = 1) -> None:
        super().__init__()
        self._posts, self._random = POSTS[platform], random.Random(seed)
        self.chances: Mapping[str, float] = {}
        self.longest = 3.0
        self.rolled: Counter[str] = Counter()

    def pick(self, route: str, method: str) -> Any:
        """Pick what is scripted, or else by chance."""
        found = super().pick(route, method)
        if found is not None or not self._posts.search(route):
            return found
        roll = self._random.random()
        for kind, chance in self.chances.items():
            if roll < chance:
                self.rolled[kind] += 1
                return self._fault(kind)
            roll -= chance
        return None

    def _fault(self, kind: str) -> Any:
        delay = self._random.uniform(0.1, self.longest)
        retry = self._random.uniform(0.2, 1.0)
        return emu_common.Fault(kind=kind, status=503, delay=delay, retry_after=retry, scope="shared")


class Stage:
    """An emulator with channels."""

    def __init__(self, name: str, emulator: Any, channels: int) -> None:
        self.name, self.emulator = name, emulator
        self.dice = emulator.faults = Dice(name)
        self.token = emulator.token if name == "discord" else emulator.bot_token
        self.api: str = emulator.api_base
        place = emulator.guild["id"] if name == "discord" else emulator.team["id"]
        made = [emulator.add_channel(f"channel-{number}") for number in range(channels)]
        self.destinations = [Destination(name, channel["id"], place) for channel in made]

    def seen(self) -> dict[tuple[int, int], list[str]]:
        """List the messages by number and part."""
        found: dict[tuple[int, int], list[str]] = {}
        for message in self.emulator.list_messages():
            marks = set(MARK.findall(json.dumps(message)))
            for number, part in marks:
                found.setdefault((int(number), int(part)), []).append(str(message.get("id") or message.get("ts")))
        return found

    def posts(self) -> list[Any]:
        """List the requests that posted, or tried to."""
        wanted, items = POSTS[self.name], self.emulator.recorder.items
        return [each for each in items if wanted.search(f"{each.method} {each.route}")]

    def poison(self) -> None:
        """Refuse whatever says so, for its content."""
        if self.name == "slack":
            check = self.emulator._check_message

            def checked(body: Any, *more: Any, **options: Any) -> Any:
                if "poison" in json.dumps(body):
                    raise slack_emulator.SlackError("invalid_blocks")
                return check(body, *more, **options)

            self.emulator._check_message = checked
            return
        make = self.emulator._make_message

        def made(channel: str, body: Any, **options: Any) -> Any:
            if "poison" in json.dumps(body):
                raise discord_emulator.ApiError(400, 50035, "Invalid Form Body")
            return make(channel, body, **options)

        self.emulator._make_message = made

    async def delete(self, channel: str) -> None:
        """Delete a channel, with what was said there."""
        gone = self.emulator.delete_channel(channel)
        if inspect.isawaitable(gone):
            await gone

    def early(self, slack: float = 0.15) -> int:
        """Count requests to a channel that came before a wait was over which was asked for there.

        ``slack``: seconds that requests under way, and a worker's telling the others, may take.
        """
        found, waits = 0, dict[str, list[tuple[float, float]]]()
        for each in sorted(self.posts(), key=lambda one: float(one.mono)):
            channel = each.path if self.name == "discord" else str((each.body or {}).get("channel"))
            found += any(begin + slack < each.mono < end - 0.05 for begin, end in waits.get(channel, []))
            if each.status == 429:
                told = each.mono + (each.duration or 0.0)
                seconds = float((each.response or {}).get("retry_after") or 1.0)
                waits.setdefault(channel, []).append((told, told + seconds))
        return found


@asynccontextmanager
async def stage(name: str, channels: int = 100, limit: tuple[int, float] | None = None) -> AsyncIterator[Stage]:
    """Open an emulator. ``limit``: posts in so many seconds, for the whole bot."""
    if name == "discord":
        emulator: Any = DiscordEmulator(buckets=WIDE, global_limit=limit, validate=False)
    else:
        emulator = SlackEmulator(post_rate=None, validate=False)
    async with emulator:
        yield Stage(name, emulator, channels)
