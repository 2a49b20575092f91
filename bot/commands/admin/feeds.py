"""``feeds``: what is read."""

from __future__ import annotations

from bot import audit
from bot.commands.admin.common import GROUP
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, Effect, command
from bot.mistakes import Mistake
from bot.nearest import nearest
from bot.permissions import require
from bot.presenters import feeds as presented
from bot.quotas import within
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.values import Role, WatchedFeed

_DO = ("list", "add", "remove", "check")


@command(
    "feeds",
    "The feeds that are read: list, add, remove or check one.",
    Argument("do", ArgumentKind.CHOICE, "What to do.", choices=_DO),
    Argument("url", ArgumentKind.URL, "The feed's address"),
    examples=("/downlink feeds", "/downlink feeds add https://new.example/feed.xml", "/downlink feeds check"),
    group=GROUP,
    effect=Effect.GIVEN,
)
async def feeds(call: Call, desk: Desk) -> Reply:
    """Show or change what is read."""
    do, url = call.get("do") or "list", call.get("url")
    if do in ("add", "remove"):
        require(call.rights, Role.ADMIN, call.invocation.platform)
        if not url:
            raise Mistake(f"Which feed to {do} is missing.", f"/downlink feeds {do} https://example.org/feed.xml")
        return await (_add if do == "add" else _remove)(call, desk, url)
    if do == "check" and url:
        require(call.rights, Role.EDITOR, call.invocation.platform, call.invocation.destination.channel)
        return presented.checked(await desk.newsroom.try_feed(url))
    place = call.place
    found = await desk.recall(lambda memory: memory.feeds(place))
    states = await desk.newsroom.feed_states([feed.url for feed in found])
    return presented.listed(found, states, failing=do == "check")


async def _add(call: Call, desk: Desk, url: str) -> Reply:
    place, user = call.place, call.invocation.user
    there = await desk.recall(lambda memory: memory.feeds(place))
    if any(feed.url == url for feed in there):
        raise Mistake("That feed is read already.", "/downlink feeds list")
    within(len(there), desk.quotas.feeds, "feeds")
    tried = await desk.newsroom.try_feed(url)
    if tried.error:
        raise Mistake(f"That address can't be read as a feed: {tried.error}.")
    feed = WatchedFeed(place, url, user, call.now)

    def store(memory: Memory) -> int:
        within(len(memory.feeds(place)), desk.quotas.feeds, "feeds")
        memory.put_feed(feed)
        return audit.note(memory, audit.of_feed("feeds add", user, None, feed, call.now)).id

    return presented.added(tried, await desk.change(store))


async def _remove(call: Call, desk: Desk, url: str) -> Reply:
    place, user = call.place, call.invocation.user

    def remove(memory: Memory) -> int:
        there = {feed.url: feed for feed in memory.feeds(place)}
        if url not in there:
            near = nearest(url, there)
            raise Mistake(
                "No such feed is read" + (f": did you mean {near}?" if near else "."),
                f"/downlink feeds remove {near}" if near else "/downlink feeds list",
            )
        memory.remove_feed(place, url)
        return audit.note(memory, audit.of_feed("feeds remove", user, there[url], None, call.now)).id

    return presented.removed(url, await desk.change(remove))
