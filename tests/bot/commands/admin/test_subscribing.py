"""Making, changing and removing subscriptions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.quotas import Quotas
from bot.replies import Kind, Outcome
from bot.store.values import State
from digests.model import Length, Scope
from tests.bot.answers import NOW
from tests.bot.commands.admin.conftest import EDITOR, HERE, MEMBER, Server, commands, said
from tests.bot.fakes import FakeNewsroom, app
from tests.bot.memory import MemoryInMemory


async def test_subscribing(server: Server) -> None:
    """Stored as typed, confirmed with the next three runs, noted in the log, previewed a click away."""
    reply = await server.say(
        "subscribe weekdays 7:30 Europe/Berlin full 5 stories skip "
        "about Artemis, Moon people Rogozin without Sky Ledger"
    )
    one = server.memory.subscriptions(HERE)[-1]
    assert (one.place, one.channel, one.when, one.zone) == (HERE, "10", "weekdays 07:30", "Europe/Berlin")
    assert one.scope == Scope(("Artemis", "Moon"), ("Rogozin",), (), ("Sky Ledger",))
    assert (one.length, one.stories, one.missed, one.created_by) == (Length.FULL, 5, "skip", "anna")
    assert reply.outcome is Outcome.DONE and said(reply).count("05:30") == 3
    assert server.log()[0] == f"anna: subscribe subscription {one.id}"
    assert commands(reply) == [f"/downlink preview {one.id}", f"/downlink undo {server.memory.changes(HERE)[0].id}"]


async def test_settings_are_the_defaults(server: Server) -> None:
    """Zone, length and missed runs, where they are not given."""
    server.memory.put_settings(HERE, {"zone": "Asia/Tokyo", "length": "brief", "missed": "skip"})
    await server.say("subscribe hourly")
    one = server.memory.subscriptions(HERE)[-1]
    assert (one.zone, one.length, one.missed) == ("Asia/Tokyo", Length.BRIEF, "skip")


async def test_native_options_do_the_same(server: Server) -> None:
    """A platform that takes the arguments apart gives them by name."""
    await server.say("subscribe", when="daily 9:00", channel="20", zone="utc", stories="3", topics="A, B", outlets="C")
    one = server.memory.subscriptions(HERE)[-1]
    assert (one.channel, one.when, one.zone, one.stories) == ("20", "daily 09:00", "UTC", 3)
    assert one.scope == Scope(("A", "B"), (), ("C",))


async def test_names_that_nothing_has_are_doubted(server: Server) -> None:
    """They are kept, for news may come; a typing mistake is seen."""
    reply = await server.say("subscribe hourly people Rogozinn from Orbitt Daily")
    assert "Nobody by the name Rogozinn" in said(reply) and "did you mean Orbit Daily?" in said(reply)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("subscribe", "A timetable such as daily 08:00"),
        ("subscribe dayly 8", 'did you mean "daily 08:00"?'),
        ("subscribe daily 8 Europe/Berln", "did you mean Europe/Berlin?"),
        ("subscribe daily 8 EST", "is an abbreviation"),
        ("subscribe daily 8 99 stories", "from 1 to 15 stories, not 99"),
        ("subscribe 0 0 31 2 *", "never comes"),
        ("subscribe daily 07:30 Europe/Berlin about artemis without sky ledger", "That is subscription 1 already"),
        ("subscribe daily 8 about " + ",".join("abcdefghijklmnopqrstuvwxyz"), "26 names; 25 are the most"),
        ("subscribe " + "x" * 4000, "4,000 characters long"),
        ("subscribe \u202eyliad \x00", "is no timetable"),
        ("show 99", "no subscription 99 here"),
        ("show x", '"x" is no subscription'),
        ("edit 1", "would change nothing"),
        ("edit 99 hourly", "no subscription 99"),
        ("resume 1", "Subscription 1 is active already"),
        ("pause 2", "Subscription 2 is paused already"),
    ],
)
async def test_mistakes(server: Server, text: str, says: str) -> None:
    """One sentence and an example; nothing is changed."""
    before = server.memory.export(HERE)
    reply = await server.say(text)
    assert reply.outcome is Outcome.MISTAKE
    assert says in said(reply) and "For example: /downlink" in said(reply)
    assert server.memory.export(HERE) == before


async def test_editing_changes_what_is_named(server: Server) -> None:
    """The rest stays; one can move to another channel; "everything" empties a part of the scope."""
    before = server.memory.subscription(1)
    await server.say("edit 1 full <#20> about everything")
    after = server.memory.subscription(1)
    assert before and after
    assert (after.length, after.channel, after.when) == (Length.FULL, "20", before.when)
    assert after.scope == Scope(exclude_outlets=("Sky Ledger",))
    assert server.memory.changes(HERE)[0].before != server.memory.changes(HERE)[0].after


async def test_pause_resume_and_remove(server: Server) -> None:
    """Each is said, noted, and can be undone."""
    assert "is paused now" in said(await server.say("pause"))
    assert server.memory.subscriptions(HERE)[0].state is State.PAUSED
    assert "is active now" in said(await server.say("resume 1"))
    assert "is removed" in said(await server.say("unsubscribe 1"))
    assert server.memory.subscription(1) is None
    await server.say("undo")
    assert server.memory.subscription(1) is not None
    assert [line.split()[1] for line in server.log()[:4]] == ["undo", "unsubscribe", "resume", "pause"]


async def test_which_one_is_asked(server: Server) -> None:
    """Where a channel has several; the words after the command are kept."""
    await server.say("subscribe hourly")
    reply = await server.say("edit full 3 stories")
    assert reply.kind is Kind.PICKER
    assert commands(reply) == ["/downlink edit 1 full 3 stories", "/downlink edit 3 full 3 stories"]
    assert "no subscription yet" in said(await server.say("show", channel="99"))


async def test_editors_manage_their_channel_only(server: Server) -> None:
    """By the platform's right or by a grant; a member sees all and changes nothing."""
    assert (await server.say("pause 1", EDITOR)).outcome is Outcome.DONE
    for text in ("resume 2", "edit 2 hourly", "unsubscribe 2", "subscribe hourly <#20>", "edit 1 <#20>"):
        reply = await server.say(text, EDITOR)
        assert reply.outcome is Outcome.REFUSED and "editor of another channel" in said(reply), text
    granted = await server.say("resume 1", MEMBER, user="33", channel="77")
    assert granted.outcome is Outcome.DONE
    refused = await server.say("pause 1", MEMBER, user="ben")
    assert "Only editors of the channel may do that: whoever manages this server" in said(refused)
    for text in ("list", "show 1", "preview 1", "status", "settings", "feeds"):
        assert (await server.say(text, MEMBER, user="ben")).outcome in (Outcome.DONE, Outcome.NOTHING)


