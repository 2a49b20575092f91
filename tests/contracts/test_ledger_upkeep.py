"""What the ledger owes, on every engine: what people decide, limits, what is found, what goes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.delivery.base import Halt
from bot.delivery.values import UNPLANNED, Claim, Due, NewDelivery, Over, Part, Plan, Sent, Stage, Waiting, What
from bot.replies import Destination
from bot.store.ledger.clearing import NOTICE_TERM
from bot.store.ledger.sql import SqlLedger
from bot.store.records import FORGOTTEN
from bot.store.sql import SqlMemory
from bot.store.values import Installation, State
from tests.contracts.ledger import (
    BODY,
    EDITION,
    HERE,
    LEASE,
    MINUTE,
    NOW,
    SUBSCRIPTION,
    THERE,
    TO_HERE,
    TO_THERE,
    compose,
    notice,
    row,
    sent,
    take,
)

LATER = NOW + timedelta(days=100)


@pytest.fixture
def ledger(memory: SqlMemory) -> SqlLedger:
    """Give an empty ledger, an engine at a time."""
    return memory.ledger


def stages(ledger: SqlLedger) -> list[Stage]:
    """List all states, by part."""
    return [each.stage for each in reversed(ledger.deliveries())]


def test_what_is_held_waits_for_an_editor(ledger: SqlLedger) -> None:
    """Then all of its parts go; what was dropped never does."""
    number = compose(ledger, parts=2, held=True).delivery.id
    assert ledger.claim("c", LATER, LEASE, 10) == [] and ledger.next_moment() is None and ledger.check() == []
    assert ledger.release(number, NOW + MINUTE) and not ledger.release(number, NOW) and ledger.check() == []
    assert ledger.claim("c", NOW, LEASE, 10) == []
    claim = take(ledger, NOW + MINUTE)
    assert not ledger.drop(number, NOW, "no")
    ledger.record([sent(claim)])
    assert take(ledger).delivery.part == 1
    other = compose(ledger, 2, parts=2, held=True).delivery.id
    assert ledger.drop(other, NOW, "An editor said no.") and not ledger.release(other, NOW)
    assert stages(ledger)[2:] == [Stage.SKIPPED, Stage.SKIPPED] and ledger.check() == []


def test_a_dead_delivery_goes_again_from_its_first_dead_part(ledger: SqlLedger) -> None:
    """With the parts after it, refusals at 0 and the same marker; one that lives does not."""
    compose(ledger, parts=3)
    ledger.record([Sent(take(ledger), "m0", NOW, thread="t")])
    second = take(ledger)
    assert ledger.redeliver([second.delivery.id], NOW) == []
    ledger.record([Waiting(second, NOW, "no", refused=True)])
    second = take(ledger)
    ledger.record([Over(second, Stage.DEAD, NOW, "refused")])
    assert stages(ledger) == [Stage.SENT, Stage.DEAD, Stage.DEAD]
    third = ledger.deliveries()[0].id
    assert ledger.redeliver([third, 999], NOW) == [third]
    again = take(ledger)
    assert (again.delivery.part, again.delivery.refusals, again.delivery.error) == (1, 0, "")
    assert again.delivery.marker == second.delivery.marker and again.delivery.destination.thread == "t"
    ledger.record([sent(again)])
    assert take(ledger).delivery.part == 2 and ledger.check() == []


def test_what_died_uncomposed_is_composed_again(ledger: SqlLedger) -> None:
    """Redelivering begins where it ended."""
    ledger.write([row(1)])
    (claim,) = ledger.to_compose("a", NOW, MINUTE, LEASE, 1)
    ledger.over(Over(claim, Stage.DEAD, NOW, "can't"))
    assert ledger.redeliver([claim.delivery.id], NOW) == [claim.delivery.id]
    assert len(ledger.to_compose("a", NOW, MINUTE, LEASE, 1)) == 1 and ledger.check() == []


def test_a_halt_ends_what_waits_and_what_comes(ledger: SqlLedger) -> None:
    """In the channel, or in the whole installation; elsewhere nothing changes. What is uncertain is still looked at."""
    ledger.write([notice(1), notice(2), notice(3, to=TO_THERE), row(4)])
    (sending,) = ledger.claim("c", NOW, LEASE, 1)
    assert ledger.halt(HERE, "C1", "gone", NOW) and not ledger.halt(HERE, "C1", "other", NOW)
    assert ledger.halts() == ledger.halts(HERE) == [Halt(HERE, "C1", "gone", NOW)] and ledger.halts(THERE) == []
    assert stages(ledger) == [Stage.SENDING, Stage.DEAD, Stage.PENDING, Stage.DEAD]
    ledger.write([notice(5), row(6)])
    assert [c.delivery.slot for c in ledger.claim("c", NOW, LEASE, 10)] == ["key 3"]
    assert ledger.to_compose("c", NOW, MINUTE, LEASE, 10) == []
    assert stages(ledger)[4:] == [Stage.DEAD, Stage.DEAD] and ledger.deliveries()[0].error == "gone"
    assert [c.delivery.id for c in ledger.uncertain("c", NOW + LEASE, LEASE, 10, platforms=["slack"])] == [
        sending.delivery.id
    ]
    assert ledger.unhalt(HERE, "C1") and not ledger.unhalt(HERE, "C1")
    ledger.write([notice(7)])
    assert take(ledger).delivery.slot == "key 7"
    assert ledger.halt(THERE, "", "removed", NOW)
    ledger.write([notice(8, to=TO_THERE)])
    assert ledger.claim("c", NOW, LEASE, 10) == [] and ledger.check() == []


def test_a_planner_sees_what_is_halted(memory: SqlMemory) -> None:
    """The installation's reason first."""
    memory.add_subscription(SUBSCRIPTION)
    memory.ledger.halt(HERE, "C1", "channel gone", NOW)
    memory.ledger.halt(HERE, "", "bot gone", NOW)
    dues: list[Due] = []

    def decide(due: Due) -> Plan:
        dues.append(due)
        return Plan(due.subscription.id, None)

    memory.ledger.plan(NOW, decide)
    assert [due.halted for due in dues] == ["bot gone"]
    assert memory.ledger.check() == ["1 active subscriptions have no next run."]


