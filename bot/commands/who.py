"""``/who`` and ``/quotes``: people, organisations and craft, and their words."""

from __future__ import annotations

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.presenters import finding, quotes
from bot.presenters.dossier import dossier
from bot.replies import Reply
from digests.answers import Found

NAME = Argument("name", ArgumentKind.NAME, "A name", required=True)
PAGE = Argument("page", ArgumentKind.PAGE, "Which page.")


@command(
    "who",
    "Who is this, according to the stored articles?",
    NAME,
    examples=("/who Rogozin", "/who Roscosmos"),
    aliases=("dossier",),
)
async def who(call: Call, desk: Desk) -> Reply:
    """Show the dossier, or ask which one is meant."""
    found = await desk.newsroom.find(call["name"])
    if not isinstance(found, Found):
        return finding.unsure(found, "/who {}", now=call.now)
    return dossier(await desk.newsroom.dossier(found.entity.id), asked=None if found.exact else found.asked)


@command(
    "quotes",
    "What somebody said, word for word.",
    NAME,
    Argument("topic", ArgumentKind.TOPIC, "A topic that the words are about", after="about"),
    PAGE,
    examples=("/quotes Rogozin", "/quotes Rogozin about ISS"),
)
async def said(call: Call, desk: Desk) -> Reply:
    """Show verbatim quotations, newest first."""
    found, about = await desk.newsroom.find(call["name"]), call.get("topic")
    if not isinstance(found, Found):
        return finding.unsure(found, "/quotes {}" + (f" about {about}" if about else ""), now=call.now)
    return quotes.page(await desk.newsroom.quotes(found.entity.id, about=about, page=call.page))
