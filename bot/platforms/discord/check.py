"""What ``downlink doctor`` and ``downlink init`` look at on Discord. Changes nothing there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.checks.asking import Told, ask
from bot.checks.findings import Finding, failed, note, well
from bot.platforms.discord.rest import AGENT, API

if TYPE_CHECKING:
    from bot.config import Settings

PORTAL = "https://discord.com/developers/applications"
# https://docs.discord.com/developers/resources/application#application-object-application-flags
_PRIVILEGED = {
    "presences": 1 << 12 | 1 << 13,
    "server members": 1 << 14 | 1 << 15,
    "message content": 1 << 18 | 1 << 19,
}


async def check(settings: Settings) -> tuple[list[Finding], datetime | None]:
    """Ask Discord about what is set; gives its time as well. Nothing where no token is set."""
    if settings.discord_token is None:
        return [], None
    token = settings.discord_token.get_secret_value()
    told = await application(token, settings.discord_api_url)
    finding = _token(told)
    if told.status != 200:
        return [finding], told.time
    return [finding, _intents(told.body), *_doors(settings, told.body)], told.time


async def application(token: str, base: str | None) -> Told:
    """Ask for the application that a token belongs to."""
    url = f"{(base or API).rstrip('/')}/applications/@me"
    return await ask("GET", url, {"Authorization": f"Bot {token}", "User-Agent": AGENT})


def _token(told: Told) -> Finding:
    name = "Discord token"
    if told.status == 200:
        servers = int(told.body.get("approximate_guild_count") or 0)
        count = f"{servers} server{'' if servers == 1 else 's'}"
        return well(name, f"It is {told.body.get('name', 'the bot')}'s, application {told.body.get('id')}, in {count}.")
    if told.status == 401:
        return failed(name, "Discord does not accept it.", f"reset it under Bot on the application's page, {PORTAL}")
    why = told.why or f"it answered {told.status}"
    return failed(name, f"Discord can't be asked: {why}.", "look at the network, a proxy, DOWNLINK_DISCORD_API_URL")


def _intents(body: Mapping[str, Any]) -> Finding:
    """No privileged intent is needed, so none should be granted."""
    flags = int(body.get("flags") or 0)
    granted = [name for name, bits in _PRIVILEGED.items() if flags & bits]
    if not granted:
        return well("Discord intents", "No privileged intent is granted, and none is needed.")
    said = f"More is granted than is needed: {', '.join(granted)}."
    return note("Discord intents", said, f"turn it off under Bot on the application's page, {PORTAL}")


def _doors(settings: Settings, body: Mapping[str, Any]) -> list[Finding]:
    name, address = "Discord public key", body.get("interactions_endpoint_url")
    ours, theirs = (settings.discord_public_key or "").lower(), str(body.get("verify_key") or "").lower()
    if not ours:
        if not address:
            return []
        return [failed(name, "Discord sends commands over HTTP, and no public key is set.",
                       f"set DOWNLINK_DISCORD_PUBLIC_KEY={theirs}, or clear the endpoint URL")]  # fmt: skip
    if ours != theirs:
        return [failed(name, "It is another application's.", f"set DOWNLINK_DISCORD_PUBLIC_KEY={theirs}")]
    if not address:
        return [note(name, "It is right, but Discord sends commands by the gateway.",
                     "set the interactions endpoint URL to https://YOUR.HOST/discord/interactions")]  # fmt: skip
    return [well(name, f"It is right; commands go to {address}.")]