def test_an_edit_keeps_the_next_run_unless_the_timetable_changes(memory: SqlMemory) -> None:
    """Paused: none; resumed, moved or retimed: sought anew, from then."""
    ledger = memory.ledger
    number = memory.add_subscription(SUBSCRIPTION)
    tomorrow = NOW + timedelta(days=1)
    ledger.plan(NOW, lambda due: Plan(due.subscription.id, tomorrow, NOW))

    def put(**changes: object) -> tuple[datetime | None, datetime | None]:
        memory.put_subscription(replace(SUBSCRIPTION, id=number, **changes))  # type: ignore[arg-type]
        stored = memory.subscription(number)
        assert stored is not None
        return ledger.runs([number])[number].next_run_at, stored.changed_at

    assert put(stories=3, changed_at=LATER) == (tomorrow, NOW)
    assert put(state=State.PAUSED, changed_at=LATER) == (None, LATER)
    assert put(state=State.ACTIVE, changed_at=tomorrow) == (UNPLANNED, tomorrow)
    for change in ({"when": "hourly"}, {"zone": "Asia/Tokyo"}, {"channel": "C2"}):
        ledger.plan(NOW, lambda due: Plan(due.subscription.id, tomorrow))
        assert put(changed_at=LATER, **change) == (UNPLANNED, LATER)
        put()


def test_planning_anew(memory: SqlMemory) -> None:
    """What runs later than then runs then; what is due before, paused or new stays."""
    ledger = memory.ledger
    ids = [memory.add_subscription(SUBSCRIPTION) for _ in range(3)]
    ledger.plan(NOW, lambda due: Plan(due.subscription.id, NOW + due.subscription.id * MINUTE), limit=2)
    since = NOW + (ids[0] + 0.5) * MINUTE
    assert ledger.replan(since) == 1
    assert [ledger.runs(ids)[each].next_run_at for each in ids] == [NOW + ids[0] * MINUTE, since, UNPLANNED]


