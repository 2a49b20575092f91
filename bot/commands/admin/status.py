"""``status``: what runs next, what fails, what is stored."""

from __future__ import annotations

from bot.commands.admin.common import GROUP
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.presenters import status as presented
from bot.replies import Reply
from bot.store.values import State
from bot.subscriptions import runs


@command(
    "status",
    "The next run of each subscription, feeds that fail, what is stored.",
    examples=("/downlink status",),
    group=GROUP,
)
async def status(call: Call, desk: Desk) -> Reply:
    """Show how things stand."""
    place = call.place
    found, feeds = await desk.recall(lambda memory: (memory.subscriptions(place), memory.feeds(place)))
    active = [one for one in found if one.state is State.ACTIVE]
    coming = [(slot[0], one) for one in active if (slot := runs(one.when, one.zone, call.now, 1))]
    states = await desk.newsroom.feed_states([feed.url for feed in feeds])
    return presented.status(
        found, sorted(coming, key=lambda each: each[0]), feeds, states, await desk.newsroom.totals(), desk.quotas
    )
