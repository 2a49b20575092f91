"""``/digest`` and ``/why``: what is in the news, and why."""

from __future__ import annotations

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.presenters import digests
from bot.replies import Reply
from digests.model import Length, Scope
from digests.questions.requests import DigestRequest

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
    topic = call.get("topic")
    request = DigestRequest(
        call.window(), Scope(topics=(topic,) if topic else ()), Length(call.get("length") or Length.STANDARD)
    )
    return digests.digest(await desk.newsroom.digest(request), zone=call.zone)


@command(
    "why",
    "Why an article is in the digest, or was left out.",
    Argument("url", ArgumentKind.URL, "The article's address", required=True),
    PERIOD,
    examples=("/why https://example.org/article", "/downlink why https://example.org/article 7 days"),
)
async def why(call: Call, desk: Desk) -> Reply:
    """Say what a digest of the period makes of one article."""
    return digests.why(await desk.newsroom.why(call["url"], DigestRequest(window=call.window())))
