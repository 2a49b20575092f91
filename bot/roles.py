"""What ``downlink run`` runs: settings → roles. A third platform is one line in a table."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.mistakes import SettingsError
from bot.running import Role

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Settings

WEB, GATEWAY = "web", "gateway"
NOW, LATER = (WEB, GATEWAY), ("worker", "fetch")
# Each module has make(settings, app, gateway=…) and routes(settings, app, platform).
PLATFORMS = {"Discord": "bot.platforms.discord.setup", "Slack": "bot.platforms.slack.setup"}
NOTHING = (
    "Nothing is configured to run: set DOWNLINK_DISCORD_TOKEN for Discord, or DOWNLINK_SLACK_BOT_TOKEN and "
    "DOWNLINK_SLACK_APP_TOKEN for Slack; “downlink init” asks for them."
)


def roles(settings: Settings, app: App, wanted: frozenset[str]) -> list[Role]:
    """Make the roles that are configured, of those wanted. Call it inside a running event loop.

    Raises:
        SettingsError: nothing is configured, or one half of something.
    """
    made = dict(_platforms(settings, app, wanted))
    if not made:
        raise SettingsError(NOTHING)
    listening = [
        Role(name, functools.partial(_listen, platform, app), platform.close) for name, platform in made.items()
    ]
    if WEB in wanted and settings.web_port:
        return [_web(settings, app, made), *listening]
    if GATEWAY not in wanted:
        raise SettingsError("The web part is turned off by DOWNLINK_WEB_PORT=0, and no other role is asked for.")
    _check_doors(settings)
    return listening


def _platforms(settings: Settings, app: App, wanted: frozenset[str]) -> Iterator[tuple[str, Any]]:
    for name in configured(settings):
        platform = import_module(PLATFORMS[name]).make(settings, app, gateway=GATEWAY in wanted)
        if platform is not None:
            yield name, platform


def configured(settings: Settings) -> list[str]:
    """Name the platforms of which anything is set that only they use."""
    secrets = {
        "Discord": (settings.discord_token,),
        "Slack": (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret),
    }
    return [name for name in PLATFORMS if any(secrets[name])]


async def _listen(platform: Any, app: App) -> str | None:
    await platform.listen(app.answer)
    trouble: str | None = platform.trouble()
    return trouble


def _web(settings: Settings, app: App, platforms: dict[str, Any]) -> Role:
    """Make the web part with the platforms' own doors in it."""
    from bot.app import database_url
    from bot.database import database_trouble
    from bot.web.application import application
    from bot.web.health import Health
    from bot.web.server import Server

    database = functools.partial(database_trouble, database_url(settings))
    doors = Health(database, [platform.trouble for platform in platforms.values()]).routes()
    for name, platform in platforms.items():
        doors += import_module(PLATFORMS[name]).routes(settings, app, platform)
    server = Server(application(doors), settings.web_host, settings.web_port)
    return Role("The web part", server.run, server.close)


def _check_doors(settings: Settings) -> None:
    """Refuse to run where Slack could call nowhere."""
    if settings.slack_signing_secret and not settings.slack_app_token:
        raise SettingsError(
            "Slack is set up for HTTP, and the web part does not run here: set DOWNLINK_WEB_PORT, or "
            "DOWNLINK_SLACK_APP_TOKEN for Socket Mode."
        )
