"""One of several processes at one ledger: plans, claims, loses some of what it claimed, takes over, records.

    python -m tests.contracts.ledger_worker URL NAME

Prints what it did as JSON: subscriptions planned, claims as [delivery, fence], and deliveries whose record was taken.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.delivery.values import Claim, Due, NewDelivery, Plan, What
from bot.store.ledger.sql import SqlLedger
from bot.store.sql import open_memory
from tests.contracts.ledger import BODY, LEASE, NOW, TO_HERE, sent


def decide(due: Due) -> Plan:
    """Give each subscription one row, ready to go."""
    number = due.subscription.id
    made = NewDelivery(What.RUN, f"subscription {number}", "slot", TO_HERE, NOW, subscription=number, body=BODY)
    return Plan(number, NOW + timedelta(days=1), NOW, [made])


def work(ledger: SqlLedger, name: str) -> dict[str, Any]:
    """Do everything that there is to do, in an order of one's own."""
    chance = random.Random(name)
    planned = 0
    claims: list[Claim] = []
    done: list[int] = []

    def record(some: Sequence[Claim]) -> None:
        claims.extend(some)
        kept = [claim for claim in some if chance.random() < 0.7]  # the others are lost, as by a death
        answers = ledger.record([sent(claim, message=f"m{claim.delivery.id}") for claim in kept])
        done.extend(claim.delivery.id for claim, taken in zip(kept, answers, strict=True) if taken)

    while tally := ledger.plan(NOW, decide, limit=chance.randrange(1, 9)).planned:
        planned += tally
        record(ledger.claim(name, NOW, LEASE, chance.randrange(1, 9)))
    for turn in range(1, 40):
        now = NOW + turn * LEASE
        while some := ledger.claim(name, now, LEASE, chance.randrange(1, 9)):
            record(some)
        while some := ledger.uncertain(name, now, LEASE, chance.randrange(1, 9)):
            record(some)
    return {"planned": planned, "claims": [[c.delivery.id, c.fence] for c in claims], "done": done}


def main() -> None:
    """Open the ledger, work, print."""
    memory = open_memory(sys.argv[1], busy_timeout=30)
    print(json.dumps(work(memory.ledger, sys.argv[2])))
    memory.close()


if __name__ == "__main__":
    main()