async def test_another_servers_subscriptions_are_out_of_reach(server: Server) -> None:
    """Their numbers say nothing, to an admin of this one neither."""
    for text in ("show 1", "edit 1 hourly", "unsubscribe 1", "preview 1", "undo 1"):
        reply = await server.say(text, server="2")
        assert reply.outcome is Outcome.MISTAKE and "There is no" in said(reply), text
    assert "There are no subscriptions" in said(await server.say("list", server="2"))


async def test_not_in_direct_messages(server: Server) -> None:
    """There is no server to be about."""
    reply = await server.say("list", server=None)
    assert reply.outcome is Outcome.REFUSED and "use it in one of them" in said(reply)


async def test_the_quota_is_said(server: Server) -> None:
    """One sentence, and nothing stored."""
    server.app = app(FakeNewsroom(), memory=server.memory, quotas=Quotas(subscriptions=2))
    reply = await server.say("subscribe hourly")
    assert reply.outcome is Outcome.REFUSED
    assert said(reply) == "There are 2 subscriptions already, and 2 is the most that may be: remove one first."
    assert len(server.memory.subscriptions(HERE)) == 2


async def test_listing(server: Server) -> None:
    """With the next run, or that it is paused; a channel's alone."""
    every = said(await server.say("list"))
    assert "1: #10 · daily 07:30, Europe/Berlin · Artemis, without Sky Ledger; standard, 7 stories · next " in every
    assert "2: #20" in every and "paused" in every
    assert "2: #20" not in said(await server.say("list <#10>"))


@pytest.mark.parametrize(("number", "days"), [(1, 1), (2, 1)])
async def test_a_preview_is_of_what_would_be_posted_now(server: Server, number: int, days: int) -> None:
    """Scope, length, stories and destination are the subscription's; the time is since the last digest."""
    reply = await server.say(f"preview {number}")
    one, request = server.memory.subscription(number), next(q[1] for q in server.room.asked if q[0] == "digest")
    assert one and reply.kind is Kind.DIGEST
    assert (request.scope, request.length, request.stories) == (one.scope, one.length, one.stories)
    assert request.destination == f"discord/1/{one.channel}"
    assert (request.window.end, request.window.end - request.window.start) == (NOW, timedelta(days=days))


async def test_a_preview_of_nothing(server: Server) -> None:
    """What would be posted then is the installation's choice."""
    server.room.stored = server.room.stored.__class__(0, 0, 0, 0, 0, None, None)
    assert said(await server.say("preview 1")).startswith("Nothing would be posted now:")
    server.memory.put_settings(HERE, {"empty": "line"})
    assert said(await server.say("preview 1")).startswith("This one line would be posted:")


@pytest.mark.parametrize("text", ["run 1", "history 1", "redeliver"])
async def test_what_needs_the_ledger_says_so(server: Server, text: str) -> None:
    """Where there is none, in one sentence; nothing is changed."""
    before = server.memory.export(HERE)
    assert "Nothing is posted from here." in said(await server.say(text))
    assert server.memory.export(HERE) == before


async def test_a_failed_store_stores_nothing() -> None:
    """The subscription and its line in the log are one transaction."""

    class Failing(MemoryInMemory):
        def add_change(self, change: object) -> int:
            raise RuntimeError("no log today")

    server = Server(Failing())
    assert (await server.say("subscribe hourly")).outcome is Outcome.FAILED
    assert server.memory.subscriptions() == []


async def test_why_is_judged_by_the_channels_subscriptions(server: Server) -> None:
    """Scope and destination are theirs; a period given asks in general; several answer each."""
    reply = await server.say("why https://news.example/4")
    request = server.room.asked[-1][2]
    assert request.destination == "discord/1/10" and request.scope.topics == ("Artemis",)
    assert "subscription 1 posted, or would post now" in said(reply)
    await server.say("why https://news.example/4 7 days")
    assert server.room.asked[-1][2].destination is None
    await server.say("subscribe hourly")
    several = said(await server.say("why https://news.example/4"))
    assert "Subscription 1 (daily 07:30): " in several and "Subscription 3 (hourly): " in several
    await server.say("why https://news.example/4", channel="99")
    assert server.room.asked[-1][2].destination is None
