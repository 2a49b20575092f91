"""``list``, ``show``, ``preview``: subscriptions as they are."""

from __future__ import annotations

from bot.commands.admin.common import (
    CHANNEL,
    GROUP,
    SUBSCRIPTION,
    chosen,
    given_channel,
    halt_of,
    halts_of,
    next_run,
    runs_of,
)
from bot.commands.composing import previewed, request_of
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.presenters import subscribing as presented
from bot.replies import Reply
from bot.store.values import Role
from bot.subscriptions import runs


@command(
    "list",
    "The subscriptions here, with their last and next runs.",
    CHANNEL,
    examples=("/downlink list",),
    group=GROUP,
)
async def listed(call: Call, desk: Desk) -> Reply:
    """List those of the installation, or of a channel."""
    place, channel = call.place, given_channel(call)
    found = await desk.recall(lambda memory: memory.subscriptions(place, channel))
    known = await runs_of(found, desk)
    rows = [(one, next_run(one, known.get(one.id), call.now), known.get(one.id)) for one in found]
    return presented.listed(rows, everywhere=channel is None, halts=await halts_of(place, desk))


@command("show", "One subscription in full.", SUBSCRIPTION, examples=("/downlink show 1",), group=GROUP)
async def show(call: Call, desk: Desk) -> Reply:
    """Show one."""
    one = await chosen(call, desk, "show", needs=Role.VIEWER)
    if isinstance(one, Reply):
        return one
    known = (await runs_of([one], desk)).get(one.id)
    return presented.shown(one, runs(one.when, one.zone, call.now), known, await halt_of(one, desk))


@command(
    "preview",
    "The digest that a subscription would post now, to you alone.",
    SUBSCRIPTION,
    examples=("/downlink preview", "/downlink preview 1"),
    group=GROUP,
)
async def preview(call: Call, desk: Desk) -> Reply:
    """Compose what would be posted, from the same articles."""
    one = await chosen(call, desk, "preview", needs=Role.VIEWER)
    if isinstance(one, Reply):
        return one
    answer = await desk.newsroom.digest(await request_of(one, call.now, desk))
    return previewed(one, answer, await desk.recall(lambda memory: memory.settings(one.place)))
