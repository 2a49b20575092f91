"""Make the platform from settings and an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.mistakes import SettingsError
from bot.platforms.slack.adapter import Slack
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.http import Endpoint
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.oauth import Client, OAuth
from bot.platforms.slack.socket import Socket
from bot.platforms.slack.tokens import Own, Tokens
from bot.secrets import Vault

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Settings
    from bot.store.base import Memory
    from bot.store.values import Place


def make(settings: Settings, app: App, *, gateway: bool = True) -> Slack | None:
    """Make the platform; None where no token is set. ``gateway``: False where another process has the socket.

    Raises:
        SettingsError: one half of something is set.
    """
    bot, own, signing = settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret
    if bot is None and settings.slack_client_id is None:
        if own is None and signing is None:
            return None
        raise SettingsError("DOWNLINK_SLACK_BOT_TOKEN is missing: the app's page has it after the installation.")
    if own is None and signing is None:
        raise SettingsError(
            "Slack needs DOWNLINK_SLACK_APP_TOKEN for Socket Mode, or DOWNLINK_SLACK_SIGNING_SECRET for HTTP."
        )
    calls = Calls(settings.slack_api_url)
    socket = Socket(calls, own.get_secret_value()) if own and gateway else None
    keeping = Keeping(app.desk.memory, app.desk.clock)
    sole = settings.slack_client_id is None
    tokens = Tokens(Own(bot.get_secret_value(), calls, sole=sole) if bot else None, installations(settings, app))
    return Slack(calls, socket, app.registry, keeping, tokens)


def routes(settings: Settings, app: App, platform: Slack) -> list[web.RouteDef]:
    """List the web part's routes: requests from Slack where a signing secret is set, and installing where a client is.

    Raises:
        SettingsError: one half of something is set.
    """
    keeping, made = platform.keeping, list[web.RouteDef]()
    if settings.slack_signing_secret is not None:
        bolt = platform.bolt(app.answer)
        secret = settings.slack_signing_secret.get_secret_value()
        made += Endpoint(secret, keeping.claim, bolt, app.desk.clock).routes()
    if settings.slack_client_id is not None:
        store = installations(settings, app)
        if settings.slack_client_secret is None or store is None:
            raise SettingsError("DOWNLINK_SLACK_CLIENT_SECRET is missing: the app's page has it beside the client id.")
        client = Client(settings.slack_client_id, settings.slack_client_secret.get_secret_value())
        made += OAuth(client, platform.calls, store, keeping.first_time, app.desk.clock).routes()
    return made


def installations(settings: Settings, app: App) -> Installations | None:
    """Make the store of workspaces; None without a memory.

    Raises:
        SettingsError: many workspaces are to be served, and their tokens could not be encrypted.
    """
    if app.desk.memory is None:
        return None
    key = settings.secret_key.get_secret_value() if settings.secret_key else None
    vault = Vault(key) if key or settings.slack_client_id else None
    return Installations(app.desk.memory, vault, app.desk.clock, _posting_again)


def _posting_again(memory: Memory, place: Place) -> None:
    """Let what was stopped for the sake of the old token go on."""
    memory.ledger.unhalt(place, "")
