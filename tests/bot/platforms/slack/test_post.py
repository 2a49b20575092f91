"""Posting one message of a delivery: what became of it is certain, or known not to be."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from bot.platforms.base import PostDelayed, PostRefused, PostUncertain
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.greeting import greet
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.render import EVENT_TYPE
from bot.platforms.slack.tokens import Own, Tokens
from bot.replies import Destination
from bot.store.values import Place
from tests.bot.answers import NOW
from tests.bot.platforms.slack.stage import Stage, problems, workspace
from tests.bot.replies import EVERY


def there(stage: Stage, channel: str | None = None) -> Destination:
    """Name the general channel."""
    return Destination("slack", channel or stage.emulator.general["id"], stage.emulator.team["id"])


async def test_a_post_arrives_with_its_marker() -> None:
    """The receipt has Slack's id of it; a thread is where it was said to be."""
    async with workspace(socket=False) as stage:
        receipt = await stage.platform.post(there(stage), EVERY["digest"], marker="delivery-1")
        (message,) = stage.emulator.list_messages()
        assert message["ts"] == receipt.message_id and receipt.at.tzinfo
        assert message["metadata"] == {"event_type": EVENT_TYPE, "event_payload": {"marker": "delivery-1/0"}}
        below = Destination("slack", message["channel"], stage.emulator.team["id"], message["ts"])
        await stage.platform.post(below, EVERY["story"])
        assert stage.emulator.list_messages()[1]["thread_ts"] == message["ts"] and problems(stage) == []


@pytest.mark.parametrize(
    ("fault", "raised", "arrives"),
    [
        ({"kind": "status", "status": 500}, PostUncertain, 0),
        ({"kind": "status", "status": 503, "body": {"ok": False, "error": "service_unavailable"}}, PostUncertain, 0),
        ({"kind": "after", "status": 502}, PostUncertain, 1),
        ({"kind": "drop"}, PostUncertain, 0),
        ({"kind": "drop_after"}, PostUncertain, 1),
        ({"kind": "garbage"}, PostUncertain, 0),
        ({"kind": "status", "status": 200, "body": {"ok": False, "error": "fatal_error"}}, PostUncertain, 0),
        ({"kind": "status", "status": 200, "body": {"ok": True}}, PostUncertain, 0),
        ({"kind": "ratelimit", "retry_after": 7}, PostDelayed, 0),
        ({"kind": "status", "status": 200, "body": {"ok": False, "error": "invalid_blocks"}}, PostRefused, 0),
        ({"kind": "status", "status": 200, "body": {"ok": False, "error": "token_revoked"}}, PostRefused, 0),
    ],
)
async def test_failures_are_told_apart_and_nothing_is_repeated(
    fault: dict[str, Any], raised: type[Exception], arrives: int
) -> None:
    """One call, whatever becomes of it."""
    async with workspace(socket=False) as stage:
        stage.emulator.fault(match="chat.postMessage", **fault)
        with pytest.raises(raised) as problem:
            await stage.platform.post(there(stage), EVERY["digest"])
        assert len(stage.emulator.recorder.find(route="chat.postMessage")) == 1
        assert len(stage.emulator.list_messages()) == arrives
        assert not isinstance(problem.value, PostDelayed) or problem.value.seconds == 7
        assert stage.emulator.bot_token not in str(problem.value)


async def test_refusals_say_what_to_do() -> None:
    """Not invited, archived, gone, removed."""
    async with workspace(socket=False) as stage:
        it = stage.emulator
        it.set_channel(it.news["id"], is_archived=True)
        for channel, says in ((it.private["id"], "invited"), (it.news["id"], "archived"), ("C0", "no longer exists")):
            with pytest.raises(PostRefused, match=says):
                await stage.platform.post(there(stage, channel), EVERY["digest"])
        it.set_channel(it.general["id"], is_member=False)
        with pytest.raises(PostRefused, match="invite it there"):
            await stage.platform.post(there(stage), EVERY["digest"])
        it.revoke_token()
        with pytest.raises(PostRefused, match="removed"):
            await stage.platform.post(there(stage), EVERY["digest"])


async def test_a_slack_that_is_not_there_delays() -> None:
    """Nobody listens: it was not posted."""
    async with workspace(socket=False) as stage:
        await stage.emulator.stop()
        with pytest.raises(PostDelayed):
            await stage.platform.post(there(stage), EVERY["digest"])


async def test_there_is_no_part_beyond_the_last() -> None:
    """A delivery that counts otherwise is wrong, not posted."""
    async with workspace(socket=False) as stage:
        with pytest.raises(PostRefused):
            await stage.platform.post(there(stage), EVERY["digest"], part=9)


async def test_no_secret_is_in_any_log(caplog: pytest.LogCaptureFixture) -> None:
    """Everything at its worst, and everybody listening to every logger."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("downlink").propagate = True
    async with workspace() as stage:
        it = stage.emulator
        await stage.asked("/downlink", "who Rogozin")
        for match in ("chat.postMessage", "response_url", "apps.connections.open", "users.info", "views.open"):
            for fault in ({"kind": "status", "status": 500}, {"kind": "drop"}, {"kind": "garbage"}):
                it.fault(match=match, **fault)
        for _ in range(3):
            with pytest.raises(PostUncertain):
                await stage.platform.post(there(stage), EVERY["digest"])
            await it.slash("/downlink", "digest yesterday")
            await it.slash("/downlink", "quotes")
        it.socket_drop()
        await stage.until(lambda: len(it.recorder.find(route="apps.connections.open")) >= 4, 10)
        it.clear_faults()
        await stage.until(it.live, 10)
        secrets = [it.bot_token, it.app_token, it.signing_secret, *it.response_urls, *it.triggers, *it.tickets]
        assert len(secrets) > 10
        assert not [each for each in secrets if each in caplog.text]


async def test_the_workspace_of_the_operators_token_is_noted() -> None:
    """Removed and added again, it is in force again; its removal deletes nothing at once but the token."""
    async with workspace() as stage:
        memory, place = stage.app.desk.memory, Place("slack", stage.emulator.team["id"])
        assert memory is not None
        first = await stage.until(lambda: memory.installation(place))
        assert first.name == "Lab" and first.secret == b""
        await stage.emulator.event({"type": "app_uninstalled"})
        await stage.until(lambda: memory.installation(place).removed_at)  # type: ignore[union-attr]
        calls = Calls(stage.emulator.api_base)
        await greet(Tokens(Own("xoxb-wrong", calls), Installations(memory, None, lambda: NOW)))
        assert memory.installation(place).removed_at  # type: ignore[union-attr]
        await greet(Tokens(Own(stage.emulator.bot_token, calls), Installations(memory, None, lambda: NOW)))
        assert memory.installation(place).removed_at is None  # type: ignore[union-attr]
        await calls.close()
