"""``list``, ``show``, ``preview``, ``run``, ``history``, ``redeliver``."""

from __future__ import annotations

from bot.commands.admin.common import CHANNEL, GROUP, SUBSCRIPTION, chosen, given_channel
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.composing import previewed, request_of
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.presenters import subscribing as presented
from bot.replies import Reply
from bot.store.values import Role
from bot.subscriptions import runs


@command(
    "list",
    "The subscriptions here, with their next runs.",
    CHANNEL,
    examples=("/downlink list",),
    group=GROUP,
)
async def listed(call: Call, desk: Desk) -> Reply:
    """List those of the installation, or of a channel."""
    place, channel = call.place, given_channel(call)
    found = await desk.recall(lambda memory: memory.subscriptions(place, channel))
    rows = [(one, next(iter(runs(one.when, one.zone, call.now, 1)), None)) for one in found]
    return presented.listed(rows, everywhere=channel is None)


@command("show", "One subscription in full.", SUBSCRIPTION, examples=("/downlink show 1",), group=GROUP)
async def show(call: Call, desk: Desk) -> Reply:
    """Show one."""
    one = await chosen(call, desk, "show", needs=Role.VIEWER)
    return one if isinstance(one, Reply) else presented.shown(one, runs(one.when, one.zone, call.now))


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


@command("run", "Post a digest of a subscription now.", SUBSCRIPTION, examples=("/downlink run 1",), needs=Role.EDITOR,
         group=GROUP)  # fmt: skip
async def run(call: Call, desk: Desk) -> Reply:
    """Posting needs the ledger, which comes with schedules."""
    return presented.later("Posting a digest by hand")


@command(
    "history", "What a subscription posted, and when.", SUBSCRIPTION, examples=("/downlink history 1",), group=GROUP
)
async def history(call: Call, desk: Desk) -> Reply:
    """The ledger comes with schedules."""
    return presented.later("The history of what was posted")


@command(
    "redeliver",
    "Try again what could not be posted.",
    Argument("delivery", ArgumentKind.NUMBER, "The number of a delivery."),
    examples=("/downlink redeliver",),
    needs=Role.EDITOR,
    group=GROUP,
)
async def redeliver(call: Call, desk: Desk) -> Reply:
    """The ledger comes with schedules."""
    return presented.later("Posting again what failed")
