"""Whose token is used where, and what follows where there is none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from slack_sdk.oauth.installation_store.models.installation import Installation as Native

from bot.config import Settings
from bot.platforms.base import PostDelayed, PostError, PostRefused
from bot.platforms.slack.calls import Calls, Lost
from bot.platforms.slack.greeting import greet
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.people import People, Person
from bot.platforms.slack.setup import installations
from bot.platforms.slack.tokens import NoToken, Own, Tokens
from bot.replies import Destination
from bot.secrets import Vault, new_key
from bot.store.sql import open_memory
from bot.store.values import Installation, Place
from digests.errors import StoreError
from tests.bot.fakes import app
from tests.bot.memory import MemoryInMemory
from tests.bot.platforms.slack.stage import Stage, problems, shown, workspace
from tests.bot.replies import EVERY

NOW = datetime(2022, 7, 16, 9, tzinfo=UTC)


class Told(Calls):
    """Tells who somebody is, or fails; counts the questions."""

    def __init__(self, **user: Any) -> None:
        super().__init__()
        self.user, self.asked, self.fails = user, 0, False

    async def send(self, method: str, token: str, body: Any, *, form: bool = False) -> dict[str, Any]:
        """Answer ``users.info`` and ``auth.test``."""
        self.asked += 1
        if self.fails:
            raise Lost("500")
        return {"ok": True, "user": self.user, "team_id": "T1", "team": "Lab"}

    async def patiently(self, once: Any, *_: Any, **more: Any) -> Any:
        """Try once: nobody waits in tests."""
        return await once()


async def test_the_operators_token_is_used_in_its_own_workspace_alone() -> None:
    """Slack is asked once whose it is, however many ask; another workspace gets a refusal in a sentence."""
    calls = Told()
    tokens = Tokens(Own("xoxb-own", calls), None)
    assert await asyncio.gather(*(tokens.of("T1") for _ in range(5))) == ["xoxb-own"] * 5 and calls.asked == 1
    for team in ("T2", "", "t1"):
        with pytest.raises(NoToken, match="installed here"):
            await tokens.of(team)


async def test_a_question_that_fails_is_asked_again() -> None:
    """Until Slack has said whose the token is, it is nobody's."""
    calls = Told()
    tokens, calls.fails = Tokens(Own("xoxb-own", calls), None), True
    with pytest.raises(Lost):
        await tokens.of("T1")
    calls.fails = False
    assert await tokens.of("T1") == "xoxb-own"


async def test_a_stored_token_goes_before_the_operators() -> None:
    """Each workspace has its own; one that was removed has none."""
    memory = MemoryInMemory()
    vault = Vault(new_key())
    store = Installations(memory, vault, lambda: NOW)
    for team in ("T1", "T2", "T3"):
        memory.put_installation(Installation(Place("slack", team), team, vault.seal(f"xoxb-{team}"), installed_at=NOW))
    await store.remove("T3")
    tokens = Tokens(Own("xoxb-own", Told()), store)
    assert [await tokens.of(team) for team in ("T1", "T2")] == ["xoxb-T1", "xoxb-T2"]
    with pytest.raises(NoToken):
        await tokens.of("T3")
    await store.remove("T1")
    assert await tokens.of("T1") == "xoxb-own"


async def failing_post(stage: Stage, team: str | None = None) -> PostError:
    """Post somewhere and give what that raises."""
    it = stage.emulator
    with pytest.raises(PostError) as raised:
        await stage.platform.post(Destination("slack", it.general["id"], team or it.team["id"]), EVERY["digest"])
    assert it.list_messages() == []
    return raised.value


async def test_a_post_without_a_usable_token_raises_what_the_port_names() -> None:
    """Another workspace, a key that no longer fits, a database that is busy: nothing was posted."""
    async with workspace(socket=False) as stage:
        memory, team = stage.app.desk.memory, stage.emulator.team["id"]
        assert memory is not None
        assert isinstance(await failing_post(stage, "T0ELSE"), PostRefused)
        place = Place("slack", team)
        memory.put_installation(Installation(place, "Lab", Vault(new_key()).seal("xoxb-x"), installed_at=NOW))
        told = await failing_post(stage)
        assert isinstance(told, PostRefused) and "DOWNLINK_SECRET_KEY" in str(told)

        def broken(*_: object) -> Any:
            raise StoreError("The database is busy.")

        memory.installation = broken  # type: ignore[method-assign, assignment]
        assert isinstance(await failing_post(stage), PostDelayed)


