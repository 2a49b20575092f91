"""Post one message of a delivery, once, and say for certain what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.mistakes import SettingsError
from bot.platforms.base import PostDelayed, PostRefused, PostUncertain, Receipt
from bot.platforms.slack.calls import Calls, Lost, Refused, Unsent
from bot.platforms.slack.tokens import NoToken, Tokens
from digests.errors import StoreError

UNREACHABLE = 5.0  # seconds until another try
OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})
_REFUSALS = {
    "channel_not_found": "The channel no longer exists, or the bot was not invited to it.",
    "not_in_channel": "The bot is not in the channel: invite it there.",
    "is_archived": "The channel is archived.",
    "restricted_action": "A rule of the workspace forbids posting in the channel.",
    "restricted_action_read_only_channel": "Only some people may post in the channel.",
    "thread_not_found": "The thread is no longer there.",
    "invalid_auth": "Slack does not accept the bot's token.",
    "not_authed": "Slack does not accept the bot's token.",
    "account_inactive": "The bot was removed from the workspace.",
    "token_revoked": "The bot was removed from the workspace: its token is revoked.",
    "token_expired": "The bot's token has expired.",
    "missing_scope": "The bot lacks a permission: install it again from its current manifest.",
    "no_permission": "The bot lacks a permission: install it again from its current manifest.",
    "team_access_not_granted": "The bot is not allowed in the workspace.",
    "org_login_required": "The workspace is being moved into an organisation.",
}


async def token_of(tokens: Tokens, team: str) -> str:
    """Give a workspace's token for a post; Slack is asked once at most whose the operator's is.

    Raises:
        PostRefused, PostDelayed: nothing was posted.
    """
    try:
        return await tokens.of(team, patient=False)
    except (NoToken, SettingsError) as problem:
        raise PostRefused(str(problem)) from None
    except StoreError as problem:
        raise PostDelayed(str(problem), UNREACHABLE) from None
    except Refused as problem:
        raise _refused(problem) from None
    except (Lost, Unsent):
        raise PostDelayed("Slack can't be reached.", UNREACHABLE) from None


async def post(calls: Calls, token: str, body: Mapping[str, Any]) -> Receipt:
    """Post a message, once.

    Raises:
        PostRefused, PostDelayed, PostUncertain: see there; nothing else.
    """
    try:
        made = await calls.send("chat.postMessage", token, body)
    except Refused as problem:
        raise _refused(problem) from None
    except Unsent:
        raise PostDelayed("Slack can't be reached.", UNREACHABLE) from None
    except Lost as problem:
        raise PostUncertain(f"Slack's answer was lost ({problem}).") from None
    if not made.get("ts"):
        raise PostUncertain("Slack's answer can't be understood.")
    return Receipt(str(made["ts"]), _time(str(made["ts"])))


def _refused(problem: Refused) -> PostRefused | PostDelayed:
    if problem.wait is not None:
        return PostDelayed("Slack asks to wait.", problem.wait)
    return PostRefused(refusal(problem.error))


def refusal(error: str) -> str:
    """Say in a sentence why Slack refuses."""
    return _REFUSALS.get(error) or f"Slack refuses the message: {error}."


def _time(stamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