def test_notes_are_kept(ledger: SqlLedger) -> None:
    """The last one of each key."""
    assert ledger.kept("tzdata") is None
    ledger.keep("tzdata", "2026a")
    ledger.keep("tzdata", "2026b")
    assert ledger.kept("tzdata") == "2026b"


def test_reservations_are_one_queue(ledger: SqlLedger) -> None:
    """Never before now, the one before, or a block; a later block stays, another key is free."""
    assert _near(ledger.reserve("discord", 50, 0.02, NOW), NOW)
    assert _near(ledger.reserve("discord", 1, 0.02, NOW), NOW + timedelta(seconds=1))
    assert _near(ledger.reserve("discord", 1, 0.02, NOW + MINUTE / 2), NOW + MINUTE / 2)
    ledger.block("discord", NOW + 5 * MINUTE)
    ledger.block("discord", NOW + 2 * MINUTE)
    assert _near(ledger.reserve("discord", 2, 1, NOW), NOW + 5 * MINUTE)
    assert _near(ledger.reserve("slack/T1", 1, 1, NOW), NOW)
    (key, until), = ledger.blocks(NOW).items()
    assert key == "discord" and _near(until, NOW + 5 * MINUTE) and ledger.blocks(NOW + 6 * MINUTE) == {}


def test_a_clock_set_back_stalls_nobody(ledger: SqlLedger) -> None:
    """A reservation far ahead was made before the change."""
    ledger.reserve("slack/T1", 1, 1, NOW + 10 * MINUTE)
    assert _near(ledger.reserve("slack/T1", 1, 1, NOW), NOW)


def _near(one: datetime, other: datetime) -> bool:
    """Tell whether they are the same but for the time that the server's and our clock took to be read."""
    return abs(one - other) < timedelta(seconds=0.25)


def test_a_limit_is_shared_by_those_who_live(ledger: SqlLedger) -> None:
    """Each knows which of how many it is; who does not come again is let go."""
    lease = timedelta(seconds=8)
    assert ledger.share("discord", "a", NOW, lease) == (0, 1)
    assert ledger.share("discord", "b", NOW + timedelta(seconds=1), lease) == (1, 2)
    assert ledger.share("slack", "b", NOW, lease) == (0, 1)
    assert ledger.share("discord", "a", NOW + timedelta(seconds=6), lease) == (0, 2)
    assert ledger.share("discord", "a", NOW + timedelta(seconds=10), lease) == (0, 1)
    assert ledger.share("discord", "b", NOW + timedelta(seconds=11), lease) == (1, 2)
    ledger.leave("discord", "a")
    assert ledger.share("discord", "b", NOW + timedelta(seconds=12), lease) == (0, 1)


def test_invalid_answers_are_counted_in_a_window(ledger: SqlLedger) -> None:
    """By key; old ones drop out."""
    window = 10 * MINUTE
    assert [ledger.count_invalid("discord", NOW + n * 4 * MINUTE, window, 2) for n in range(4)] == [2, 4, 6, 6]
    assert ledger.count_invalid("discord", NOW + 12 * MINUTE, window, 0) == 6
    assert ledger.count_invalid("slack", NOW, window) == 1


def test_what_was_posted_is_told_once(ledger: SqlLedger) -> None:
    """First parts with their editions, oldest first; a notice tells nothing."""
    ledger.write([notice(9)])
    ledger.record([sent(take(ledger), message="n")])
    compose(ledger, 1, parts=2)
    first = take(ledger)
    ledger.record([sent(first)])
    ledger.record([sent(take(ledger), message="m2")])
    ((told, edition),) = ledger.untold()
    assert told.id == first.delivery.id and edition.told == EDITION.told and edition.messages == EDITION.messages
    ledger.note_told([told.id])
    assert ledger.untold() == []


