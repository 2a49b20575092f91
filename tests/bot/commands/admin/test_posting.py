"""Posting by hand, history, trying again, approval: on a database, with what becomes of the rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.blocks import Attachment, Pager, StoryCard
from bot.delivery.destinations import in_channel
from bot.delivery.values import Delivery, NewDelivery, Part, Plan, Stage, What
from bot.quotas import Quotas
from bot.replies import Destination, Invocation, Outcome, Reply
from bot.store.sql import SqlMemory
from bot.store.values import Installation, Place
from tests.bot.answers import NOW
from tests.bot.commands.admin.conftest import ADMIN, EDITOR, HERE, MEMBER, commands, said
from tests.bot.fakes import app
from tests.bot.ledgers import DEAD, EDITION, HELD, claims, digest_row, row, stocked


@dataclass
class Posting:
    """The server of the other tests, on a database whose ledger has rows of subscription 1, in channel 10."""

    memory: SqlMemory
    said: int = 0

    async def say(self, text: str, rights: frozenset[str] = ADMIN, **given: Any) -> Reply:
        """Give ``/downlink TEXT``; each time with an id of its own."""
        self.said += 1
        verb, _, rest = text.partition(" ")
        where = Destination("discord", given.get("channel", "10"), "1")
        asked = Invocation(given.get("id", str(self.said)), given.get("user", "anna"), where, verb, rest, rights=rights)
        return await app(memory=self.memory, quotas=given.get("quotas")).answer(asked)

    def rows(self, *stages: Stage, what: What | None = None) -> list[Delivery]:
        """List what the ledger has."""
        return list(self.memory.ledger.deliveries(stages=stages, what=what, limit=1000))

    def log(self) -> list[str]:
        """List the audit log."""
        return [f"{change.actor}: {change.verb} {change.subject}" for change in self.memory.changes(HERE)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Posting]:
    """Give one."""
    with stocked(tmp_path, HERE, "10", "20") as memory:
        memory.put_installation(Installation(HERE, installed_by="owner", installed_at=NOW))
        yield Posting(memory)


async def test_posting_by_hand(server: Posting) -> None:
    """A row that is due now, with the window since the last one; noted; not twice, until it is posted."""
    reply = await server.say("run 1", EDITOR, user="33")
    assert said(reply).startswith("A digest of subscription 1 is on its way to #10.")
    (made,) = server.rows(what=What.RUN)
    assert (made.stage, made.due_at, made.asked_by, made.subscription) == (Stage.PENDING, NOW, "33", 1)
    assert made.window is not None and made.window.end == NOW
    assert server.log()[0] == "33: run digest of subscription 1"
    again = await server.say("run 1")
    assert again.outcome is Outcome.MISTAKE and "on its way already" in said(again)
    assert len(server.rows(what=What.RUN)) == 1


async def test_the_same_press_twice_posts_once(server: Posting) -> None:
    """A platform may deliver one press twice: the ledger knows it by its id."""
    await server.say("run 1", id="press")
    server.memory.ledger.drop(server.rows(what=What.RUN)[0].id, NOW, "Posted meanwhile.")
    await server.say("run 1", id="press")
    assert len(server.rows(what=What.RUN)) == 1 and len([each for each in server.log() if ": run" in each]) == 1


async def test_so_many_a_day_by_hand(server: Posting) -> None:
    """The quota is the installation's, and says when to try again."""
    for _ in range(2):
        assert (await server.say("run 1", quotas=Quotas(runs=2))).outcome is Outcome.DONE
        server.memory.ledger.drop(server.rows(what=What.RUN)[0].id, NOW, "Done.")
    refused = await server.say("run 1", quotas=Quotas(runs=2))
    assert refused.outcome is Outcome.REFUSED and "2 digests a day" in said(refused)


async def test_digests_of_several_messages_count_once_each(server: Posting) -> None:
    """However many rows each takes in the ledger."""
    for number in range(3):
        assert (await server.say("run 1", quotas=Quotas(runs=3))).outcome is Outcome.DONE
        for claim in claims(server.memory):
            parts = [Part(0, part) for part in range(3)]
            server.memory.ledger.composed(claim, server.memory.ledger.keep_edition(EDITION), parts)
        server.memory.ledger.drop(server.rows(what=What.RUN)[0].id, NOW, "Done.")
        assert len(server.rows(what=What.RUN)) == 3 * (number + 1)
    assert "3 digests a day" in said(await server.say("run 1", quotas=Quotas(runs=3)))


