"""Notices: to whom, of what, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.planning import MISSED
from bot.delivery.values import Delivery, NewDelivery, Stage, What
from bot.notices import SETTLED, TOLD_UNTIL, Noticed, unheard
from bot.replies import Destination
from bot.spans import plain
from bot.store.ledger.sql import SqlLedger
from bot.store.sql import SqlMemory
from bot.store.values import Installation, Place, State
from tests.bot.answers import NOW
from tests.bot.ledgers import DEAD, EDITION, HELD, digest_row, row, stocked

HERE = Place("slack", "T1")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[SqlMemory]:
    """Subscription 1 of C1 was made by anna; the bot was installed by owner."""
    with stocked(tmp_path, HERE, "C1", "C2") as made:
        made.put_installation(Installation(HERE, installed_by="owner", installed_at=NOW))
        yield made


def told(memory: SqlMemory) -> list[tuple[str, str]]:
    """List to whom which notices are on their way, oldest first: the first words of each."""
    rows = memory.ledger.deliveries(what=What.NOTICE, limit=100)[::-1]
    editions = [memory.ledger.edition(each.edition or 0) for each in rows]
    return [
        (each.destination.channel, plain(getattr(edition.messages[0].reply.blocks[0], "spans", ())))
        for each, edition in zip(rows, editions, strict=True)
        if edition is not None
    ]


def by(memory: SqlMemory, maker: str) -> None:
    """Say that somebody else made subscription 1."""
    one = memory.subscription(1)
    assert one is not None
    memory.put_subscription(replace(one, created_by=maker))


def test_what_failed_is_told_to_the_maker_once(memory: SqlMemory) -> None:
    """However often the courier comes back to it; again after it was tried again."""
    dead, notices = row(memory, DEAD), Noticed(memory)
    for _ in range(3):
        notices.dead(dead, "Slack says msg_too_long", NOW)
    says = "The digest of 12 Jul 2022, 07:30 could not be posted in #C1: Slack says msg_too_long."
    assert told(memory) == [("@anna", says)]
    notices.dead(replace(dead, attempts=dead.attempts + 3), "Slack says msg_too_long", NOW)
    assert told(memory) == [("@anna", says)] * 2
    (notice, _) = memory.ledger.deliveries(what=What.NOTICE)
    assert notice.destination == Destination("slack", "@anna", "T1") and notice.due_at == NOW


@pytest.mark.parametrize("maker", ["", "operator", "(forgotten)"])
def test_else_to_the_installer(memory: SqlMemory, maker: str) -> None:
    """Where nobody made it whom the platform knows."""
    by(memory, maker)
    Noticed(memory).dead(row(memory, DEAD), "why", NOW)
    assert [user for user, _ in told(memory)] == ["@owner"]


def test_else_to_nobody(memory: SqlMemory, capfd: pytest.CaptureFixture[str]) -> None:
    """The log has it."""
    from bot import log

    log.start("json")
    by(memory, "operator")
    memory.put_installation(Installation(HERE, installed_at=NOW))
    notices = Noticed(memory)
    notices.dead(row(memory, DEAD), "msg_too_long", NOW)
    notices.halted(HERE, "C1", "is_archived", NOW, None)
    said = capfd.readouterr().err
    assert told(memory) == [] and "Delivery 12 can't be posted: msg_too_long" in said
    assert said.count("Nobody in slack/T1 can be told") == 1


def test_of_whose_trouble_nobody_is_told(memory: SqlMemory) -> None:
    """What no user made where the installer is not known; nothing that is paused, nor what has a maker."""
    by(memory, "operator")
    ones, installed = memory.subscriptions(HERE), memory.installation(HERE)
    assert unheard(ones, installed) == [] and [one.id for one in unheard(ones, None)] == [1]
    assert unheard([replace(ones[0], state=State.PAUSED)], None) == []
    assert unheard([replace(ones[0], place=Place("terminal"))], None) == []


def test_nobody_is_told_of_messages_to_users(memory: SqlMemory) -> None:
    """Whoever can't be written to can't be told so; nor has an admin to know who follows what."""
    follow = Delivery(
        90, What.FOLLOW, "follow slack/T1/U1", "story 7", 0, Destination("slack", "@U1", "T1"), Stage.DEAD, "ab", NOW
    )
    Noticed(memory).dead(follow, "cannot_dm", NOW)
    Noticed(memory).halted(HERE, "@U1", "cannot_dm", NOW, follow)
    assert told(memory) == []


def test_a_stopped_channel(memory: SqlMemory) -> None:
    """To one person, once a stop, with what is to be done; a second stop is told again."""
    notices = Noticed(memory)
    for found in (row(memory, DEAD), None, None):
        notices.halted(HERE, "C1", "Slack says is_archived", NOW, found)
    assert told(memory) == [("@anna", "Nothing is posted in #C1 any more: Slack says is_archived.")]
    notices.halted(HERE, "C1", "Slack says is_archived", NOW + timedelta(days=1), None)
    assert len(told(memory)) == 2


def test_a_bot_that_was_removed_can_tell_nobody(memory: SqlMemory) -> None:
    """Of a whole installation only the log is told."""
    Noticed(memory).halted(HERE, "", "Slack says account_inactive", NOW, row(memory, DEAD))
    assert told(memory) == []


def test_what_waits_for_approval(memory: SqlMemory) -> None:
    """To the maker, once."""
    for _ in range(2):
        Noticed(memory).held(row(memory, HELD), EDITION, NOW)
    assert told(memory) == [("@anna", "Space news, the last 24 hours waits for approval, to go to #C1.")]


def missed(number: int, slot: str, subscription: int = 1) -> NewDelivery:
    made = digest_row(HERE, "C1", slot, subscription)
    return replace(made, owner=f"subscription {number}", stage=Stage.SKIPPED, reason=f"{MISSED}; the next one has it.")


def test_missed_runs(memory: SqlMemory) -> None:
    """One message a person for all that was missed, when all of it is written down; nothing of other skips; once."""
    ledger, notices = SqlLedger(memory._engine, clock=lambda: NOW), Noticed(memory)
    ledger.write([missed(n, f"2022-07-16 0{n}:30") for n in (3, 4)])
    assert notices.missed(NOW) == 0 and told(memory) == []
    ledger.write([missed(5, "2022-07-16 05:30"), replace(missed(6, "2022-07-16 06:30"), reason="In quiet hours.")])
    assert notices.missed(NOW + SETTLED / 2) == 0 and told(memory) == []
    ledger.write([missed(7, "2022-07-16 07:30")])
    assert notices.missed(NOW + SETTLED * 1.5) == 3
    assert told(memory) == [("@anna", "3 runs were missed.")]
    assert notices.missed(NOW + SETTLED * 3) == 1 and len(told(memory)) == 2  # an outage of its own
    assert [notices.missed(NOW + SETTLED * n) for n in (4, 5)] == [0, 0] and len(told(memory)) == 2


def test_missed_runs_after_a_crash(memory: SqlMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written, and then killed before it is noted how far that was: told once all the same."""
    ledger = SqlLedger(memory._engine, clock=lambda: NOW)
    ledger.write([missed(3, "2022-07-16 03:30")])
    with monkeypatch.context() as dying:
        dying.setattr(SqlLedger, "keep", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        notices = Noticed(memory)
        notices.missed(NOW)
        with pytest.raises(KeyboardInterrupt):
            notices.missed(NOW + SETTLED)
    again = Noticed(memory)
    assert [again.missed(NOW + SETTLED * n) for n in (1, 2)] == [0, 1] and len(told(memory)) == 1


def test_old_misses_are_no_news(memory: SqlMemory) -> None:
    """When it is looked for the first time, only the last days count; how far that was is kept now and then."""
    ledger, notices = SqlLedger(memory._engine, clock=lambda: NOW - timedelta(days=4)), Noticed(memory)
    ledger.write([missed(n, f"2022-07-12 {n}") for n in range(20, 1100)])
    assert [notices.missed(NOW + SETTLED * n) for n in (0, 1)] == [0, 0] and told(memory) == []
    assert int(memory.ledger.kept(TOLD_UNTIL) or 0) == memory.ledger.deliveries(limit=1)[0].id


def test_a_terminal_has_no_direct_messages(tmp_path: Path) -> None:
    """The log and the status have it."""
    with stocked(tmp_path) as memory:
        Noticed(memory).dead(row(memory, DEAD), "why", NOW)
        assert told(memory) == []
