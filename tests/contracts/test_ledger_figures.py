"""What figures, lists and retention ask of the ledger, on both engines."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.all_rows import every
from bot.delivery.base import Finished
from bot.delivery.values import Over, Stage, What
from bot.store.sql import SqlMemory
from tests.contracts.ledger import LEASE, NOW, compose, notice, sent

DAY = timedelta(days=1)


def posted(memory: SqlMemory, number: int, late: timedelta) -> None:
    """Post a digest of two messages, so late."""
    compose(memory.ledger, number, parts=2)
    for part in range(2):
        (claim,) = memory.ledger.claim("courier", NOW + late, LEASE, 1)
        memory.ledger.record([sent(claim, NOW + late, f"m{number}.{part}")])


def test_what_became_final_lately(memory: SqlMemory) -> None:
    """A delivery once, by its first message, newest first; how late what was sent was; what is open is not there."""
    ledger = memory.ledger
    posted(memory, 1, timedelta(seconds=3))
    posted(memory, 2, timedelta(minutes=2))
    ledger.write([notice(1)])
    (claim,) = ledger.claim("courier", NOW, LEASE, 5)
    ledger.record([Over(claim, Stage.DEAD, NOW + timedelta(minutes=1), "gone")])
    ledger.write([notice(2)])
    assert list(ledger.finished(NOW)) == [
        Finished("slack", What.DIGEST, Stage.SENT, timedelta(minutes=2)),
        Finished("slack", What.NOTICE, Stage.DEAD),
        Finished("slack", What.DIGEST, Stage.SENT, timedelta(seconds=3)),
    ]
    assert [each.what for each in ledger.finished(NOW + timedelta(seconds=30))] == [What.DIGEST, What.NOTICE]
    assert len(ledger.finished(NOW, limit=1)) == 1


def test_going_through_rows(memory: SqlMemory) -> None:
    """Newest first, each once, between two numbers, of one kind."""
    ledger = memory.ledger
    ledger.write([notice(number) for number in range(7)])
    numbers = [row.id for row in every(ledger)]
    assert numbers == sorted(numbers, reverse=True) and len(numbers) == 7
    between = every(ledger, before=numbers[1], after=numbers[-2])
    assert [row.id for row in between] == numbers[2:-2]
    assert len(ledger.deliveries(what=What.NOTICE)) == 7 and not ledger.deliveries(what=What.RUN)


def test_posted_digests_have_a_term_of_their_own(memory: SqlMemory) -> None:
    """Longer or shorter than that of other rows; the last of a subscription stays in any case."""
    ledger = memory.ledger
    for number in (1, 2):
        posted(memory, number, timedelta(seconds=number))
    ledger.note_told([row.id for row, _ in ledger.untold()])
    ledger.write([notice(1)])
    (claim,) = ledger.claim("courier", NOW, LEASE, 5)
    ledger.record([Over(claim, Stage.DEAD, NOW, "gone")])
    much_later, notices = NOW + 100 * DAY, {What.NOTICE}
    assert ledger.prune(much_later, posted_before=NOW - DAY) > 0
    assert {row.what for row in ledger.deliveries()}.isdisjoint(notices) and len(ledger.deliveries()) == 4
    assert ledger.prune(NOW - DAY, posted_before=much_later) == 0  # each is its subscription's last
    assert list(ledger.check()) == []
