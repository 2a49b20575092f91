"""Settings, roles, feeds, the log, one's data."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from bot.blocks import Attachment, Bullets, Pager, Picker
from bot.presenters import operations as presented
from bot.quotas import Quotas
from bot.replies import Kind, Outcome, Reply
from bot.spans import ChannelName, Text
from bot.store.values import Grant, Installation, Place, Role
from tests.bot.commands.admin.conftest import EDITOR, HERE, MEMBER, Server, commands, said
from tests.bot.fakes import app


def file(reply: Reply) -> Attachment:
    return next(block for block in reply.blocks if isinstance(block, Attachment))


async def test_settings_are_shown_explained_and_changed(server: Server) -> None:
    """All of them; one with its choices; a change is noted, and can be undone."""
    assert "zone: UTC — Time zone" in said(await server.say("settings"))
    assert commands(await server.say("settings empty"))[1] == "/downlink settings empty line"
    reply = await server.say("settings zone europe/berlin")
    assert server.memory.settings(HERE) == {"zone": "Europe/Berlin"} and reply.kind is Kind.SETTINGS
    await server.say(commands(reply)[0].removeprefix("/downlink "))
    assert server.memory.settings(HERE) == {}
    assert server.log()[:2] == ["anna: undo settings", "anna: settings settings"]


async def test_a_public_archive_says_that_it_has_what_was_posted_before(server: Server) -> None:
    """Before it is switched on, and when it is; not where it is switched off."""
    before, now = await server.say("settings archive"), await server.say("settings archive public")
    for reply in (before, now):
        assert "everything posted here until now is on them too" in said(reply)
    assert "archive is public now." in said(now)
    for text in ("archive private", "empty", "empty line"):
        assert "posted here until now" not in said(await server.say(f"settings {text}"))


async def test_a_setting_that_is_so_already_is_no_change(server: Server) -> None:
    """Nothing in the log."""
    before = server.log()
    assert "already" in said(await server.say("settings zone UTC"))
    assert server.log() == before


async def test_a_wrong_setting_gets_an_example_of_itself(server: Server) -> None:
    """Not of the command in general."""
    assert "/downlink settings quiet 22:00-07:00 delay" in said(await server.say("settings quiet sometimes"))
    assert "/downlink settings zone Europe/Berlin" in said(await server.say("settings zone Berlin"))
    assert '"colour" is no setting: there are zone, length' in said(await server.say("settings colour"))


ADMINS = ["settings zone UTC", "grant <@5>", "revoke <@33>", "feeds add https://a.example/", "export", "forget yes"]


@pytest.mark.parametrize("text", ADMINS)
async def test_what_only_admins_may(server: Server, text: str) -> None:
    """Editors and members are refused, and nothing is changed."""
    before = server.memory.export(HERE)
    for rights in (EDITOR, MEMBER):
        reply = await server.say(text, rights, user="ben")
        assert reply.outcome is Outcome.REFUSED and "Only admins may do that" in said(reply)
    assert server.memory.export(HERE) == before


async def test_granting_and_revoking(server: Server) -> None:
    """A role everywhere or in a channel; noted; undone; the granted may at once what they could not."""
    refused = await server.say("pause 1", MEMBER, user="77")
    assert refused.outcome is Outcome.REFUSED
    await server.say("grant <@!77> editor <#10>")
    assert (await server.say("pause 1", MEMBER, user="77")).outcome is Outcome.DONE
    await server.say("grant <@77> admin")
    assert (await server.say("settings empty line", MEMBER, user="77")).outcome is Outcome.DONE
    assert "2 roles" in said(await server.say("revoke <@77>"))
    assert (await server.say("settings empty nothing", MEMBER, user="77")).outcome is Outcome.REFUSED
    assert server.memory.grants(HERE, "77") == []
    await server.say("undo")
    assert len(server.memory.grants(HERE, "77")) == 1


async def test_granting_what_can_not_be(server: Server) -> None:
    """An admin of one channel; nothing to take back; nobody."""
    assert "An admin is one everywhere" in said(await server.say("grant <@5> admin <#10>"))
    assert "Nothing was granted" in said(await server.say("revoke <@5>"))
    assert "A member, such as @anna is missing" in said(await server.say("grant"))


async def test_feeds(server: Server) -> None:
    """Listed with how they do; one is looked at before it is added; removed; undone."""
    assert "failed 3 times in a row: it is not there" in said(await server.say("feeds"))
    assert "good" not in said(await server.say("feeds check"))
    assert "Orbit Daily: 12 entries" in said(await server.say("feeds add https://new.example/feed"))
    assert "https://new.example/feed" in [feed.url for feed in server.memory.feeds(HERE)]
    assert "Removed" in said(await server.say("feeds remove https://new.example/feed"))
    await server.say("undo")
    assert len(server.memory.feeds(HERE)) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("feeds add", "Which feed to add is missing"),
        ("feeds add ftp://a.example", "is no web address"),
        ("feeds add https://bad.example/other", "can't be read as a feed: it is not there (HTTP 404)"),
        ("feeds add https://good.example/feed", "read already"),
        ("feeds remove https://god.example/feed", "did you mean https://good.example/feed?"),
    ],
)
async def test_mistakes_with_feeds(server: Server, text: str, says: str) -> None:
    """One sentence; nothing is changed."""
    before = server.memory.feeds(HERE)
    reply = await server.say(text)
    assert reply.outcome is Outcome.MISTAKE and says in said(reply)
    assert server.memory.feeds(HERE) == before


async def test_too_many_feeds(server: Server) -> None:
    """The quota is said before the network is asked."""
    server.app = app(server.room, memory=server.memory, quotas=Quotas(feeds=2))
    assert "There are 2 feeds already" in said(await server.say("feeds add https://new.example/feed"))
    assert not [question for question in server.room.asked if question[0] == "try_feed"]


async def test_status(server: Server) -> None:
    """Counts against quotas, next runs, what fails."""
    words = said(await server.say("status"))
    assert "Subscriptions: 2 of 50, 1 paused" in words and "Feeds: 2 of 100, 1 failing" in words
    assert "Subscription 1 · #10 · next 17 Jul 2022, 05:30 UTC" in words
    assert "https://bad.example/feed: failed 3 times" in words


async def test_the_audit_log_is_paged(server: Server) -> None:
    """Ten a page, newest first; for editors."""
    for zone in ("Asia/Tokyo", "UTC") * 6:
        await server.say(f"settings zone {zone}")
    first, second = await server.say("audit"), await server.say("audit page 2")
    assert "13 " in said(first) and "anna · settings: zone (default) → Asia/Tokyo" in said(first).replace("@", "")
    assert next(block for block in first.blocks if isinstance(block, Pager)).next == "/downlink audit page 2"
    assert "1 · 16 Jul 2022" in said(second) and "when daily 07:30" in said(second)
    assert "no page 3" in said(await server.say("audit page 3"))
    assert (await server.say("audit", MEMBER, user="ben")).outcome is Outcome.REFUSED


async def test_undo_goes_back_step_by_step(server: Server) -> None:
    """Each undo takes the change before; undoing an undo puts it in force again."""
    await server.say("settings zone Asia/Tokyo")
    await server.say("settings empty line")
    await server.say("undo")
    await server.say("undo")
    assert server.memory.settings(HERE) == {}
    last = server.memory.changes(HERE)[0].id
    assert "In force again" in said(await server.say(f"undo {last}"))
    assert server.memory.settings(HERE) == {"zone": "Asia/Tokyo"}
    assert "taken back already" in said(await server.say(f"undo {last}"))


async def test_undo_keeps_to_quotas_and_makes_no_twins(server: Server) -> None:
    """What was removed comes back only where it might be made anew."""
    server.app = app(server.room, memory=server.memory, quotas=Quotas(subscriptions=3, feeds=1))
    await server.say("subscribe hourly")
    await server.say("unsubscribe 3")
    removed = server.memory.changes(HERE)[0].id
    await server.say("subscribe hourly")
    assert "That is subscription 4 already" in said(await server.say(f"undo {removed}"))
    await server.say("edit 4 daily 05:00")
    refused = await server.say(f"undo {removed}")
    assert refused.outcome is Outcome.REFUSED and "3 is the most that may be" in said(refused)
    assert [one.id for one in server.memory.subscriptions(HERE)] == [1, 2, 4]
    await server.say("unsubscribe 4")
    assert "Taken back" in said(await server.say(f"undo {removed}"))


async def test_editors_undo_their_own(server: Server) -> None:
    """By default their last change; of their channels only, and no settings."""
    await server.say("settings zone Asia/Tokyo")
    setting = server.memory.changes(HERE)[0].id
    await server.say("pause 1", EDITOR, user="ben")
    assert "state paused → active" in said(await server.say("undo", EDITOR, user="ben"))
    assert "nothing to undo" in said(await server.say("undo", EDITOR, user="dora"))
    assert (await server.say(f"undo {setting}", EDITOR, user="ben")).outcome is Outcome.REFUSED
    await server.say("resume 2")
    other = server.memory.changes(HERE)[0].id
    assert "editor of another channel" in said(await server.say(f"undo {other}", EDITOR, user="ben"))


async def test_export(server: Server) -> None:
    """Everything as one JSON file, without secrets; or one's own."""
    server.memory.put_installation(Installation(HERE, "Server", b"cipher"))
    exported = file(await server.say("export"))
    data = json.loads(exported.text)
    assert exported.name == "downlink-all-2022-07-16.json" and exported.media_type == "application/json"
    assert len(data["subscriptions"]) == 2 and "cipher" not in exported.text
    own = json.loads(file(await server.say("export me", MEMBER)).text)
    assert len(own["follows"]) == 2 and len(own["subscriptions"]) == 2 and own["grants"] == []