def test_what_is_to_be_published(ledger: SqlLedger) -> None:
    """What said so, when its time has come, until it is noted."""
    ledger.write([notice(1, to=TO_THERE), notice(2)])
    for claim in ledger.claim("c", NOW, LEASE, 5):
        ledger.record([Sent(claim, claim.delivery.slot, NOW, publish=claim.delivery.slot == "key 1")])
    (one,) = ledger.to_publish(NOW)
    ledger.note_published(one.id, NOW + MINUTE)
    assert ledger.to_publish(NOW) == [] and ledger.to_publish(NOW + MINUTE) == [one] and ledger.check() == []
    ledger.note_published(one.id)
    assert ledger.to_publish(LATER) == []


def test_editions_are_stored_once(ledger: SqlLedger) -> None:
    """By key; they come back as they were."""
    number = ledger.keep_edition(EDITION)
    assert ledger.keep_edition(replace(EDITION, title="Other")) == number
    assert ledger.edition(number) == ledger.edition_with("key 1") == replace(EDITION, id=number)
    assert ledger.edition(number + 1) is None and ledger.edition_with("key 2") is None


def test_posted_editions_are_public_once(ledger: SqlLedger) -> None:
    """Newest first, by place, before a moment, of a story, or one; nothing that was not posted."""
    for number in (1, 2, 3):
        compose(ledger, number)
    claims = ledger.claim("c", NOW, LEASE, 5)
    ledger.record([sent(claim, NOW + n * MINUTE, f"m{n}") for n, claim in enumerate(claims[:2])])
    shown = ledger.posted_editions([HERE, THERE])
    assert [d.subscription for d, _ in shown] == [2, 1] and ledger.posted_editions([THERE]) == []
    assert ledger.posted_editions([HERE], before=NOW + MINUTE) == shown[1:]
    assert ledger.posted_editions([HERE], limit=1) == shown[:1] and ledger.posted_editions([]) == []
    assert ledger.posted_editions([HERE], story=7) == shown and ledger.posted_editions([HERE], story=8) == []
    assert ledger.posted_editions([HERE], edition=shown[0][1].id) == shown[:1]


def test_a_line_without_news_is_no_posted_edition(ledger: SqlLedger) -> None:
    """It is left out where editions are listed; who asks for that very one finds it."""
    ledger.write([row(1)])
    number = ledger.keep_edition(replace(EDITION, key="nothing", told=()))
    (claim,) = ledger.to_compose("composer", NOW, MINUTE, LEASE, 1)
    assert ledger.composed(claim, number, [Part(0, 0)], held=False)
    ledger.record([sent(take(ledger))])
    assert ledger.posted_editions([HERE]) == []
    assert [one.id for _, one in ledger.posted_editions([HERE], edition=number)] == [number]


def test_questions(ledger: SqlLedger) -> None:
    """Lists by any part of it, counts, the longest-waiting one, the next moment."""
    assert ledger.next_moment() is None and ledger.oldest_due(LATER) is None
    ledger.write([notice(1, NOW + MINUTE), row(2, NOW), notice(3, NOW + 2 * MINUTE, TO_THERE)])
    assert ledger.next_moment() == NOW
    assert ledger.oldest_due(NOW - MINUTE) is None and ledger.oldest_due(LATER) == NOW
    assert [d.slot for d in ledger.deliveries(place=HERE, channel="C1", limit=1, offset=1)] == ["key 1"]
    assert [d.what for d in ledger.deliveries(subscription=2)] == [What.DIGEST]
    assert len(ledger.deliveries(stages=[Stage.PENDING])) == 3 and ledger.deliveries(stages=[Stage.SENT]) == []
    assert ledger.counts()[Stage.PENDING] == 3 and ledger.counts(THERE)[Stage.PENDING] == 1
    assert ledger.counts()[Stage.DEAD] == 0 and ledger.delivery(999) is None