async def test_what_can_not_be_posted_by_hand(server: Posting) -> None:
    """A paused one; another installation's; by a member, or an editor of another channel."""
    assert "is paused: resume it first" in said(await server.say("run 2"))
    assert "There is no subscription 9 here" in said(await server.say("run 9"))
    for rights, channel in ((MEMBER, "10"), (EDITOR, "20")):
        assert (await server.say("run 1", rights, user="ben", channel=channel)).outcome is Outcome.REFUSED
    assert server.rows(what=What.RUN) == []


async def test_history(server: Posting) -> None:
    """Newest first, a line a delivery with what became of it; paged; for everybody."""
    first = await server.say("history 1", MEMBER, user="ben")
    lines = said(first).splitlines()
    assert lines[1].startswith("15 Jul 2022, 07:30 · waits for approval")
    assert "13 Jul 2022, 07:30 · not posted: Empty." in lines[3]
    assert lines[4] == "12 Jul 2022, 07:30 · failed: Slack says msg_too_long"
    assert commands(first) == [f"/downlink redeliver {DEAD}"]
    pager = next(block for block in first.blocks if isinstance(block, Pager))
    assert (pager.page, pager.pages, pager.next) == (1, 2, "/downlink history 1 page 2")
    second = said(await server.say("history 1 page 2"))
    assert "1 Jul 2022, 07:30 · posted 15 Jul 2022, 19:00" in second
    assert "has posted nothing yet" in said(await server.say("history 2"))


async def test_trying_again(server: Posting) -> None:
    """The one that failed waits again, and the channel is no longer stopped; noted, and final."""
    server.memory.ledger.drop(HELD, NOW, "Not this one.")
    server.memory.ledger.halt(HERE, "10", "Discord says: unknown channel.", NOW)
    reply = await server.say("redeliver", EDITOR, user="33")
    assert said(reply).startswith("It is tried again now: the digest of 12 Jul 2022, 07:30 for #10.")
    assert row(server.memory, DEAD).stage is Stage.PENDING and server.memory.ledger.halts(HERE) == []
    assert server.log()[0] == f"33: redeliver delivery {DEAD}"
    undone = await server.say("undo 2")
    assert undone.outcome is Outcome.MISTAKE and "redeliver is final" in said(undone)
    assert "has not failed" in said(await server.say(f"redeliver {DEAD}"))
    assert "Nothing failed in this channel" not in said(await server.say("redeliver 1"))


async def test_undo_passes_over_what_is_final(server: Posting) -> None:
    """The last change that can be taken back is: the subscription, not the post."""
    await server.say("pause 1")
    await server.say(f"redeliver {DEAD}")
    assert "Taken back: subscription 1" in said(await server.say("undo"))
    assert f"/downlink undo {len(server.log()) - 1}" not in commands(await server.say("audit"))


async def test_what_can_not_be_tried_again(server: Posting) -> None:
    """What was posted, what is not there, what is another installation's; by whom it is none of their business."""
    assert "has not failed" in said(await server.say("redeliver 1"))
    for text in ("redeliver 999", "redeliver 0x"):
        assert (await server.say(text)).outcome is Outcome.MISTAKE
    for rights, channel in ((MEMBER, "10"), (EDITOR, "20")):
        assert (await server.say(f"redeliver {DEAD}", rights, user="b", channel=channel)).outcome is Outcome.REFUSED
    assert row(server.memory, DEAD).stage is Stage.DEAD
    assert "Nothing failed in this channel" in said(await server.say("redeliver", channel="20"))


async def test_a_channel_stays_stopped_where_nothing_is_tried_again(server: Posting) -> None:
    """A mistaken number changes nothing at all."""
    server.memory.ledger.halt(HERE, "10", "Discord says: unknown channel.", NOW)
    before = server.log()
    assert (await server.say("redeliver 1", EDITOR, user="33")).outcome is Outcome.MISTAKE
    assert len(server.memory.ledger.halts(HERE)) == 1 and server.log() == before


