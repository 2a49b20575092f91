"""From a subscription to what is asked of the newsroom for it, and how that is shown before it is posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.blocks import Note
from bot.commands.desk import Desk
from bot.commands.registry import zone_of
from bot.delivery import editions
from bot.delivery.destinations import destination_of
from bot.mistakes import NotThere
from bot.preferences import value_of
from bot.presenters import subscribing
from bot.replies import Outcome, Reply
from bot.spans import line
from bot.store.values import Subscription
from bot.subscriptions import window
from digests.answers import Digest
from digests.questions.requests import DigestRequest

__all__ = ["destination_of", "previewed", "request_of"]


async def request_of(one: Subscription, now: datetime, desk: Desk) -> DigestRequest:
    """Give the digest that a subscription would post now: since what its last one covered, without what was posted."""
    return editions.request(one, window(one.when, one.zone, now, await _covered_until(one, desk)), now)


async def _covered_until(one: Subscription, desk: Desk) -> datetime | None:
    try:
        runs = await desk.consult(lambda ledger: ledger.runs([one.id]))
    except NotThere:  # no ledger, so nothing was ever posted from here
        return None
    return runs[one.id].covered_until if one.id in runs else None


def previewed(one: Subscription, answer: Digest, settings: Mapping[str, Any]) -> Reply:
    """Show what would be posted: the very same, or where it goes into a thread both one below the other."""
    first, *rest = editions.messages(answer, zone_of(one.zone), settings)
    if first.reply.outcome is Outcome.NOTHING:
        return subscribing.nothing_to_post(first.reply, value_of(settings, "empty") == "line")
    if not rest:
        return first.reply
    below = tuple(block for message in rest for block in message.reply.blocks)
    return replace(first.reply, blocks=(*first.reply.blocks, Note(line("In the thread below it:")), *below))
