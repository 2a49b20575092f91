"""Make the platform for deliveries: what is subscribed to with the platform ``terminal`` is printed."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING

from bot.platforms.terminal.adapter import Terminal
from bot.platforms.terminal.screen import Screen
from bot.platforms.terminal.zone import local_zone

if TYPE_CHECKING:
    from aiohttp import web

    from bot.app import App
    from bot.config import Settings


class Silence:
    """Lines that nobody types, for as long as it takes."""

    async def next(self) -> str | None:
        """Wait for ever."""
        await asyncio.Event().wait()
        return None


def make(settings: Settings, app: App, *, gateway: bool = True) -> Terminal:
    """Make the platform, which prints on standard output; the log goes elsewhere."""
    screen = Screen(zone=local_zone(os.environ))
    return Terminal(Silence(), _printed, lambda: screen)


def _printed(text: str) -> None:
    """Print, whatever of it the other side can't show."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def routes(settings: Settings, app: App, platform: Terminal) -> list[web.RouteDef]:
    """List the web part's routes: none."""
    return []
