"""``review``, ``approve``, ``reject``: digests that an editor looks at before they are posted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot import audit
from bot.commands.admin.common import GROUP
from bot.commands.admin.posting import DELIVERY, delivery_of
from bot.commands.desk import Desk
from bot.commands.registry import Call, Effect, command
from bot.delivery.all_rows import every
from bot.delivery.base import Ledger
from bot.delivery.values import Delivery, Stage
from bot.mistakes import Mistake
from bot.permissions import at_least, require
from bot.presenters import deliveries as presented
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.values import Role

REJECTED = "An editor decided against it."
_MOST = 100


@command(
    "review",
    "The digests that wait for approval, exactly as they would be posted.",
    DELIVERY,
    examples=("/downlink review", "/downlink review 15"),
    needs=Role.EDITOR,
    group=GROUP,
)
async def review(call: Call, desk: Desk) -> Reply:
    """Show one, or list those of the caller's channels."""
    given = call.get("delivery")
    found = [await _held(call, desk, given)] if given else await _waiting(call, desk)
    if len(found) != 1:
        return presented.waiting(found)
    row = found[0]
    number, subscription = row.edition, row.subscription
    edition = await desk.consult(lambda ledger: ledger.edition(number) if number else None)
    one = await desk.recall(lambda memory: memory.subscription(subscription) if subscription else None)
    if edition is None:
        raise Mistake(f"Delivery {row.id} has not been composed yet: look again in a minute.", "/downlink review")
    return presented.review(row, edition, one)


@command(
    "approve",
    "Let a digest that waits for approval be posted.",
    DELIVERY,
    examples=("/downlink approve 15",),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def approve(call: Call, desk: Desk) -> Reply:
    """Let it go."""
    row = await _decided("approve", call, desk, lambda ledger, row: ledger.release(row.id, call.now))
    return presented.approved(row, call.now)


@command(
    "reject",
    "Don't post a digest that waits for approval.",
    DELIVERY,
    examples=("/downlink reject 15",),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def reject(call: Call, desk: Desk) -> Reply:
    """Skip it."""
    row = await _decided("reject", call, desk, lambda ledger, row: ledger.drop(row.id, call.now, REJECTED))
    return presented.rejected(row)


async def _decided(verb: str, call: Call, desk: Desk, decide: Callable[[Ledger, Delivery], bool]) -> Delivery:
    """Do as an editor decides on a digest that waits, with a line in the audit log. Raises Mistake where it is late."""
    row = await _meant(call, desk)

    def work(memory: Memory) -> bool:
        done = decide(memory.ledger, row)
        if done:
            audit.note(memory, audit.of_delivery(verb, call.invocation.user, row, call.now))
        return done

    if not await desk.change(work):
        raise _too_late(row)
    return row


async def _meant(call: Call, desk: Desk) -> Delivery:
    """Find the one that is meant: by its number, or the only one that waits. Raises Mistake, NotAllowed."""
    given = call.get("delivery")
    if given:
        return await _held(call, desk, given)
    found = await _waiting(call, desk)
    if not found:
        raise Mistake("No digest waits for approval.", "/downlink status")
    if len(found) > 1:
        raise Mistake(f"{len(found)} digests wait for approval: say which.", f"/downlink review {found[0].id}")
    return found[0]


async def _held(call: Call, desk: Desk, given: str) -> Delivery:
    row = await delivery_of(call, desk, given)
    require(call.rights, Role.EDITOR, call.invocation.platform, row.destination.channel)
    if row.stage is not Stage.HELD:
        raise _too_late(row)
    return row


def _too_late(row: Delivery) -> Mistake:
    return Mistake(f"Delivery {row.id} does not wait for approval any more.", "/downlink review")


async def _waiting(call: Call, desk: Desk) -> Sequence[Delivery]:
    """List what waits in the channels that the caller is an editor of, first parts alone, newest first."""
    place = call.place
    rows = await desk.consult(lambda ledger: list(every(ledger, place=place, stages=(Stage.HELD,))))
    ours = [row for row in rows if not row.part and at_least(call.rights.at(row.destination.channel), Role.EDITOR)]
    return ours[:_MOST]
