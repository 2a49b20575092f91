"""Post one message of a delivery, once, and say for certain what became of it; and look whether it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bot.log import LOGGER
from bot.mistakes import SettingsError
from bot.platforms.base import HistoryUnreadable, PostDelayed, PostRefused, PostUncertain, Reach, Receipt, Traits
from bot.platforms.slack.calls import Calls, Lost, Refused, Unsent
from bot.platforms.slack.history import Bookmark, look
from bot.platforms.slack.refusals import raised
from bot.platforms.slack.tokens import NoToken, Tokens
from bot.platforms.trying import TIMEOUT, Late, leaving
from bot.replies import Destination
from digests.errors import StoreError

PREPARING = 5.0  # seconds that laying a message out and finding its token may take
SENDING = float(TIMEOUT.total or 15)
UNREACHABLE = 5.0  # seconds until another try
TRAITS = Traits(
    timeout=PREPARING + SENDING,
    settle=90.0,
    installation_pace=5.0,  # "several hundred a minute"; https://docs.slack.dev/apis/web-api/rate-limits
    channel_pace=1.0,
)
NOT_REACHED = "Slack can't be reached."
_UNREADABLE = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})  # and yet it may be posted to


@contextmanager
def prepared(tokens: Tokens) -> Iterator[None]:
    """Turn whatever goes wrong before anything is sent into what the port raises: nothing was posted."""
    try:
        yield
    except NoToken as problem:
        raise PostRefused(str(problem), Reach.INSTALLATION) from None
    except SettingsError as problem:  # a key that is missing is so for all workspaces
        raise PostRefused(str(problem), Reach.BOT) from None
    except StoreError as problem:  # whose text names files and hosts
        LOGGER.warning("A post waits for the database: %s", problem)
        raise PostDelayed("The bot's database can't be asked.", UNREACHABLE, Reach.BOT) from None
    except Refused as problem:
        raise raised(problem, sole=tokens.sole) from None
    except TimeoutError:
        raise PostDelayed("It was not ready in time.", UNREACHABLE, Reach.CONTENT) from None
    except (Lost, Unsent):
        raise PostDelayed(NOT_REACHED, UNREACHABLE, Reach.BOT) from None


async def post(calls: Calls, token: str, body: Mapping[str, Any], *, sole: bool, until: float | None = None) -> Receipt:
    """Post a message, once; nothing leaves after ``until``.

    Raises:
        PostRefused, PostDelayed, PostUncertain: see there; nothing else.
    """
    try:
        with leaving(until):
            async with asyncio.timeout(SENDING):
                made = await calls.send("chat.postMessage", token, body)
    except Refused as problem:
        raise raised(problem, sole=sole) from None
    except Late:
        raise PostDelayed("It would have left too late.", 0.0, Reach.CONTENT) from None
    except Unsent:
        raise PostDelayed(NOT_REACHED, UNREACHABLE, Reach.BOT) from None
    except (Lost, TimeoutError) as problem:
        raise PostUncertain(f"Slack's answer was lost ({problem}).") from None
    if not made.get("ts"):
        raise PostUncertain("Slack's answer can't be understood.")
    return receipt(str(made["ts"]))


async def find(
    calls: Calls, tokens: Tokens, destination: Destination, marker: str, since: datetime, bookmark: Bookmark
) -> Receipt | None:
    """Look for a message in its channel or thread; None where it is certainly not there.

    ``bookmark``: where an earlier look was told to wait, and that this one leaves if it is told so as well.

    Raises:
        PostRefused, PostDelayed, HistoryUnreadable: see the port.
    """
    with prepared(tokens):
        token = await tokens.of(destination.installation or "", patient=False)
    channel = destination.channel
    try:
        if channel.startswith("@"):
            opened = await calls.send("conversations.open", token, {"users": channel.removeprefix("@")})
            channel = str((opened.get("channel") or {}).get("id") or "")
        stamp = await look(calls, token, channel, marker, since, destination.thread, bookmark)
    except Refused as problem:
        told = raised(problem, sole=tokens.sole)
        if problem.error == "invalid_cursor":  # too old: from the beginning again
            bookmark.cursor = ""
            raise PostDelayed("The history has to be read again.", UNREACHABLE, Reach.CONTENT) from None
        if isinstance(told, PostDelayed):
            raise PostDelayed(str(told), told.seconds, Reach.CONTENT) from None  # posting has limits of its own
        if problem.error in _UNREADABLE or told.reach is Reach.CONTENT:
            raise HistoryUnreadable(f"The bot may not look into the channel ({problem.error}).") from None
        raise told from None
    except (Lost, Unsent):
        raise PostDelayed(NOT_REACHED, UNREACHABLE, Reach.CONTENT) from None
    return receipt(stamp) if stamp else None


def receipt(stamp: str) -> Receipt:
    """Make a receipt of a message's time stamp, which is its id."""
    return Receipt(stamp, _time(stamp))


def _time(stamp: str) -> datetime:
    try:
        return datetime.fromtimestamp(float(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.now(UTC)
