"""Make the platform from settings and an application."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from bot.commands.arguments import Argument
from bot.commands.suggest import Suggestion, suggest
from bot.platforms.discord.adapter import Discord
from bot.platforms.discord.keeping import Keeping, posting_again
from bot.platforms.discord.records import Records
from bot.platforms.discord.rest import Rest
from bot.replies import Invocation

if TYPE_CHECKING:
    from aiohttp import web

    from bot.app import App
    from bot.config import Settings


def make(settings: Settings, app: App, *, gateway: bool = True) -> Discord | None:
    """Make the platform; None where no token is set. ``gateway``: False where another process has it.

    An application that has an address for interactions gets none by the gateway; both together do no harm.
    """
    if settings.discord_token is None:
        return None
    from bot.platforms.discord.client import Gateway

    token, keeping = settings.discord_token.get_secret_value(), Keeping(app.desk.memory, app.desk.clock, posting_again)
    connection = Gateway(token, settings.discord_api_url, settings.discord_gateway_url, keeping) if gateway else None
    rest = Rest(token, settings.discord_api_url)
    records = Records(app.desk.memory, app.desk.clock)
    return Discord(rest, connection, app.registry, keeping, functools.partial(_suggest, app), keeping, records)


def routes(settings: Settings, app: App, platform: Discord) -> list[web.RouteDef]:
    """List the web part's routes of interactions over HTTP; none where no public key is set."""
    if not settings.discord_public_key:
        return []
    keeping = Keeping(app.desk.memory, app.desk.clock)
    return platform.routes(settings.discord_public_key, keeping.claim, app.answer, app.desk.clock)


async def _suggest(app: App, argument: Argument, typed: str, invocation: Invocation) -> list[Suggestion]:
    return await suggest(argument, typed, invocation, app.desk)