async def test_a_post_while_slack_does_not_say_whose_the_token_is() -> None:
    """Delayed where it can't be asked, refused where the token is no longer good."""
    for fault, raised in (
        ({"kind": "status", "status": 500}, PostDelayed),
        ({"kind": "ratelimit", "retry_after": 9}, PostDelayed),
        ({"kind": "status", "status": 200, "body": {"ok": False, "error": "invalid_auth"}}, PostRefused),
    ):
        async with workspace(socket=False) as stage:
            own = Own(stage.emulator.bot_token, stage.platform.calls)
            stage.platform._tokens.own = own
            stage.emulator.fault(match="auth.test", times=-1, **fault)
            told = await failing_post(stage)
            assert isinstance(told, raised) and (not isinstance(told, PostDelayed) or told.seconds in (5, 9))
            assert "can't be reached" in str(told) or "asks to wait" in str(told) or "token" in str(told)


async def test_a_workspace_without_a_token_is_answered_and_never_with_anothers() -> None:
    """Its commands have addresses of their own to answer at; whatever needs a token is left, without a failure."""
    async with workspace() as stage:
        it = stage.emulator
        await stage.until(lambda: it.recorder.find(route="auth.test"))
        it.team = it.team | {"id": "T0ELSE"}
        before = len(it.recorder.items)
        assert "Dmitry Rogozin" in (await stage.asked("/downlink", "who Rogozin"))["text"]
        assert "Only" in shown(await stage.asked("/downlink", "grant <@U123|bob> editor"))
        for event in ({"type": "app_home_opened", "user": "U1", "tab": "home"}, {"type": "app_mention", "user": "U1",
                      "text": "who is Rogozin?", "channel": it.general["id"], "ts": "1.1"}):  # fmt: skip
            await it.event(event)
        await it.slash("/quotes", "")
        await stage.until(lambda: len(stage.whispers) == 3)
        assert {each.route for each in it.recorder.items[before:]} == {"response_url"}
        assert problems(stage) == [] and stage.reported == []


async def test_who_runs_the_workspace_is_asked_again_soon() -> None:
    """A time zone is believed for minutes; that somebody runs the workspace, for seconds alone."""
    now, calls = [0.0], Told(team_id="T1", is_admin=True, tz="Asia/Tokyo")
    people = People(calls, lambda: now[0])
    assert (await people.about("T1", "U1", "t", judged=True)).manages
    calls.user = {"team_id": "T1", "is_admin": False, "tz": "Asia/Tokyo"}
    now[0] = 29.0
    assert (await people.about("T1", "U1", "t", judged=True)).manages and calls.asked == 1
    now[0] = 31.0
    assert not (await people.about("T1", "U1", "t", judged=True)).manages and calls.asked == 2
    now[0] = 500.0
    assert (await people.about("T1", "U1", "t", judged=False)).zone == "Asia/Tokyo" and calls.asked == 2


async def test_who_goes_on_working_never_waits_again() -> None:
    """Slack is asked anew before the answer is too old to count."""
    now, calls = [0.0], Told(team_id="T1", is_admin=True)
    people = People(calls, lambda: now[0])
    for now[0] in (0.0, 9.0):
        assert (await people.about("T1", "U1", "t", judged=True)).manages and calls.asked == 1
    calls.user = {"team_id": "T1", "is_admin": False}
    now[0] = 11.0
    assert (await people.about("T1", "U1", "t", judged=True)).manages
    await asyncio.sleep(0)
    assert calls.asked == 2
    now[0] = 12.0
    assert not (await people.about("T1", "U1", "t", judged=True)).manages and calls.asked == 2