async def test_forgetting_everything_asks_first(server: Server) -> None:
    """The button says yes; the way in stays, the rest is gone, of this server alone."""
    other = Place("discord", "2")
    server.memory.put_grant(Grant(other, "x", Role.ADMIN))
    server.memory.put_installation(Installation(HERE, "Server", b"cipher"))
    before = server.memory.export(HERE)
    asked = await server.say("forget")
    assert server.memory.export(HERE) == before
    assert "/downlink forget yes" in commands(asked)
    await server.say("forget yes")
    assert {kind: len(rows) for kind, rows in server.memory.export(HERE).items() if rows} == {"installation": 1}
    assert len(server.memory.grants(other)) == 1


async def test_members_forget_themselves(server: Server) -> None:
    """What is theirs goes, their name with it; the subscriptions stay."""
    asked = await server.say("forget me", MEMBER)
    assert "/downlink forget me yes" in commands(asked)
    assert "To do it: /mydata forget sure:yes" in said(asked)  # members don't see /downlink there
    assert "To do it: /downlink forget me yes" in said(presented.ask_to_forget(True, "slack"))
    assert "To do it: /downlink forget yes" in said(presented.ask_to_forget(False, "discord"))
    await server.say("forget me yes", MEMBER)
    assert server.memory.follows(Place("discord"), "anna") == []
    assert "anna" not in json.dumps(server.memory.export(HERE))
    assert len(server.memory.subscriptions(HERE)) == 2


