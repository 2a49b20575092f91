"""Post one message of a delivery, once, and say for certain what became of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.platforms.base import PostDelayed, PostRefused, PostUncertain, Receipt
from bot.platforms.discord.render import Payload
from bot.platforms.discord.rest import Lost, Refused, Rest, Unsent

UNREACHABLE = 5.0  # seconds until another try
_REFUSALS = {
    10003: "The channel no longer exists.",
    10004: "The server is no longer there, or the bot was removed from it.",
    50001: "The bot can't see the channel: it needs View Channel there.",
    50013: "The bot may not write in the channel: it needs Send Messages and Embed Links there.",
    50008: "That channel takes no messages.",
    50083: "The thread is archived.",
}
NO_EMBEDS = "The bot may not show embeds in the channel: it needs Embed Links there."


async def post(rest: Rest, channel: str, payload: Payload, nonce: str) -> Receipt:
    """Post a payload. ``nonce``: Discord posts one message for it, within some minutes.

    Raises:
        PostRefused, PostDelayed, PostUncertain: see there; nothing else.
    """
    body = payload | ({"nonce": nonce, "enforce_nonce": True} if nonce else {})
    made = await _sent(rest, f"/channels/{channel}/messages", body)
    if payload["embeds"] and not made.get("embeds"):  # Discord drops them in silence
        await _taken_back(rest, f"/channels/{channel}/messages/{made['id']}")
        raise PostRefused(NO_EMBEDS)
    return Receipt(str(made["id"]), _time(made.get("timestamp")))


async def _sent(rest: Rest, path: str, body: Payload) -> dict[str, Any]:
    try:
        made = await rest.send("POST", path, body)
    except Refused as problem:
        if problem.wait is not None:
            raise PostDelayed("Discord asks to wait.", problem.wait) from None
        raise PostRefused(_REFUSALS.get(problem.code) or _refusal(problem)) from None
    except Unsent:
        raise PostDelayed("Discord can't be reached.", UNREACHABLE) from None
    except Lost as problem:
        raise PostUncertain(f"Discord's answer was lost ({problem}).") from None
    if not isinstance(made, dict) or "id" not in made:
        raise PostUncertain("Discord's answer can't be understood.")
    return made


async def _taken_back(rest: Rest, path: str) -> None:
    try:
        await rest.repeat("DELETE", path)
    except (Refused, Lost, Unsent):
        return  # an empty message is left: the refusal that follows says why


def _refusal(problem: Refused) -> str:
    if problem.status == 401:
        return "Discord does not accept the bot's token."
    if problem.status == 403:
        return f"Discord forbids it: {problem.message or 'no reason given'}."
    return f"Discord refuses the message: {problem.message or problem.status}."


def _time(text: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(text)).astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)