async def test_only_what_depends_on_rights_waits_for_them() -> None:
    """Slack is slow to say who somebody is: what anybody may see is there before."""
    async with workspace(heartbeat=30.0) as stage:
        it = stage.emulator
        it.users[it.alice["id"]]["is_admin"] = True
        it.fault(kind="delay", match="users.info", delay=3.0, times=-1)
        for text in ("status", "settings", "show 1", "history 1", "feeds"):
            await it.slash("/downlink", text)
        await stage.until(lambda: len(stage.whispers) == 5, 2.5)
        assert not it.recorder.find(route="users.info")
        assert "Only" not in shown(await stage.asked("/downlink", "export"))
        assert it.recorder.find(route="users.info")


async def test_nobody_runs_the_workspace_where_slack_does_not_say() -> None:
    """What was known before counts no more."""
    now, calls = [0.0], Told(team_id="T1", is_owner=True)
    people = People(calls, lambda: now[0])
    assert (await people.about("T1", "U1", "t", judged=True)).manages
    now[0], calls.fails = 31.0, True
    assert await people.about("T1", "U1", "t", judged=True) == Person()
    calls.fails, calls.user = False, {"team_id": "T1", "is_owner": True, "deleted": True}
    assert not (await people.about("T1", "U1", "t", judged=True)).manages


async def test_an_admin_who_is_none_any_more_deletes_nothing() -> None:
    """Through the whole bot: the role is taken away, half a minute passes, and ``forget`` is refused."""
    async with workspace() as stage:
        it = stage.emulator
        it.users[it.alice["id"]]["is_admin"] = True
        assert "Only" not in shown(await stage.asked("/downlink", "forget"))
        it.users[it.alice["id"]]["is_admin"] = False
        people = stage.platform._interactions._people
        people._clock = lambda: 1e9
        assert "Only admins" in shown(await stage.asked("/downlink", "forget yes"))


