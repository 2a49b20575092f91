"""The ledger's contract, over every engine: what a channel is about to have."""

from __future__ import annotations

from dataclasses import replace

from bot.delivery.values import Over, Part, Stage
from bot.store.sql import SqlMemory
from tests.contracts.ledger import EDITION, LEASE, MINUTE, NOW, SUBSCRIPTION, TO_HERE, TO_THERE, row, sent


def test_what_is_composed_and_not_posted_is_promised(memory: SqlMemory) -> None:
    """Of all subscriptions of a channel, held ones too; not what is posted, skipped, or of another channel."""
    ledger = memory.ledger
    numbers = [memory.add_subscription(SUBSCRIPTION) for _ in range(4)]
    other = memory.add_subscription(replace(SUBSCRIPTION, channel="C2"))
    where = replace(TO_HERE, channel="C2")
    ledger.write([*(row(number) for number in numbers), row(other, to=where)])
    assert ledger.promised([TO_HERE, where, TO_THERE]) == {}
    claims = {claim.delivery.subscription: claim for claim in ledger.to_compose("w", NOW, MINUTE, LEASE, 9)}
    made = {number: ledger.keep_edition(replace(EDITION, key=f"key {number}")) for number in claims if number}
    assert ledger.composed(claims[numbers[0]], made[numbers[0]], [Part(0, 0), Part(0, 1)])
    assert ledger.composed(claims[numbers[1]], made[numbers[1]], [Part(0, 0)], held=True)
    assert ledger.composed(claims[numbers[2]], made[numbers[2]], [Part(0, 0)])
    assert ledger.over(Over(claims[numbers[3]], Stage.SKIPPED, NOW, "No news."))
    assert ledger.composed(claims[other], made[other], [Part(0, 0)])
    mine = [made[number] for number in numbers[:3]]
    assert ledger.promised([TO_HERE, where]) == {TO_HERE: mine, where: [made[other]]}
    claimed = ledger.claim("w", NOW, LEASE, 9)
    assert list(ledger.promised([TO_HERE])[TO_HERE]) == mine  # perhaps posted
    while claimed:
        ledger.record([sent(claim, message=f"m{claim.delivery.id}") for claim in claimed])
        claimed = ledger.claim("w", NOW, LEASE, 9)
    assert ledger.promised([TO_HERE, where]) == {TO_HERE: [made[numbers[1]]]}