def test_a_row_is_written_once(ledger: SqlLedger) -> None:
    """Whoever writes it again; one that is skipped is final at once."""
    skipped = NewDelivery(What.DIGEST, "subscription 1", "s", TO_HERE, NOW, Stage.SKIPPED, 1, reason="Quiet hours.")
    assert ledger.write([skipped, notice(1)]) == 2 and ledger.write([skipped, notice(1), notice(2)]) == 1
    one = ledger.deliveries(stages=[Stage.SKIPPED])[0]
    assert one.error == "Quiet hours." and one.finished_at is not None and ledger.check() == []


def test_pruning_keeps_what_decides(memory: SqlMemory) -> None:
    """The last of a subscription, what was not told, notices in their term, what is not over."""
    ledger = memory.ledger
    compose(ledger, 1, parts=2)
    ledger.record([sent(take(ledger))])
    ledger.record([sent(take(ledger), message="m2")])
    ledger.write([notice(1)])
    ledger.record([sent(take(ledger), message="n")])
    assert ledger.prune(LATER) == 2  # a notice, long past its term, and its edition
    ledger.write([replace(row(1), slot="later", stage=Stage.SKIPPED, reason="Nothing new.")])
    assert ledger.prune(LATER + timedelta(days=3650)) == 0  # untold
    ledger.note_told([ledger.untold()[0][0].id])
    ledger.write([notice(2), notice(3)])
    ledger.record([sent(take_first(ledger), message="n2")])
    assert ledger.prune(NOW + NOTICE_TERM) == 3  # both parts and their edition
    assert sorted(d.slot for d in ledger.deliveries()) == ["key 2", "key 3", "later"]
    assert ledger.edition_with("key 1") is None and ledger.check() == []


def test_pruning_some_at_a_time(ledger: SqlLedger) -> None:
    """All that is old goes in the end, whatever stays before and between; each call bounds what it deletes."""
    skipped = replace(row(1), stage=Stage.SKIPPED, reason="Nothing new.")
    ledger.write([replace(skipped, subscription=None, slot=f"{n}", due_at=NOW) for n in range(7)])
    ledger.write([replace(skipped, owner=f"subscription {n}", subscription=n) for n in (2, 3)])
    assert [ledger.prune(LATER, 3) for _ in range(4)] == [3, 3, 1, 0]
    assert ledger.prune(LATER, 3) == 0 and len(ledger.deliveries()) == 2
    ledger.write([replace(skipped, owner="subscription 2", slot="later", subscription=2)])
    assert ledger.prune(LATER, 3) == 1 and ledger.check() == []


def take_first(ledger: SqlLedger) -> Claim:
    """Claim one of several."""
    return ledger.claim("c", NOW, LEASE, 1)[0]


def test_forgetting(memory: SqlMemory) -> None:
    """An installation, or a channel, with the editions that nobody else has; an export has it all before."""
    ledger = memory.ledger
    for number in (1, 2):
        ledger.write([notice(number), notice(number, to=TO_THERE), notice(number, to=replace(TO_HERE, channel="C2"))])
    compose(ledger, 3)
    ledger.halt(HERE, "C9", "gone", NOW)
    ledger.block("slack/T1/C1", LATER)
    assert len(memory.export(HERE)["deliveries"]) == 3 and json.dumps(memory.export(HERE))
    assert ledger.forget(replace(TO_HERE, channel="C2"), HERE) == 0
    assert ledger.forget(TO_HERE, HERE) == 3 and ledger.edition_with("key 3") is None
    assert memory.forget(HERE) == 1
    assert ledger.halts() == [] and len(ledger.deliveries()) == 2 and ledger.check() == []
    memory.put_installation(Installation(THERE, removed_at=NOW))
    assert memory.purge(LATER) == 1 and ledger.deliveries() == []