async def test_looking_at_what_waits(server: Posting) -> None:
    """The very digest, with the two ways on."""
    for text in ("review", f"review {HELD}"):
        reply = await server.say(text, EDITOR, user="33")
        assert [block for block in reply.blocks if isinstance(block, StoryCard)]
        assert commands(reply) == [f"/downlink approve {HELD}", f"/downlink reject {HELD}"]
    assert "No digest waits" in said(await server.say("review", EDITOR, user="ben", channel="20"))


async def test_what_waits_elsewhere_hides_nothing(server: Posting) -> None:
    """However much waits in other channels, an editor finds what waits in theirs."""
    server.memory.ledger.write([digest_row(HERE, "20", f"{n}", 2) for n in range(250)])
    number = server.memory.ledger.keep_edition(EDITION)
    while some := claims(server.memory):
        for claim in some:
            server.memory.ledger.composed(claim, number, [Part(0, 0)], held=True)
    assert commands(await server.say("review", EDITOR, user="33"))[0] == f"/downlink approve {HELD}"


@pytest.mark.parametrize(("verb", "stage", "says"), [
    ("approve", Stage.PENDING, "Approved: the digest of 15 Jul 2022, 07:30 is on its way to #10."),
    ("reject", Stage.SKIPPED, "Rejected: the digest of 15 Jul 2022, 07:30 is not posted."),
])  # fmt: skip
async def test_deciding(server: Posting, verb: str, stage: Stage, says: str) -> None:
    """By the number or as the only one; noted; once, and final."""
    for rights, channel in ((MEMBER, "10"), (EDITOR, "20")):
        refused = await server.say(f"{verb} {HELD}", rights, user="ben", channel=channel)
        assert refused.outcome is Outcome.REFUSED and row(server.memory, HELD).stage is Stage.HELD
    reply = await server.say(verb, EDITOR, user="33")
    assert said(reply).startswith(says) and row(server.memory, HELD).stage is stage
    assert server.log()[0] == f"33: {verb} delivery {HELD}"
    for late in ("approve", "reject"):
        again = await server.say(f"{late} {HELD}")
        assert again.outcome is Outcome.MISTAKE and "does not wait for approval any more" in said(again)
    assert row(server.memory, HELD).stage is stage and f"{verb} is final" in said(await server.say("undo 2"))


async def test_deciding_on_nothing(server: Posting) -> None:
    """A sentence."""
    await server.say("reject")
    assert "No digest waits for approval." in said(await server.say("approve"))
    assert "does not wait for approval any more" in said(await server.say("approve 1"))
    assert "There is no delivery 99 here" in said(await server.say("approve 99"))


async def test_a_stopped_channel(server: Posting) -> None:
    """Shown wherever one looks; resume lets posts go on, and says what is not posted by itself."""
    server.memory.ledger.halt(HERE, "10", "Discord says: missing access.", NOW)
    for text in ("show 1", "status"):
        assert "Nothing is posted in #10 since 16 Jul 2022, 09:00 UTC: Discord says: missing access." in said(
            await server.say(text, MEMBER)
        )
    for text in ("list", "status"):
        words = said(await server.say(text, MEMBER))
        assert "posting is stopped" in words and "next" not in words
    assert "/downlink resume 1" in commands(await server.say("show 1"))
    assert "Posting goes on: subscription 1 is active." in said(await server.say("resume 1"))
    assert server.memory.ledger.halts() == [] and server.log()[0] == "anna: resume posts in 10"
    assert "is active already" in said(await server.say("resume 1"))


async def test_resuming_what_is_paused_and_stopped(server: Posting) -> None:
    """Both are over."""
    await server.say("pause 1")
    server.memory.ledger.halt(HERE, "", "The bot was removed.", NOW)
    assert "is active now" in said(await server.say("resume 1"))
    assert server.memory.ledger.halts() == []


async def test_last_and_next_runs(server: Posting) -> None:
    """As the ledger has them: what became of the last one, when the next is planned, quiet hours and all."""
    planned = NOW + timedelta(hours=3)
    server.memory.ledger.plan(NOW, lambda due: Plan(due.subscription.id, planned))
    for text in ("list", "status"):
        words = said(await server.say(text, MEMBER))
        assert "last 14 Jul 2022, 07:30: not posted: Empty." in words and "next 16 Jul 2022, 12:00 UTC" in words
    assert "Last run: 14 Jul 2022, 07:30: not posted: Empty." in said(await server.say("show 1"))


