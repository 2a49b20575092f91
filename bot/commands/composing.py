"""From a subscription to what is asked of the newsroom for it."""

from __future__ import annotations

from datetime import datetime

from bot.commands.desk import Desk
from bot.replies import Destination
from bot.store.values import Subscription
from bot.subscriptions import window
from digests.questions.requests import DigestRequest


def destination_of(one: Subscription) -> Destination:
    """Name where a subscription posts."""
    installation = None if one.place.installation == "-" else one.place.installation
    return Destination(one.place.platform, one.channel, installation)


async def request_of(one: Subscription, now: datetime, desk: Desk) -> DigestRequest:
    """Give the digest that a subscription would post now: since the last one there, without what was posted."""
    where = destination_of(one).key
    last = await desk.newsroom.last_posted_at(where)
    return DigestRequest(window(one.when, one.zone, now, last), one.scope, one.length, one.stories, where)