def test_forgetting_a_user(memory: SqlMemory) -> None:
    """What was sent to them alone goes, and their name from what they asked for."""
    ledger = memory.ledger
    follow = NewDelivery(What.FOLLOW, "follow slack/T1/U1", "story 7", replace(TO_HERE, channel="D1"), NOW, story=7)
    direct = notice(1, to=Destination("slack", "@U1", "T1"))
    run = replace(row(2), what=What.RUN, asked_by="U1")
    ledger.write([follow, direct, run, notice(3)])
    assert memory.forget_user(HERE, "U1") == 3
    assert sorted((d.slot, d.asked_by) for d in ledger.deliveries()) == [("2026-03-02 08:00", FORGOTTEN), ("key 3", "")]


def test_joined_to_a_change_of_the_memory(memory: SqlMemory) -> None:
    """All of it or nothing."""
    with pytest.raises(ZeroDivisionError), memory.changing() as inside:
        inside.ledger.write([notice(1)])
        inside.add_subscription(SUBSCRIPTION)
        raise ZeroDivisionError
    assert memory.ledger.deliveries() == [] and memory.subscriptions() == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("stage = 'lost'", "in a state that there is not"),
        ("what = 'spam'", "of a kind that there is not"),
        ("queue = NULL", "wrong queue"),
        ("ready_at = NULL", "without a time"),
        ("stage = 'sent', queue = NULL, finished_at = 1, attempts = 1", "have no message"),
        ("stage = 'sent', queue = NULL, finished_at = 1, message_id = 'm'", "without a try"),
        ("stage = 'sending', queue = 'look slack', attempts = 1", "without a lease"),
        ("stage = 'dead', queue = NULL, error = 'x'", "nothing says since when"),
        ("finished_at = 1", "are over and are not"),
        ("stage = 'dead', queue = NULL, finished_at = 1", "nothing says why"),
        ("edition = NULL", "wrong queue"),
    ],
)
def test_a_broken_promise_is_found(memory: SqlMemory, harm: str, said: str) -> None:
    """Each by a sentence of its own."""
    memory.ledger.write([notice(1)])
    assert memory.check() == []
    with memory.writing() as connection:
        connection.execute(sa.text(f"UPDATE delivery SET {harm}"))
    assert any(said in sentence for sentence in memory.check())


@pytest.mark.parametrize(
    ("harm", "where", "said"),
    [
        ("part = 5", "part = 1", "lost the part before"),
        ("stage = 'sending', queue = 'look slack', lease_until = 1, attempts = 1, ready_at = 1", "part = 1",
         "sent before the part before"),
        ("stage = 'skipped', error = 'x', finished_at = 1, queue = NULL", "part = 0", "wait for a part that is over"),
        ("message_id = 'm'", "part < 9", "said to be two deliveries"),
    ],
)  # fmt: skip
def test_parts_out_of_order_are_found(memory: SqlMemory, harm: str, where: str, said: str) -> None:
    """And one message that is two deliveries'."""
    compose(memory.ledger, parts=2)
    with memory.writing() as connection:
        connection.execute(sa.text(f"UPDATE delivery SET {harm} WHERE {where}"))
    assert any(said in sentence for sentence in memory.check())


def test_an_edition_that_can_not_be_read_is_found(memory: SqlMemory) -> None:
    """As are the rows of other tables."""
    memory.ledger.keep_edition(EDITION)
    with memory.writing() as connection:
        connection.execute(sa.text("UPDATE edition SET messages = '[{\"reply\": 1}]'"))
    assert memory.check() == ["1 editions can't be understood."]


def test_any_text_is_held(ledger: SqlLedger) -> None:
    """What no database holds is replaced."""
    nasty = "\x00\ud800’; DROP TABLE delivery; --\u202e"
    to = Destination("slack", nasty, nasty, nasty)
    body = replace(BODY, title=nasty)
    assert ledger.write([NewDelivery(What.NOTICE, nasty, nasty, to, NOW, reason=nasty, body=body, asked_by=nasty)]) == 1
    claim = take(ledger)
    assert ledger.record([Sent(claim, nasty, NOW, thread=nasty)]) == [True]
    assert ledger.record([Sent(claim, nasty, NOW, thread=nasty)]) == [True]
    ledger.keep(nasty, nasty)
    assert ledger.kept(nasty) is not None and ledger.check() == []
