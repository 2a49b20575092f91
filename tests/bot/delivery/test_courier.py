"""A delivery becomes one message, whatever becomes of answers, workers and clocks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.delivery.values import Message, Outcome, Stage, What
from bot.platforms.base import PostRefused, PostUncertain, Reach
from tests.bot.delivery.fakes import BEGIN, REPEATABLE, Fault, lost, mono, refused, unreadable, wait
from tests.bot.delivery.stage import HERE, World, words
from tests.bot.delivery.virtual import played, until


def test_what_is_due_is_posted_once_and_what_is_not_waits(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """The row says which message it became, and the log does."""
    caplog.set_level("INFO", "downlink")

    async def scene() -> None:
        number, later = world.notice(1), world.notice(2, due=600)
        world.worker()
        await until(world.final(number))
        row = world.row(number)
        assert (row.stage, row.message_id, row.attempts) == (Stage.SENT, "m1", 1)
        assert world.stage(later) is Stage.PENDING
        took = await until(world.final(later))
        assert 600 - 1 <= took <= 600 + 6
        await world.end()
        assert len(world.platform.posted) == 2 and world.ledger.check() == []
        assert world.counted.words["sent"] == 2 and len(world.counted.lateness) == 2

    played(scene)
    assert caplog.messages.count("Posted on fake in C1: message m1") == 1


def test_parts_keep_their_order(world: World) -> None:
    """Part n goes after part n-1, though other deliveries go beside it."""

    async def scene() -> None:
        rows = world.digest(1, Message(words("A", 3)), Message(words("B", 2)))
        world.platform.latency = 0.3
        for name in ("one", "two"):
            world.worker(name)
        await until(world.final(*rows))
        await world.end()
        assert [one.text for one in world.platform.posted] == ["A 0", "A 1", "A 2", "B 0", "B 1"]
        assert world.ledger.check() == []

    played(scene)


ANSWERS: dict[str, Fault] = {
    "lost": lost(),
    "lost after a while": Fault(PostUncertain("no answer"), 0.0, takes=15),
    "lost before": lost(None),
    "accepted late": lost(20.0),
    "accepted as late as may be": lost(89.0),
    "a failure of our own": Fault(RuntimeError("a bug"), None),
    "a failure of our own, after": Fault(RuntimeError("a bug"), 0.0),
    "wait": wait(7),
}


@pytest.mark.parametrize("fault", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_that_is_lost_makes_one_message(world: World, fault: Fault) -> None:
    """It is looked up before it is sent again."""

    async def scene() -> None:
        world.platform.faults["*"] = [fault]
        number = world.notice()
        world.worker("one")
        world.worker("two")
        await until(world.final(number))
        await asyncio.sleep(200)
        await world.end()
        assert world.stage(number) is Stage.SENT
        assert [one.id for one in world.platform.posted] == [world.row(number).message_id]

    played(scene)


@pytest.mark.parametrize("accepted", [None, 0.0, 1.0, 29.0])
def test_the_same_again_where_a_platform_takes_it_for_the_same(world: World, accepted: float | None) -> None:
    """Within its time, by the process that tried: nobody has to wait until it must have settled."""

    async def scene() -> None:
        world.platform.told = REPEATABLE
        world.platform.faults["*"] = [lost(accepted), lost(accepted)]
        number = world.notice()
        world.worker()
        assert await until(world.final(number)) < 15
        await asyncio.sleep(200)
        await world.end()
        assert len(world.platform.posted) == 1 and len(world.platform.tries) == 3

    played(scene)


def test_a_refusal_of_the_same_again_says_nothing_of_the_try_before(world: World) -> None:
    """The first may have arrived; so it is looked up."""

    async def scene() -> None:
        world.platform.told = REPEATABLE
        world.platform.faults["*"] = [lost(10.0), refused()]
        number = world.notice()
        world.worker()
        await until(world.final(number))
        await world.end()
        assert world.stage(number) is Stage.SENT and len(world.platform.posted) == 1
        assert len(world.platform.tries) == 2 and world.counted.words["found"] == 1

    played(scene)


def test_content_that_is_refused_thrice_is_dead_and_told_once(world: World) -> None:
    """The others go on, and redeliver tries again."""

    async def scene() -> None:
        world.platform.faults["C1"] = [refused(), refused(), refused()]
        rows = world.digest(1, Message(words("A", 2)))
        other = world.notice(2, "C2")
        world.worker()
        await until(world.final(*rows, other))
        assert [world.stage(number) for number in rows] == [Stage.DEAD, Stage.DEAD]
        assert world.row(rows[0]).error == "It is refused." and world.stage(other) is Stage.SENT
        assert len(world.platform.tries) == 4 and len(world.notices.dead_ones) == 1
        world.ledger.redeliver(rows[:1], BEGIN + timedelta(seconds=mono() - 1000))
        await until(world.final(*rows))
        await world.end()
        assert [world.stage(number) for number in rows] == [Stage.SENT, Stage.SENT]
        assert world.ledger.check() == []

    played(scene)


@pytest.mark.parametrize(("reach", "channel"), [(Reach.CHANNEL, "C1"), (Reach.INSTALLATION, "")])
def test_no_further_call_where_nothing_may_be_posted(world: World, reach: Reach, channel: str) -> None:
    """The first definite refusal halts the destination; it is told once."""

    async def scene() -> None:
        world.platform.always = lambda at: refused(reach) if at == "C1" else None
        rows = world.digest(1, Message(words("A", 2)))
        worker = world.worker()
        await until(world.final(*rows))
        late = [world.notice(number, "C1") for number in (2, 3)]
        elsewhere = world.notice(4, "C9", installation="T2")
        worker.tick()
        await until(world.final(*late, elsewhere))
        await world.end()
        assert {world.stage(number) for number in [*rows, *late]} == {Stage.DEAD}
        assert world.stage(elsewhere) is Stage.SENT
        assert [at for _, at in world.platform.tries] == ["C1", "C9"]
        assert [(place, at) for place, at, _ in world.notices.halts] == [(HERE, channel)]

    played(scene)


def test_a_refused_token_stops_the_courier_and_no_row(world: World) -> None:
    """It says why; what was due stays so."""

    async def scene() -> None:
        world.platform.always = lambda at: refused(Reach.BOT)
        numbers = [world.notice(number, f"C{number}") for number in range(40)]
        courier = world.worker()
        _, task = world.running[0]
        assert await task == "It is refused." == courier.trouble()
        assert {world.stage(number) for number in numbers} == {Stage.PENDING}
        assert len(world.platform.tries) <= 16 and world.notices.stops

    played(scene)


@pytest.mark.parametrize(("after", "skew"), [(0.0, 0.0), (0.5, 600.0), (1.5, 0.0), (1.5, 600.0)])
@pytest.mark.parametrize("fault", [Fault(), lost(), lost(None), lost(60.0)], ids=["ok", "lost", "never", "late"])
def test_a_worker_that_dies_leaves_nothing_lost_and_nothing_twice(
    world: World, fault: Fault, after: float, skew: float
) -> None:
    """Whatever it had done by then, and however wrong the clock of its successor is."""

    async def scene() -> None:
        world.platform.latency = 1.0
        world.platform.faults["*"] = [fault]
        rows = [*world.digest(1, Message(words("A", 3))), world.notice(2, "C2")]
        first = world.worker("first")
        await asyncio.sleep(after)
        second = world.worker("second", skew)
        await asyncio.sleep(0.1)
        await world.kill(first)
        second.tick()
        await until(world.final(*rows), 4000)
        await asyncio.sleep(200)
        await world.end()
        assert {world.stage(number) for number in rows} == {Stage.SENT}
        assert sorted(one.text for one in world.platform.posted) == ["A 0", "A 1", "A 2", "N2 0"]
        assert [one.text for one in world.platform.posted if one.channel == "C1"] == ["A 0", "A 1", "A 2"]

    played(scene)


def test_a_successor_whose_clock_is_behind_only_comes_later(world: World) -> None:
    """A lease that ends in its future is waited for."""

    async def scene() -> None:
        world.platform.faults["*"] = [lost()]
        number = world.notice()
        first = world.worker("first")
        await until(lambda: bool(world.platform.tries))
        await world.kill(first)
        world.worker("second", -600.0)
        assert await until(world.final(number), step=5) > 600
        await world.end()
        assert world.stage(number) is Stage.SENT and len(world.platform.tries) == 1

    played(scene)


@pytest.mark.parametrize("stopped", [1.0, 6.0, 40.0, 300.0])
def test_a_worker_that_was_stopped_posts_nothing_late(world: World, stopped: float) -> None:
    """Another one has taken the row over and posted by then."""

    async def scene() -> None:
        world.platform.faults["*"] = [Fault(stopped=stopped)]
        number = world.notice()
        world.worker("first")
        await asyncio.sleep(0.5)
        world.worker("second")
        await until(world.final(number))
        await asyncio.sleep(400)
        await world.end()
        assert world.stage(number) is Stage.SENT and len(world.platform.posted) == 1

    played(scene)


def test_an_answer_that_comes_while_the_database_is_away_is_recorded_when_it_is_back(world: World) -> None:
    """By whoever has it; nobody sends again."""

    async def scene() -> None:
        world.platform.latency = 2.0
        numbers = [world.notice(number, f"C{number}") for number in range(5)]
        courier = world.worker()
        await until(lambda: len(world.platform.tries) == 5)
        world.away = True
        await asyncio.sleep(60)
        assert {world.stage(number) for number in numbers} == {Stage.SENDING} and courier.trouble()
        world.away = False
        assert await until(world.final(*numbers)) < 12
        await until(lambda: courier.trouble() is None)
        await world.end()
        assert len(world.platform.tries) == 5 == len(world.platform.posted)

    played(scene)


def test_closing_lets_answers_come_and_gives_the_rest_back(world: World) -> None:
    """In time; and claims nothing more."""

    async def scene() -> None:
        world.platform.latency = 3.0
        world.platform.with_traits(bot_pace=2.0)
        numbers = [world.notice(number, f"C{number}") for number in range(12)]
        world.worker()
        await until(lambda: len(world.platform.tries) >= 3)
        began = mono()
        await world.end()
        assert mono() - began < 4
        stages = [world.stage(number) for number in numbers]
        assert set(stages) == {Stage.SENT, Stage.PENDING}
        assert stages.count(Stage.SENT) == len(world.platform.tries)
        await asyncio.sleep(100)
        assert len(world.platform.tries) == stages.count(Stage.SENT)

    played(scene)


def test_closing_does_not_wait_for_ever(world: World) -> None:
    """What has no answer by then is looked up by the next process."""

    async def scene() -> None:
        world.platform.with_traits(timeout=60.0)
        world.platform.faults["*"] = [Fault(PostUncertain("no answer"), 0.0, takes=50)]
        number = world.notice()
        world.worker("one")
        await until(lambda: bool(world.platform.tries))
        began = mono()
        await world.end()
        assert mono() - began < 18 and world.stage(number) is Stage.SENDING
        world.running.clear()
        world.worker("two")
        await until(world.final(number))
        await world.end()
        assert len(world.platform.posted) == 1 == len(world.platform.tries)

    played(scene)


@pytest.mark.parametrize(("doubt", "stage", "posted"), [
    ("prefer-miss", Stage.DEAD, 1), ("prefer-duplicate", Stage.SENT, 2),
])  # fmt: skip
def test_where_the_history_may_not_be_read_the_installation_decides(
    world: World, doubt: str, stage: Stage, posted: int
) -> None:
    """And a dead one says that it may have arrived."""

    async def scene() -> None:
        world.doubt = doubt
        world.platform.find_error = unreadable()
        world.platform.faults["*"] = [lost()]
        number = world.notice()
        world.worker()
        await until(world.final(number))
        await world.end()
        assert world.stage(number) is stage and len(world.platform.posted) == posted
        assert stage is Stage.SENT or "look in the channel" in world.row(number).error

    played(scene)


def test_a_channel_that_went_away_while_it_was_uncertain(world: World) -> None:
    """It is over there, and no row stays open."""

    async def scene() -> None:
        world.platform.find_error = PostRefused("The channel no longer exists.", Reach.CHANNEL)
        world.platform.faults["*"] = [lost()]
        number = world.notice()
        worker = world.worker()
        await until(world.final(number))
        late = world.notice(2)
        worker.tick()
        await until(world.final(late))
        await world.end()
        assert world.stage(number) is Stage.DEAD and len(world.platform.tries) == 1
        assert "could not be found out" in world.row(number).error
        assert world.row(late).error == "The channel no longer exists."

    played(scene)


def test_the_rest_goes_into_a_thread_below_the_headlines(world: World) -> None:
    """Opened when the last part before it is posted, also by who found that it was."""

    async def scene() -> None:
        world.platform.thread_errors = [PostUncertain("no answer")]
        world.platform.faults["*"] = [Fault(), lost()]
        rows = world.digest(1, Message(words("A", 2)), Message(words("B", 2), threaded=True))
        world.worker()
        await until(world.final(*rows))
        await world.end()
        assert [one.thread for one in world.platform.posted] == [None, None, "thread of m2", "thread of m2"]
        assert world.platform.threads == ["m2"]

    played(scene)


def test_where_no_thread_may_be_opened_the_rest_goes_to_the_channel(world: World) -> None:
    """Rather than nowhere."""

    async def scene() -> None:
        world.platform.thread_errors = [PostRefused("It may not.", Reach.CHANNEL)]
        rows = world.digest(1, Message(words("A")), Message(words("B"), threaded=True))
        world.worker()
        await until(world.final(*rows))
        await world.end()
        assert [one.thread for one in world.platform.posted] == [None, None]

    played(scene)


def test_what_is_no_longer_wanted_is_skipped(world: World) -> None:
    """It is checked again just before the send."""

    async def scene() -> None:
        rows = world.digest(1, Message(words("A", 2)))
        world.standing = lambda claims: {claim.delivery.id: "The subscription was removed." for claim in claims}
        world.worker()
        await until(world.final(*rows))
        await world.end()
        assert [(world.stage(number), world.row(number).error) for number in rows] == [
            (Stage.SKIPPED, "The subscription was removed.")
        ] * 2
        assert not world.platform.tries

    played(scene)


def test_nothing_goes_before_a_wait_that_was_asked_for_is_over(world: World) -> None:
    """Neither by who was told, nor by the others."""

    async def scene() -> None:
        world.platform.latency = 0.1
        world.platform.faults["C1"] = [wait(30, Reach.INSTALLATION)]
        numbers = [world.notice(number, "C1" if number == 0 else f"C{number + 10}", due=number) for number in range(40)]
        for name in ("one", "two", "three"):
            world.worker(name)
        await until(world.final(*numbers))
        await world.end()
        told = world.platform.tries[0][0] + 0.1
        assert [at - told for at, _ in world.platform.tries[1:] if at < told + 30] == []
        assert len(world.platform.posted) == 40

    played(scene)


@pytest.mark.parametrize("what", [What.DIGEST, What.RUN])
def test_publishing_has_a_queue_of_its_own(world: World, what: What) -> None:
    """It survives a restart, waits when told to, and holds no post up."""

    async def scene() -> None:
        world.platform.with_traits(publishes=True)
        from bot.platforms.base import PostDelayed

        world.platform.publish_errors = [PostDelayed("ten an hour", 300.0)]
        rows = world.digest(1, Message(words("A")), what=what)
        first = world.worker("first")
        await until(world.final(*rows))
        await until(lambda: not world.platform.publish_errors)
        await asyncio.sleep(5)
        await world.kill(first)
        second = world.worker("second")
        other = world.notice(2, "C2")
        second.tick()
        assert await until(world.final(other)) < 10
        await until(lambda: bool(world.platform.published))
        assert mono() - 1000 >= 300
        await asyncio.sleep(900)
        await world.end()
        assert [message for _, message in world.platform.published] == [world.row(rows[0]).message_id]

    played(scene)


def test_the_end_waits_for_no_publishing(world: World) -> None:
    """However much there is of it, one after the other; whoever comes next publishes the rest, each once."""

    async def scene() -> None:
        world.platform.with_traits(publishes=True)
        rows = [row for number in range(15) for row in world.digest(number, Message(words("A")), channel=f"C{number}")]
        world.worker("first")
        await until(lambda: len(world.platform.published) == 3)
        began = mono()
        await world.end()
        assert mono() - began < 1.0 and len(world.platform.published) == 3
        world.running.clear()
        world.worker("second")
        await until(lambda: len(world.platform.published) == len(rows), 60)
        await world.end()
        assert {message for _, message in world.platform.published} == {world.row(row).message_id for row in rows}

    played(scene)


def test_too_many_invalid_answers_stop_the_platform(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """For all workers, until the ten minutes are over."""
    monkeypatch.setattr("bot.delivery.courier.MOST_INVALID", 20)

    async def scene() -> None:
        world.platform.always = lambda at: wait(1) if mono() < 1300 else None
        numbers = [world.notice(number, f"C{number}") for number in range(30)]
        for name in ("one", "two"):
            world.worker(name)
        await until(lambda: len(world.platform.tries) >= 20)
        await asyncio.sleep(1)
        before = len(world.platform.tries)
        await asyncio.sleep(590)
        assert len(world.platform.tries) == before <= 20 + 16 and len(world.notices.stops) == 1
        await until(world.final(*numbers))
        await world.end()
        assert len(world.platform.posted) == 30

    played(scene)


def test_a_busy_installation_holds_up_no_other(world: World) -> None:
    """Its own deliveries wait for its own limit."""

    async def scene() -> None:
        world.platform.with_traits(installation_pace=2.0)
        busy = [world.notice(number, f"C{number}") for number in range(50)]
        other = world.notice(200, "C200", installation="T2")
        world.worker()
        assert await until(world.final(other)) < 15
        took = await until(world.final(*busy))
        await world.end()
        assert took < 50 and len(world.platform.posted) == 51

    played(scene)


def test_a_notice_that_can_not_be_written_holds_no_outcome_up(world: World) -> None:
    """The row says it all the same."""

    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    async def scene() -> None:
        world.notices.dead = broken  # type: ignore[method-assign, assignment]
        world.platform.always = lambda at: refused()
        rows = world.digest(1, Message(words("A")))
        world.worker()
        await until(world.final(*rows))
        await world.end()
        assert world.stage(rows[0]) is Stage.DEAD

    played(scene)


def test_an_outcome_that_can_not_be_recorded_holds_up_no_other(world: World) -> None:
    """It is looked up later instead."""

    async def scene() -> None:
        bad, good = world.notice(1, "C1"), world.notice(2, "C2")
        record, failures = world.ledger.record, [bad]

        def recorded(outcomes: Sequence[Outcome]) -> Sequence[bool]:
            if failures and any(each.claim.delivery.id == bad for each in outcomes):
                if len(outcomes) == 1:
                    failures.pop()
                raise ValueError("a bug")
            return record(outcomes)

        world.ledger.record = recorded  # type: ignore[method-assign]
        world.worker()
        assert await until(world.final(good)) < 5 and world.stage(bad) is Stage.SENDING
        await until(world.final(bad))
        await world.end()
        assert len(world.platform.posted) == 2 == len(world.platform.tries)

    played(scene)
