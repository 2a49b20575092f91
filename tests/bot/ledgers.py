"""A memory on a database whose ledger has deliveries in every state, for what commands and pages show of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.delivery.destinations import in_channel
from bot.delivery.values import Claim, Delivery, Edition, Message, NewDelivery, Over, Part, Sent, Stage, Told, What
from bot.presenters import digests
from bot.store.sql import SqlMemory, open_memory
from bot.store.values import Place
from digests.model import Window
from tests.bot import answers
from tests.bot.answers import NOW
from tests.bot.memory import TERMINAL, seed

LEASE = timedelta(minutes=2)
DEAD, HELD = 12, 15  # the numbers that commands' examples have
SLOTS = [f"2022-07-{day:02} 07:30" for day in range(1, 16)]
EDITION = Edition(
    "key", "Space news, the last 24 hours", Window(NOW - timedelta(days=1), NOW),
    (Message(digests.digest(answers.digest(), zone=UTC)),), (Told(7, ("a1",), ("S.",)),), NOW,
)  # fmt: skip


@contextmanager
def stocked(folder: Path, place: Place = TERMINAL, channel: str = "test", other: str = "other") -> Iterator[SqlMemory]:
    """Open a seeded memory: of subscription 1 numbers 1 to 11 are posted, 12 failed, 13 and 14 skipped, 15 is held."""
    memory = open_memory(f"sqlite:///{folder / 'stocked.db'}")
    try:
        seed(memory, place, channel, other=other)
        memory.ledger.write([digest_row(place, channel, slot) for slot in SLOTS])
        number = memory.ledger.keep_edition(EDITION)
        for claim in sorted(claims(memory), key=lambda each: each.delivery.id):
            memory.ledger.composed(claim, number, [Part(0, 0)], held=claim.delivery.id == HELD)
        _end(memory)
        yield memory
    finally:
        memory.close()


def digest_row(place: Place, channel: str, slot: str, subscription: int = 1, due: datetime = NOW) -> NewDelivery:
    """Make a digest that is due."""
    return NewDelivery(
        What.DIGEST, f"subscription {subscription}", slot, in_channel(place, channel), due, subscription=subscription,
        window=EDITION.window,
    )  # fmt: skip


def claims(memory: SqlMemory) -> list[Claim]:
    """Claim all that is to be composed."""
    return list(memory.ledger.to_compose("composer", NOW, LEASE, LEASE, 100))


def _end(memory: SqlMemory) -> None:
    for claim in memory.ledger.claim("courier", NOW, LEASE, 100):
        number = claim.delivery.id
        if number < DEAD:
            memory.ledger.record([Sent(claim, f"m{number}", NOW - timedelta(hours=15 - number))])
        else:
            stage = Stage.DEAD if number == DEAD else Stage.SKIPPED
            memory.ledger.record([Over(claim, stage, NOW, "Slack says msg_too_long" if number == DEAD else "Empty.")])


def row(memory: SqlMemory, number: int) -> Delivery:
    """Look a row up that is there."""
    found = memory.ledger.delivery(number)
    assert found is not None
    return found



