"""What the ledger owes, on every engine: planning, claims, records."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.delivery.values import UNPLANNED, Due, NewDelivery, Over, Plan, Sent, Stage, Unsure, Waiting, What
from bot.store.sql import SqlMemory
from bot.store.values import State
from tests.contracts.ledger import (
    HERE,
    LEASE,
    MINUTE,
    NOW,
    SUBSCRIPTION,
    TO_HERE,
    TO_THERE,
    compose,
    notice,
    row,
    sent,
    take,
)


def daily(due: Due) -> Plan:
    """Write today's row and go on tomorrow."""
    one = due.subscription
    made = NewDelivery(What.DIGEST, f"subscription {one.id}", "today", TO_HERE, NOW, subscription=one.id)
    return Plan(one.id, NOW + timedelta(days=1), NOW, [made])


def test_a_new_subscription_is_due_at_once_and_then_at_its_next_run(memory: SqlMemory) -> None:
    """What decides on it comes with it; afterwards nothing is due."""
    ledger, seen = memory.ledger, []
    number = memory.add_subscription(SUBSCRIPTION)
    memory.add_subscription(replace(SUBSCRIPTION, state=State.PAUSED))
    memory.put_settings(HERE, {"quiet": "22:00-07:00 delay"})

    def decide(due: Due) -> Plan:
        seen.append(due)
        return daily(due)

    assert ledger.plan(NOW, decide) == (1, 1)
    assert seen == [Due(memory.subscription(number), UNPLANNED, None, {"quiet": "22:00-07:00 delay"})]  # type: ignore[arg-type]
    assert ledger.plan(NOW, decide) == (0, 0)
    assert ledger.runs([number])[number] == (None, NOW + timedelta(days=1), NOW)
    assert ledger.plan(NOW + timedelta(days=1), decide) == (1, 0)  # the row is there already
    assert seen[1].next_run_at == NOW + timedelta(days=1) and seen[1].covered_until == NOW


def test_a_claim_is_one_workers_until_its_lease_ends(memory: SqlMemory) -> None:
    """Then it is uncertain, and the first one may record no more."""
    ledger = memory.ledger
    ledger.write([notice(1)])
    claim = take(ledger)
    assert (claim.delivery.stage, claim.delivery.attempts, claim.lease_until) == (Stage.SENDING, 1, NOW + LEASE)
    assert not ledger.claim("other", NOW + LEASE, LEASE, 10) and not ledger.uncertain("other", NOW + MINUTE, LEASE, 10)
    (second,) = ledger.uncertain("other", NOW + LEASE, LEASE, 10)
    assert second.uncertain and second.fence == claim.fence + 1 and second.delivery.attempts == 1
    assert ledger.record([sent(claim)]) == [False]
    assert ledger.record([sent(second)]) == [True]
    assert ledger.record([sent(second), sent(second, message="m2")]) == [True, False]
    done = ledger.delivery(claim.delivery.id)
    assert done is not None and (done.stage, done.message_id, done.finished_at) == (Stage.SENT, "m1", NOW)
    assert ledger.check() == []


def test_parts_go_one_after_the_other(memory: SqlMemory) -> None:
    """Each when the one before it is SENT, in the thread that this opened."""
    ledger = memory.ledger
    compose(ledger, parts=3)
    first = take(ledger)
    assert first.delivery.part == 0 and ledger.claim("c", NOW, LEASE, 10) == []
    ledger.record([Sent(first, "m0", NOW, thread="t")])
    second = take(ledger)
    assert second.delivery.part == 1 and second.delivery.destination.thread == "t"
    ledger.record([sent(second, message="m1")])
    third = take(ledger)
    assert third.delivery.part == 2 and third.delivery.destination.thread == "t"
    ledger.record([Over(third, Stage.DEAD, NOW, "refused")])
    assert [each.stage for each in ledger.deliveries()] == [Stage.DEAD, Stage.SENT, Stage.SENT]
    assert ledger.check() == []


def test_waiting_and_unsure(memory: SqlMemory) -> None:
    """The one is pending again at its time, the other stays sending till it is looked at."""
    ledger = memory.ledger
    ledger.write([notice(1)])
    ledger.record([Waiting(take(ledger), NOW + MINUTE, "slow down", refused=True)])
    assert ledger.claim("c", NOW, LEASE, 10) == []
    again = take(ledger, NOW + MINUTE)
    assert (again.delivery.refusals, again.delivery.attempts, again.delivery.error) == (1, 2, "slow down")
    assert again.delivery.due_at == NOW and again.delivery.first_try_at == NOW
    ledger.record([Unsure(again, NOW + 3 * MINUTE, "no answer")])
    assert ledger.uncertain("c", NOW + 2 * MINUTE, LEASE, 10) == []
    assert len(ledger.uncertain("c", NOW + 3 * MINUTE, LEASE, 10)) == 1


def test_only_the_platforms_named(memory: SqlMemory) -> None:
    """None named: all, soonest first."""
    ledger = memory.ledger
    ledger.write([notice(1, NOW - MINUTE, TO_HERE), notice(2, NOW - 2 * MINUTE, TO_THERE), notice(3, NOW + MINUTE)])
    assert [c.delivery.slot for c in ledger.claim("c", NOW, LEASE, 1, platforms=["slack"])] == ["key 1"]
    ledger.write([notice(4, NOW - 3 * MINUTE)])
    assert [c.delivery.slot for c in ledger.claim("c", NOW, LEASE, 5)] == ["key 4", "key 2"]


@pytest.mark.parametrize("due_at", [NOW, NOW + MINUTE])
def test_composing_is_claimed_ahead(memory: SqlMemory, due_at: datetime) -> None:
    """By one; when the lease ends, by another, and the first one's edition is refused."""
    ledger = memory.ledger
    ledger.write([row(1, due_at)])
    (claim,) = ledger.to_compose("a", NOW, MINUTE, LEASE, 5)
    assert ledger.to_compose("b", NOW + MINUTE, MINUTE, LEASE, 5) == []
    (second,) = ledger.to_compose("b", NOW + LEASE, MINUTE, LEASE, 5)
    assert not ledger.over(Over(claim, Stage.SKIPPED, NOW, "nothing new"))
    assert ledger.over(Waiting(second, NOW + 5 * MINUTE, "busy"))
    assert ledger.to_compose("b", NOW + 4 * MINUTE, MINUTE, LEASE, 5) == []
    (third,) = ledger.to_compose("b", NOW + 5 * MINUTE, MINUTE, LEASE, 5)
    assert ledger.over(Over(third, Stage.SKIPPED, NOW, "nothing new"))
    assert [(d.stage, d.error) for d in ledger.deliveries()] == [(Stage.SKIPPED, "nothing new")]