async def test_an_undo_after_forgetting_a_user_works(server: Server) -> None:
    """Log and subscriptions lose the name alike, so that they still agree."""
    await server.say("pause 1")
    await server.say("forget me yes")
    assert "state paused → active" in said(await server.say("undo"))


async def test_without_a_memory_it_is_said() -> None:
    """A desk on articles alone has nothing to list."""
    server = Server()
    server.app = replace(server.app, desk=replace(server.app.desk, memory=None))
    assert "Nothing can be remembered here" in said(await server.say("list"))


async def test_help_lists_them_apart(server: Server) -> None:
    """``/help`` for all, ``/help downlink`` for editors and admins, one by either name."""
    assert "subscribe" not in said(await server.say("help"))
    assert "/downlink subscribe WHEN" in said(await server.say("help downlink"))
    assert said(await server.say("help /downlink pause")) == said(await server.say("help pause"))
    assert "For editors." in said(await server.say("help pause"))


@pytest.mark.parametrize(
    "text", ["grant @anna", "revoke @anna", "subscribe hourly #space", "list #space", "edit 1 #space"]
)
async def test_a_name_that_the_platform_does_not_know(server: Server, text: str) -> None:
    """It comes as it was typed: better a question than a grant to nobody."""
    before = server.memory.export(HERE)
    reply = await server.say(text)
    assert reply.outcome is Outcome.MISTAKE and "choose it from the list" in said(reply)
    assert server.memory.export(HERE) == before


async def test_channels_are_shown_as_the_platform_does(server: Server) -> None:
    """In the log and in what undo says: a link where the platform has one; in a menu, which has none, not at all."""
    await server.say("edit 1 <#20>")
    await server.say("grant <@77> editor <#20>")
    log = await server.say("audit")
    (items,) = [block.items for block in log.blocks if isinstance(block, Bullets)]
    assert [ChannelName("20") in spans for spans in items[:2]] == [True, True]
    assert "grant @77 in #20: role editor" in said(log)
    assert "edit subscription 1: channel #10 → #20" in said(log)
    (picker,) = [block for block in log.blocks if isinstance(block, Picker)]
    assert [choice.description for choice in picker.choices[:2]] == ["grant: role editor", "subscription 1"]
    granted, edited = await server.say("undo"), await server.say("undo")
    assert "Taken back: the role of @77 in #20. was role editor" in said(granted)
    assert "Taken back: subscription 1. channel #20 → #10" in said(edited)
    raw = [span.text for spans in (*items, granted.blocks[0].spans, edited.blocks[0].spans)  # type: ignore[union-attr]
           for span in spans if isinstance(span, Text)]  # fmt: skip
    assert not re.search(r"\b(77|20)\b", " ".join(raw).replace("20:", ""))
