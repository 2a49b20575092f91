"""What the suites over the ledger share: rows, editions, and how one walks through its stages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.blocks import Paragraph
from bot.delivery.values import Claim, Edition, Message, NewDelivery, Part, Sent, Told, What
from bot.replies import Destination, Kind, Reply
from bot.spans import Text
from bot.store.ledger.sql import SqlLedger
from bot.store.values import Place, Subscription
from digests.model import Window

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LEASE = timedelta(minutes=2)
HERE, THERE = Place("slack", "T1"), Place("discord", "9")
TO_HERE, TO_THERE = Destination("slack", "C1", "T1"), Destination("discord", "77", "9")
BODY = Reply(Kind.NOTE, "A notice", (Paragraph((Text("Words."),)),))
WINDOW = Window(NOW - timedelta(days=1), NOW)
SUBSCRIPTION = Subscription(HERE, "C1", "daily 08:00", "UTC", created_by="anna", created_at=NOW)
EDITION = Edition("key 1", "Digest", WINDOW, (Message(BODY), Message(BODY, True)), (Told(7, ("a",), ("S.",)),), NOW)


def row(number: int, due_at: datetime = NOW, to: Destination = TO_HERE) -> NewDelivery:
    """Make a digest that is to be composed."""
    return NewDelivery(What.DIGEST, f"subscription {number}", "2026-03-02 08:00", to, due_at, subscription=number,
                       window=WINDOW)  # fmt: skip


def notice(number: int, due_at: datetime = NOW, to: Destination = TO_HERE) -> NewDelivery:
    """Make one that is ready to go."""
    owner = f"notice {to.platform}/{to.installation}"
    return NewDelivery(What.NOTICE, owner, f"key {number}", to, due_at, body=BODY)


def compose(ledger: SqlLedger, number: int = 1, parts: int = 1, held: bool = False) -> Claim:
    """Write a digest and give it its edition."""
    ledger.write([row(number)])
    edition = ledger.keep_edition(replace(EDITION, key=f"key {number}"))
    (claim,) = ledger.to_compose("composer", NOW, MINUTE, LEASE, 1)
    assert ledger.composed(claim, edition, [Part(0, part) for part in range(parts)], held=held)
    return claim


def take(ledger: SqlLedger, now: datetime = NOW) -> Claim:
    """Claim the one row that is due."""
    (claim,) = ledger.claim("courier", now, LEASE, 10)
    return claim


def sent(claim: Claim, at: datetime = NOW, message: str = "m1") -> Sent:
    """Say that it was posted."""
    return Sent(claim, message, at)
