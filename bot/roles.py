"""What ``downlink run`` runs: settings → roles. A third platform is one line in a table."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.mistakes import SettingsError
from bot.running import Role
from bot.store.values import Place

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Settings
    from bot.delivering import Deliveries
    from bot.delivery.courier import Courier
    from bot.metrics.counts import Counts

WEB, GATEWAY, WORKER, FETCH = ALL = ("web", "gateway", "worker", "fetch")
# Each module has make(settings, app, gateway=…) and routes(settings, app, platform).
PLATFORMS = {"Discord": "bot.platforms.discord.setup", "Slack": "bot.platforms.slack.setup"}
TERMINAL = "bot.platforms.terminal.setup"  # needs no account: its deliveries are printed
NOTHING = (
    "Nothing is configured to run: set DOWNLINK_DISCORD_TOKEN for Discord, or DOWNLINK_SLACK_BOT_TOKEN and "
    "DOWNLINK_SLACK_APP_TOKEN for Slack; “downlink init” asks for them."
)
NOWHERE = (
    "No platform is configured for this worker, so it has nowhere to post: set DOWNLINK_DISCORD_TOKEN or "
    "DOWNLINK_SLACK_BOT_TOKEN here as well."
)


def roles(settings: Settings, app: App, wanted: frozenset[str]) -> list[Role]:
    """Make the roles that are configured, of those wanted. Call it inside a running event loop.

    Raises:
        SettingsError: nothing is configured, or one half of something.
    """
    platforms = dict(_platforms(settings, app, wanted)) if wanted - {FETCH} else {}
    _check_used(app, platforms, wanted)
    counts = _counts()
    delivering = _delivering(settings, app, platforms, wanted, counts)
    made = [_web(settings, app, platforms, delivering, counts)] if WEB in wanted and settings.web_port else []
    if not made and GATEWAY in wanted:
        _check_doors(settings)
    listening = GATEWAY in wanted or bool(made)
    for name, platform in platforms.items():
        made += _attending(app, name, platform, delivering.couriers.get(name), listening)
    if TERMINAL in delivering.couriers:
        courier = delivering.couriers[TERMINAL]
        made.append(Role("Posting on the terminal", courier.run, courier.close, aside=bool(platforms)))
    made += delivering.roles
    if not made:
        raise SettingsError("The web part is turned off by DOWNLINK_WEB_PORT=0, and no other role is asked for.")
    return made


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


def _check_used(app: App, platforms: Mapping[str, Any], wanted: frozenset[str]) -> None:
    """Refuse to run for nobody; what is printed on a terminal needs no account."""
    memory = app.desk.memory
    printed = WORKER in wanted and memory is not None and memory.subscriptions(Place("terminal"))
    if not platforms and not printed and wanted != {FETCH}:
        raise SettingsError(NOWHERE if wanted <= {WORKER, FETCH} else NOTHING)


def _delivering(
    settings: Settings, app: App, platforms: Mapping[str, Any], wanted: frozenset[str], counts: Counts
) -> Deliveries:
    from bot.delivering import Deliveries, deliveries

    memory = app.desk.memory
    if memory is None or not wanted & {WORKER, FETCH}:
        return Deliveries({}, ())
    posting = {**platforms, TERMINAL: import_module(TERMINAL).make(settings, app)} if WORKER in wanted else {}
    return deliveries(settings, app, memory, posting, counts, fetch=FETCH in wanted)


def _attending(app: App, name: str, platform: Any, courier: Courier | None, listening: bool) -> Iterator[Role]:
    """Make the roles of a platform: it listens, its courier posts. It is closed last: posts go through it."""

    async def close() -> None:
        if courier is not None:
            await courier.close()
        await platform.close()

    if listening:
        yield Role(name, functools.partial(_listen, platform, app), close)
    if courier is not None:
        yield Role(f"Posting on {name}", courier.run, courier.close if listening else close, aside=listening)


async def _listen(platform: Any, app: App) -> str | None:
    await platform.listen(app.answer)
    trouble: str | None = platform.trouble()
    return trouble


def _counts() -> Counts:
    from bot.metrics.counts import Counts

    return Counts()


def _web(settings: Settings, app: App, platforms: Mapping[str, Any], delivering: Deliveries, counts: Counts) -> Role:
    """Make the web part with the platforms' own doors in it."""
    from bot.app import database_url
    from bot.database import database_trouble
    from bot.web.application import application
    from bot.web.doors import own_doors
    from bot.web.server import Server

    database = functools.partial(database_trouble, database_url(settings))
    troubles = [each.trouble for each in (*platforms.values(), *delivering.couriers.values())]
    doors = own_doors(app, database, troubles, counts)
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
