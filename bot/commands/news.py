"""``/news`` and ``/trending``: finding articles, and who is in them more than usual."""

from __future__ import annotations

from datetime import timedelta

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.digest import PERIOD
from bot.commands.registry import Call, command
from bot.commands.who import PAGE
from bot.presenters import news as presented
from bot.replies import Reply


@command(
    "news",
    'Search stored articles: words, "phrases", -not, outlet:, before:, after:.',
    Argument("query", ArgumentKind.TEXT, "What to search for", required=True),
    PAGE,
    examples=("/news lunar lander", '/news "space station" -tourist after:2022-05-01'),
)
async def news(call: Call, desk: Desk) -> Reply:
    """Show the articles that match."""
    return presented.search(await desk.newsroom.search(call["query"], page=call.page), now=call.now)


@command("trending", "Who and what is in the news more than usual.", PERIOD, examples=("/trending", "/trending 7 days"))
async def trending(call: Call, desk: Desk) -> Reply:
    """Show names with more articles than expected."""
    answer = await desk.newsroom.trending(call.window(timedelta(days=7)))
    return presented.trending(answer, now=call.now, zone=call.zone)