async def test_an_installation_of_a_whole_organisation_is_told_so() -> None:
    """Commands, buttons and mentions: one sentence, and nothing is done."""
    async with workspace() as stage:
        it = stage.emulator
        who = {"team_id": it.team["id"], "user_id": it.alice["id"], "channel_id": it.general["id"], "trigger_id": "1"}
        url = it._response_url("commands", it.general["id"], it.alice["id"])
        asked = {"command": "/downlink", "text": "who Rogozin", "response_url": url, "is_enterprise_install": "true"}
        await it._deliver("slash_commands", who | asked)
        await stage.until(lambda: stage.whispers)
        payload = {
            "type": "block_actions", "user": {"id": it.alice["id"]}, "team": None, "enterprise": {"id": "E1"},
            "is_enterprise_install": True, "actions": [{"type": "button", "value": "d:/who Rogozin", "action_id": "x"}],
            "response_url": it._response_url("actions", it.general["id"], it.alice["id"]),
        }  # fmt: skip
        await it._deliver("interactive", payload)
        await stage.until(lambda: len(stage.whispers) == 2)
        assert all("not a whole organisation" in each["text"] for each in stage.whispers)
        seen_by = [{"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}]
        for number, event in enumerate((
            {"type": "app_mention", "user": it.alice["id"], "text": "who is Rogozin?", "channel": "C1", "ts": "1.1"},
            {"type": "app_home_opened", "user": it.alice["id"], "tab": "home"},
            {"type": "app_uninstalled"},
        )):  # fmt: skip
            body = {"type": "event_callback", "event_id": f"Ev{number}", "enterprise_id": "E1", "event": event}
            assert (await it._deliver("events_api", body | {"authorizations": seen_by})).acked
        await asyncio.sleep(0.2)
        assert stage.app.newsroom.asked == [] and stage.reported == []  # type: ignore[attr-defined]
        assert stage.app.desk.memory.installation(Place("slack", "")) is None  # type: ignore[union-attr]


async def test_a_new_token_lets_posts_go_again(tmp_path: Path) -> None:
    """What was stopped because the old one was revoked; what is wrong with one channel stays."""
    memory = open_memory(f"sqlite:///{tmp_path / 'bot.db'}")
    place = Place("slack", "T1")
    settings = Settings(slack_client_id="1", secret_key=SecretStr(new_key()))
    for restore in ("oauth", "own"):
        memory.ledger.halt(place, "", "The bot was removed from the workspace.", NOW)
        memory.ledger.halt(place, "C1", "The channel is archived.", NOW)
        store = installations(settings, app(memory=memory))
        assert store is not None
        if restore == "oauth":
            await store.async_save(
                Native(team_id="T1", team_name="Lab", bot_token="xoxb-2", user_id="U1", installed_at=NOW.timestamp())
            )
        else:
            await greet(Tokens(Own("xoxb-own", Told()), store))
        assert [halt.channel for halt in memory.ledger.halts(place)] == ["C1"], restore
    memory.close()


async def test_an_own_token_of_no_use_is_told_to_whoever_watches() -> None:
    """Refused, or a whole organisation's: a sentence that names the setting; a Slack that is away is no such thing."""
    calls = Told()
    for told, says in (
        ({"ok": False, "error": "invalid_auth"}, "does not accept the bot token"),
        ({"ok": True, "team_id": "E1", "is_enterprise_install": True}, "whole organisation's"),
        ({"ok": True, "team_id": "T1", "team": "Lab"}, ""),
        ({"ok": False, "error": "team_added_to_org"}, ""),
    ):
        async with workspace(socket=False) as stage:
            stage.platform._tokens.own = Own("xoxb-x", stage.platform.calls)
            stage.emulator.fault(kind="status", status=200, body=told, match="auth.test", times=-1)
            await stage.platform._greet()
            trouble = stage.platform.trouble() or ""
            assert says in trouble and ("DOWNLINK_SLACK_BOT_TOKEN" in trouble) == bool(says)
    calls.fails = True
    assert await greet(Tokens(Own("xoxb-x", calls), None)) is None


async def test_a_token_revoked_meanwhile_is_told_to_whoever_watches() -> None:
    """By the first post that is refused, until one goes through; a channel's own trouble is not the token's."""
    async with workspace(socket=False) as stage:
        it, platform = stage.emulator, stage.platform
        there = Destination("slack", it.general["id"], it.team["id"])
        for error, says in (("is_archived", None), ("msg_blocks_too_long", None), ("token_revoked", "is revoked")):
            it.fault(kind="status", status=200, body={"ok": False, "error": error}, match="chat.postMessage")
            with pytest.raises(PostRefused):
                await platform.post(there, EVERY["digest"])
            trouble = platform.trouble()
            assert says in trouble if says and trouble else trouble is None and says is None
        await platform.post(there, EVERY["digest"])
        assert platform.trouble() is None


async def test_another_workspaces_token_is_not_the_operators() -> None:
    """Where others installed the app, one of them that removes it is no trouble of the process."""
    async with workspace(socket=False) as stage:
        it, platform = stage.emulator, stage.platform
        platform._tokens.own = Own(it.bot_token, platform.calls, sole=False)
        it.fault(kind="status", status=200, body={"ok": False, "error": "token_revoked"}, match="chat.postMessage")
        with pytest.raises(PostRefused):
            await platform.post(Destination("slack", it.general["id"], it.team["id"]), EVERY["digest"])
        assert platform.trouble() is None


async def test_a_token_is_tried_now_and_then() -> None:
    """One that is revoked while nothing is posted is found out too; a Slack that is away changes nothing."""
    async with workspace(socket=False, asked_again=0.05) as stage:
        await stage.until(lambda: len(stage.emulator.recorder.find(route="auth.test")) > 2)
        assert stage.platform.trouble() is None
        stage.emulator.revoke_token()
        says = await stage.until(stage.platform.trouble)
        assert "does not accept the bot token" in says
        stage.emulator.fault(kind="status", status=500, body={}, match="auth.test", times=-1)
        asked = len(stage.emulator.recorder.find(route="auth.test"))
        await stage.until(lambda: len(stage.emulator.recorder.find(route="auth.test")) > asked + 2)
        assert stage.platform.trouble() == says
        stage.emulator.revoked.clear()
        stage.emulator.clear_faults()
        await stage.until(lambda: stage.platform.trouble() is None)
