"""What ``downlink doctor`` and ``downlink init`` look at on Slack. Changes nothing there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from bot.checks.asking import Told, ask
from bot.checks.findings import Finding, failed, note, well

if TYPE_CHECKING:
    from bot.config import Settings

API = "https://slack.com/api/"
PAGE = "https://api.slack.com/apps"


async def check(settings: Settings, needed: Iterable[str] = ()) -> tuple[list[Finding], datetime | None]:
    """Ask Slack about what is set; gives its time as well. ``needed``: scopes."""
    found: list[Finding] = []
    time = None
    if settings.slack_bot_token:
        told = await _call("auth.test", settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
        found += [_bot(told), *_scopes(told, needed)]
        time = told.time
    if settings.slack_app_token:
        token = settings.slack_app_token.get_secret_value()
        found.append(_app(await _call("apps.connections.open", token, settings.slack_api_url)))
    return [*found, *_halves(settings), *_secret(settings)], time


async def _call(method: str, token: str, base: str | None) -> Told:
    return await ask("POST", f"{(base or API).rstrip('/')}/{method}", {"Authorization": f"Bearer {token}"})


def _bot(told: Told) -> Finding:
    name = "Slack bot token"
    if told.body.get("ok"):
        return well(name, f"It is {told.body.get('user')}'s in the workspace {told.body.get('team')}.")
    return _refused(name, told, f"copy the bot token (xoxb-…) from OAuth & Permissions, {PAGE}")


def _app(told: Told) -> Finding:
    name = "Slack app token"
    if told.body.get("ok"):
        return well(name, "Socket Mode may connect with it.")
    if told.body.get("error") == "missing_scope":
        return failed(name, "It lacks the scope connections:write.", f"make an app-level token with it, {PAGE}")
    return _refused(
        name, told, f"make an app-level token (xapp-…) with connections:write, and allow Socket Mode, {PAGE}"
    )


def _refused(name: str, told: Told, fix: str) -> Finding:
    if told.status == 200 and told.body:
        return failed(name, f"Slack does not accept it ({told.body.get('error', 'without a reason')}).", fix)
    why = told.why or f"it answered {told.status}"
    return failed(name, f"Slack can't be asked: {why}.", "look at the network, a proxy, DOWNLINK_SLACK_API_URL")


def _scopes(told: Told, needed: Iterable[str]) -> list[Finding]:
    """Compare what the workspace granted with what is asked for; more than needed is worth a word as well."""
    if not told.body.get("ok"):
        return []
    granted = {scope.strip() for scope in told.headers.get("X-Oauth-Scopes", "").split(",") if scope.strip()}
    wanted = set(needed)
    if lacking := sorted(wanted - granted):
        fix = "paste what “downlink manifest slack” prints into App Manifest, and install the app again"
        return [failed("Slack scopes", f"Not granted: {', '.join(lacking)}.", fix)]
    if beyond := sorted(granted - wanted):
        return [note("Slack scopes", f"More is granted than is needed: {', '.join(beyond)}.", "take it out of the app")]
    return [well("Slack scopes", "Exactly what is needed is granted.")]


def _halves(settings: Settings) -> list[Finding]:
    """Find settings that do nothing without others."""
    app, bot = settings.slack_app_token, settings.slack_bot_token
    signed, client = settings.slack_signing_secret, settings.slack_client_id
    found = []
    if app and not bot:
        found.append(failed("Slack", "There is an app token and no bot token.", "set DOWNLINK_SLACK_BOT_TOKEN"))
    if bot and not app and not signed:
        found.append(failed("Slack", "There is a bot token, and no way for Slack to reach the bot.",
                            "set DOWNLINK_SLACK_APP_TOKEN, or DOWNLINK_SLACK_SIGNING_SECRET for HTTP"))  # fmt: skip
    if bool(client) != bool(settings.slack_client_secret):
        found.append(failed("Slack", "Client id and client secret belong together, and one is missing.",
                            "set DOWNLINK_SLACK_CLIENT_ID and DOWNLINK_SLACK_CLIENT_SECRET"))  # fmt: skip
    if client and not signed:
        found.append(failed("Slack", "Many workspaces need HTTP, which needs a signing secret.",
                            "set DOWNLINK_SLACK_SIGNING_SECRET"))  # fmt: skip
    return found


def _secret(settings: Settings) -> list[Finding]:
    """Slack offers no way to try a signing secret; its form is known."""
    if not settings.slack_signing_secret:
        return []
    name = "Slack signing secret"
    if re.fullmatch(r"[0-9a-f]{32}", settings.slack_signing_secret.get_secret_value()):
        return [well(name, "It has the right form; Slack offers no way to try it.")]
    return [note(name, "It is not 32 hexadecimal digits, as Slack's are.", f"copy it from Basic Information, {PAGE}")]