async def test_status_of_deliveries(server: Posting) -> None:
    """How many wait and failed, which ones, and what to do."""
    words = said(await server.say("status", MEMBER))
    assert "Deliveries: 1 waits for approval, 1 failed" in words
    assert f"{HELD}: the digest of 15 Jul 2022, 07:30 for #10" in words
    assert f"{DEAD}: the digest of 12 Jul 2022, 07:30 for #10, failed: Slack says msg_too_long" in words
    assert f"To try one again: /downlink redeliver {DEAD}" in words


async def test_another_installation_sees_nothing_of_it(server: Posting) -> None:
    """Neither by number nor in lists."""
    numbered = (f"redeliver {DEAD}", f"review {HELD}", f"approve {HELD}", f"reject {HELD}", "history 1", "run 1")
    for text in (*numbered, "status", "review", "redeliver"):
        verb, _, rest = text.partition(" ")
        asked = Invocation("1", "anna", Destination("discord", "10", "2"), verb, rest, rights=ADMIN)
        reply = await app(memory=server.memory).answer(asked)
        assert "msg_too_long" not in said(reply) and "2022-07-1" not in said(reply)
    assert (row(server.memory, DEAD).stage, row(server.memory, HELD).stage) == (Stage.DEAD, Stage.HELD)


async def test_ones_own_data_is_all_that_is_read_of_it(server: Posting, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent to oneself and what one had posted; nobody else's, of whom there may be thousands."""

    def whole(*_: object) -> None:
        raise AssertionError("everybody's")

    home = Place("discord")
    server.memory.ledger.write([
        NewDelivery(What.FOLLOW, f"follow discord/-/{user}", "7", in_channel(home, f"@{user}"), NOW, asked_by=user)
        for user in ("33", "44", "133")
    ])  # fmt: skip
    for user in ("33", "44"):
        await server.say("run 1", user=user)
        server.memory.ledger.drop(server.rows(what=What.RUN)[0].id, NOW, "Done.")
    monkeypatch.setattr(type(server.memory), "export", whole)
    reply = await server.say("export me", MEMBER, user="33")
    found = json.loads(next(each.text for each in reply.blocks if isinstance(each, Attachment)))["deliveries"]
    assert [(each["what"], each["asked_by"]) for each in found] == [("follow", "33"), ("run", "33")]


async def test_status_says_of_what_nobody_is_told(server: Posting) -> None:
    """Where no user made a subscription, and nobody knows who installed the bot."""
    one = server.memory.subscription(1)
    assert one is not None
    server.memory.put_subscription(replace(one, created_by="operator"))
    assert "Nobody is sent a message" not in said(await server.say("status", MEMBER))
    server.memory.put_installation(Installation(HERE, installed_at=NOW))
    assert "Nobody is sent a message when 1 subscription (1) can't be posted: no user made it" in said(
        await server.say("status", MEMBER)
    )


async def test_a_digest_of_two_messages_is_one_that_waits(server: Posting) -> None:
    """As an editor counts."""
    server.memory.ledger.write([digest_row(HERE, "10", "2022-07-16 07:30")])
    (claim,) = claims(server.memory)
    number = server.memory.ledger.keep_edition(EDITION)
    server.memory.ledger.composed(claim, number, [Part(0, 0), Part(0, 1)], held=True)
    assert server.memory.ledger.counts(HERE)[Stage.HELD] == 3
    assert "Deliveries: 2 wait for approval, 1 failed" in said(await server.say("status", MEMBER))


async def test_approved_before_its_hour(server: Posting) -> None:
    """It says until when it waits, and waits."""
    due = NOW + timedelta(minutes=1)
    server.memory.ledger.write([digest_row(HERE, "10", "2022-07-16 09:01", due=due)])
    (claim,) = claims(server.memory)
    number = server.memory.ledger.keep_edition(EDITION)
    server.memory.ledger.composed(claim, number, [Part(0, 0)], held=True)
    words = said(await server.say(f"approve {claim.delivery.id}"))
    says = "Approved: the digest of 16 Jul 2022, 09:01 is posted in #10 at its hour, 16 Jul 2022, 09:01 UTC."
    assert words.startswith(says)
    assert server.memory.ledger.claim("courier", NOW, timedelta(minutes=1), 10) == []
