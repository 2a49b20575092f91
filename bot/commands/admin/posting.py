"""``run``, ``history``, ``redeliver``: posting by hand, what was posted, what failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot import audit
from bot.commands.admin.common import GROUP, SUBSCRIPTION, chosen
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.composing import destination_of, request_of
from bot.commands.desk import Desk
from bot.commands.native import number
from bot.commands.registry import Call, Effect, command
from bot.commands.who import PAGE
from bot.delivery.all_rows import every
from bot.delivery.base import Ledger
from bot.delivery.destinations import place_of
from bot.delivery.values import Delivery, NewDelivery, Stage, What
from bot.mistakes import Mistake, NotAllowed
from bot.permissions import require
from bot.presenters import deliveries as presented
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.values import Place, Role, State
from digests.model import Window

DELIVERY = Argument("delivery", ArgumentKind.NUMBER, "The number of a delivery; history and status have them.")
_A_DAY = timedelta(days=1)
_A_PAGE = 10
_LOOKED_AT = 1000  # rows of a subscription, or of a channel
_OPEN = (Stage.HELD, Stage.PENDING, Stage.SENDING)


@command(
    "run",
    "Post a digest of a subscription now.",
    SUBSCRIPTION,
    examples=("/downlink run 1",),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def run(call: Call, desk: Desk) -> Reply:
    """Write a row that is due now: the couriers post it."""
    one = await chosen(call, desk, "run")
    if isinstance(one, Reply):
        return one
    if one.state is State.PAUSED:
        raise Mistake(f"Subscription {one.id} is paused: resume it first.", f"/downlink resume {one.id}")
    request = await request_of(one, call.now, desk)

    def post(memory: Memory) -> bool:
        ledger = memory.ledger
        _once(ledger, one.id)
        _within_quota(ledger, call, desk.quotas.runs)
        freed = _freed(ledger, one.place, one.channel)
        row = NewDelivery(
            What.RUN, f"subscription {one.id}", f"by hand {call.invocation.id}", destination_of(one), call.now,
            subscription=one.id, window=Window(request.window.start, call.now), asked_by=call.invocation.user,
        )  # fmt: skip
        if ledger.write([row]):
            audit.note(memory, audit.of_run(one, call.invocation.user, call.now))
        return freed

    return presented.started(one, was_halted=await desk.change(post))


def _once(ledger: Ledger, subscription: int) -> None:
    """Raise Mistake where one that was asked for by hand is still on its way."""
    if any(row.what is What.RUN for row in ledger.deliveries(subscription=subscription, stages=_OPEN)):
        raise Mistake(
            f"A digest of subscription {subscription} is on its way already.", f"/downlink history {subscription}"
        )


def _within_quota(ledger: Ledger, call: Call, most: int) -> None:
    today = every(ledger, place=call.place, since=call.now - _A_DAY, what=What.RUN)
    if len({(row.owner, row.slot) for row in today}) >= most:
        raise NotAllowed(f"{most:,} digests a day can be posted by hand, and so many were: try again tomorrow.")


def _freed(ledger: Ledger, place: Place, channel: str) -> bool:
    """Let posts go to a channel again; tells whether they were stopped."""
    return any([ledger.unhalt(place, channel), ledger.unhalt(place, "")])


@command(
    "history",
    "What a subscription posted and when, and what became of the rest.",
    SUBSCRIPTION,
    PAGE,
    examples=("/downlink history 1",),
    group=GROUP,
)
async def history(call: Call, desk: Desk) -> Reply:
    """Page through the ledger's rows of one subscription."""
    one = await chosen(call, desk, "history", needs=Role.VIEWER)
    if isinstance(one, Reply):
        return one
    rows = await desk.consult(lambda ledger: ledger.deliveries(subscription=one.id, limit=_LOOKED_AT))
    wholes = _wholes(rows)
    start = (call.page - 1) * _A_PAGE
    return presented.history(one, wholes[start : start + _A_PAGE], call.page, -(-len(wholes) // _A_PAGE))


def _wholes(rows: Sequence[Delivery]) -> list[list[Delivery]]:
    """Put the parts of each delivery together, the newest delivery first."""
    found: dict[str, list[Delivery]] = {}
    for row in rows:
        found.setdefault(row.slot, []).append(row)
    return [sorted(each, key=lambda row: row.part) for each in found.values()]


@command(
    "redeliver",
    "Try again what could not be posted.",
    DELIVERY,
    examples=("/downlink redeliver", "/downlink redeliver 12"),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def redeliver(call: Call, desk: Desk) -> Reply:
    """Let a dead delivery go again, with the parts after it."""
    given = call.get("delivery")
    dead = [await delivery_of(call, desk, given)] if given else await _dead_here(call, desk)
    if len(dead) > 1:
        return presented.which_dead(dead)
    if not dead:
        return presented.nothing_dead()
    row = dead[0]
    require(call.rights, Role.EDITOR, call.invocation.platform, row.destination.channel)

    def again(memory: Memory) -> None:
        _freed(memory.ledger, place_of(row.destination), row.destination.channel)
        if not memory.ledger.redeliver([row.id], call.now):
            raise Mistake(f"Delivery {row.id} has not failed: there is nothing to try again.", "/downlink status")
        audit.note(memory, audit.of_delivery("redeliver", call.invocation.user, row, call.now))

    await desk.change(again)
    return presented.redelivered([row])


async def delivery_of(call: Call, desk: Desk, given: str) -> Delivery:
    """Find a delivery of this installation by its number. Raises Mistake."""
    wanted = number(given, "delivery")
    row = await desk.consult(lambda ledger: ledger.delivery(wanted))
    if row is None or place_of(row.destination) != call.place or row.what not in (What.DIGEST, What.RUN):
        raise Mistake(f"There is no delivery {wanted} here.", "/downlink status")
    return row


async def _dead_here(call: Call, desk: Desk) -> list[Delivery]:
    """List what failed in this channel, newest first, a delivery once."""
    place, channel = call.place, call.invocation.destination.channel
    rows = await desk.consult(
        lambda ledger: ledger.deliveries(place=place, channel=channel, stages=(Stage.DEAD,), limit=_LOOKED_AT)
    )
    first = {(row.owner, row.slot): row for row in rows if row.what in (What.DIGEST, What.RUN)}
    return list(first.values())
