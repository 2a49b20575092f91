"""``/story`` and ``/timeline``: how something developed."""

from __future__ import annotations

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.commands.who import PAGE
from bot.presenters import finding, stories
from bot.replies import Reply
from digests.answers import StoryPage, Timeline


@command(
    "story",
    "One story: summary, articles, how it developed, who said what.",
    Argument("query", ArgumentKind.TEXT, "What the story is about", required=True),
    examples=("/story Borisov named head of Roscosmos",),
)
async def story(call: Call, desk: Desk) -> Reply:
    """Show one story, or ask which one is meant."""
    found = await desk.newsroom.story(call["query"])
    return stories.story(found) if isinstance(found, StoryPage) else stories.choices(found, now=call.now)


@command(
    "timeline",
    "Dated one-line events on a name or a topic, each cited.",
    Argument("subject", ArgumentKind.NAME, "A name or a topic", required=True),
    PAGE,
    examples=("/timeline Rogozin", "/timeline Artemis I"),
)
async def timeline(call: Call, desk: Desk) -> Reply:
    """Show what happened when."""
    found = await desk.newsroom.timeline(call["subject"], page=call.page)
    if isinstance(found, Timeline):
        return stories.timeline(found)
    return finding.unsure(found, "/timeline {}", now=call.now)
