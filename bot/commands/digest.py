"""``/digest`` and ``/why``: what is in the news, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.composing import request_of
from bot.commands.desk import Desk
from bot.commands.posted import past
from bot.commands.registry import Call, command
from bot.presenters import digests, subscribing
from bot.replies import Reply
from bot.store.values import Subscription
from digests.answers import WhyArticle
from digests.model import Length, Scope
from digests.questions.requests import DigestRequest

_ABOUT = re.compile(r"^(?:about|on)\s+(?=\S)", re.I)  # "about Artemis", as subscriptions have it
_JUDGED = 5  # subscriptions of a channel that an article is held against
PERIOD = Argument("period", ArgumentKind.PERIOD, "A period such as 24h, yesterday or since 3 May.")


@command(
    "digest",
    "The news, in short: now, and to you alone.",
    Argument("topic", ArgumentKind.TOPIC, "A topic, such as a mission, an agency or a name."),
    PERIOD,
    Argument("length", ArgumentKind.CHOICE, "How much of each story.", choices=tuple(Length)),
    examples=("/digest", "/digest Artemis 7 days", "/digest yesterday full"),
)
async def digest(call: Call, desk: Desk) -> Reply:
    """Compose a digest for the one who asks."""
    topic = _ABOUT.sub("", call.get("topic") or "", count=1)
    request = DigestRequest(
        call.window(), Scope(topics=(topic,) if topic else ()), Length(call.get("length") or Length.STANDARD)
    )
    return digests.digest(await desk.newsroom.digest(request), zone=call.zone)


@command(
    "why",
    "Why an article is in the digest, or was left out.",
    Argument("url", ArgumentKind.URL, "The article's address", required=True),
    PERIOD,
    examples=("/why https://example.org/article", "/why https://example.org/article 7 days"),
)
async def why(call: Call, desk: Desk) -> Reply:
    """Say what a digest of the period makes of one article; without a period, those of the channel's subscriptions."""
    here = () if call.get("period") or desk.memory is None else await _subscriptions(call, desk)
    judged = [(one, await _judged(one, call, desk)) for one in here[:_JUDGED]]
    if judged:
        return subscribing.judged(judged)
    return digests.why(await desk.newsroom.why(call["url"], DigestRequest(window=call.window())))


async def _judged(one: Subscription, call: Call, desk: Desk) -> WhyArticle:
    return await past(one, await desk.newsroom.why(call["url"], await request_of(one, call.now, desk)), desk)


async def _subscriptions(call: Call, desk: Desk) -> Sequence[Subscription]:
    place, channel = call.place, call.invocation.destination.channel
    return await desk.recall(lambda memory: memory.subscriptions(place, channel))
