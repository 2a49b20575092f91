"""Deliveries on Slack: what each refusal condemns, and looking for what was perhaps posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.platforms.base import HistoryUnreadable, PostDelayed, PostError, PostRefused, PostUncertain, Reach
from bot.platforms.slack import history
from bot.platforms.slack.post import PREPARING, SENDING, TRAITS
from bot.platforms.slack.tokens import Own
from bot.platforms.trying import TIMEOUT
from bot.replies import Destination
from tests.bot.platforms.slack.stage import Stage, problems, workspace
from tests.bot.replies import EVERY

POST, HISTORY = "chat.postMessage", "conversations.history"
MARK = "0123456789abcdef"


def there(stage: Stage, channel: str | None = None, thread: str | None = None) -> Destination:
    """Name a channel."""
    return Destination("slack", channel or stage.emulator.general["id"], stage.emulator.team["id"], thread)


def said(error: str) -> dict[str, Any]:
    """Make a fault that refuses."""
    return {"kind": "status", "status": 200, "body": {"ok": False, "error": error}}


async def raised(stage: Stage, where: Destination | None = None) -> PostError:
    """Post, and give what that raises."""
    with pytest.raises(PostError) as problem:
        await stage.platform.post(where or there(stage), EVERY["digest"], marker=MARK)
    return problem.value


def now() -> datetime:
    return datetime.now(UTC)


def test_a_post_is_over_within_its_time() -> None:
    """What the courier compares with its lease covers all of it."""
    assert TRAITS.timeout == PREPARING + SENDING and TIMEOUT.total is not None and TIMEOUT.total <= SENDING


@pytest.mark.parametrize(
    ("error", "sole", "reach"),
    [
        ("invalid_blocks", True, Reach.CONTENT),
        ("msg_blocks_too_long", True, Reach.CONTENT),
        ("thread_not_found", True, Reach.CONTENT),
        ("something_new", True, Reach.CONTENT),
        ("is_archived", True, Reach.CHANNEL),
        ("channel_not_found", True, Reach.CHANNEL),
        ("not_in_channel", True, Reach.CHANNEL),
        ("restricted_action", True, Reach.CHANNEL),
        ("user_disabled", True, Reach.CHANNEL),
        ("token_revoked", True, Reach.INSTALLATION),
        ("account_inactive", False, Reach.INSTALLATION),
        ("missing_scope", True, Reach.INSTALLATION),
        ("invalid_auth", False, Reach.INSTALLATION),
        ("invalid_auth", True, Reach.BOT),
        ("token_expired", True, Reach.BOT),
    ],
)
async def test_a_refusal_condemns_no_more_than_it_must(error: str, sole: bool, reach: Reach) -> None:
    """One call; a token that the operator has to mend is not the channels' fault."""
    async with workspace(socket=False) as stage:
        stage.platform._tokens.own = Own(stage.emulator.bot_token, stage.platform.calls, sole=sole)
        stage.emulator.fault(match=POST, **said(error))
        problem = await raised(stage)
        assert isinstance(problem, PostRefused) and problem.reach is reach and not problem.invalid
        assert len(stage.emulator.recorder.find(route=POST)) == 1


async def test_what_has_become_of_the_channel_and_the_workspace() -> None:
    """As the emulator tells it: archived, deleted, not invited, removed from the workspace."""
    async with workspace(socket=False) as stage:
        it = stage.emulator
        it.set_channel(it.news["id"], is_archived=True)
        assert (await raised(stage, there(stage, it.news["id"]))).reach is Reach.CHANNEL  # type: ignore[attr-defined]
        it.delete_channel(it.news["id"])
        assert (await raised(stage, there(stage, it.news["id"]))).reach is Reach.CHANNEL  # type: ignore[attr-defined]
        it.set_channel(it.general["id"], is_member=False)
        for look in (raised(stage), not_found(stage)):
            assert (await look).reach is Reach.CHANNEL  # type: ignore[attr-defined]
        it.set_channel(it.general["id"], is_member=True)
        it.revoke_token()
        for look in (raised(stage), not_found(stage)):
            assert (await look).reach is Reach.INSTALLATION  # type: ignore[attr-defined]


async def not_found(stage: Stage) -> PostError:
    """Look, and give what that raises."""
    with pytest.raises(PostError) as problem:
        await stage.platform.find(there(stage), MARK, since=now())
    return problem.value


@pytest.mark.parametrize("error", ["org_login_required", "team_added_to_org", "message_limit_exceeded"])
async def test_what_passes_is_waited_for(error: str) -> None:
    """A workspace that is being moved is not gone."""
    async with workspace(socket=False) as stage:
        stage.emulator.fault(match=POST, **said(error))
        problem = await raised(stage)
        assert isinstance(problem, PostDelayed) and problem.reach is Reach.INSTALLATION and problem.seconds >= 60


async def test_one_reply_that_cannot_be_laid_out_is_refused_alone() -> None:
    """Whatever is wrong with it, it is the content's fault, in the log, and nothing is sent."""
    async with workspace(socket=False) as stage:
        poison = replace(EVERY["digest"], blocks=(object(),))  # type: ignore[arg-type]
        with pytest.raises(PostRefused, match="can't be laid out") as problem:
            await stage.platform.post(there(stage), poison, marker=MARK)
        assert problem.value.reach is Reach.CONTENT and stage.emulator.recorder.find(route=POST) == []


async def test_a_long_history_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the end before it is said that it is not there; from just before the time that is named."""
    monkeypatch.setattr(history, "PAGE", 3)
    async with workspace(socket=False) as stage:
        first = await stage.platform.post(there(stage), EVERY["story"], marker=MARK)
        for _ in range(10):
            await stage.platform.post(there(stage), EVERY["help"])
        found = await stage.platform.find(there(stage), MARK, since=now() - timedelta(seconds=5))
        assert found and found.message_id == first.message_id
        assert len(stage.emulator.recorder.find(route=HISTORY)) == 4
        assert await stage.platform.find(there(stage), "f" * 16, since=now() - timedelta(seconds=5)) is None
        assert await stage.platform.find(there(stage), MARK, since=now() + timedelta(minutes=10)) is None
        stage.emulator.fault(kind="ratelimit", match=HISTORY, skip=2, retry_after=11)
        with pytest.raises(PostDelayed) as delayed:
            await stage.platform.find(there(stage), "f" * 16, since=now() - timedelta(seconds=5))
        assert delayed.value.seconds == 11 and delayed.value.reach is Reach.CONTENT
        more = {"ok": True, "messages": [], "has_more": True}
        stage.emulator.fault(kind="status", status=200, body=more, match=HISTORY)
        with pytest.raises(HistoryUnreadable):
            await stage.platform.find(there(stage), MARK, since=now() - timedelta(seconds=5))
        monkeypatch.setattr(history, "PAGES", 2)
        with pytest.raises(HistoryUnreadable):
            await stage.platform.find(there(stage), MARK, since=now() - timedelta(seconds=5))


async def test_a_look_that_is_told_to_wait_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Apps that Slack limits read a page a minute; a bookmark that has grown too old is thrown away."""
    monkeypatch.setattr(history, "PAGE", 3)
    async with workspace(socket=False) as stage:
        since = now() - timedelta(seconds=5)
        first = await stage.platform.post(there(stage), EVERY["story"], marker=MARK)
        for _ in range(10):
            await stage.platform.post(there(stage), EVERY["help"])
        for _ in range(3):
            stage.emulator.fault(kind="ratelimit", match=HISTORY, skip=1, retry_after=60)
            with pytest.raises(PostDelayed):
                await stage.platform.find(there(stage), MARK, since=since)
            stage.emulator.clear_faults()
        found = await stage.platform.find(there(stage), MARK, since=since)
        assert found and found.message_id == first.message_id
        pages = stage.emulator.recorder.find(route=HISTORY, status=200)
        assert len(pages) == 4 and len({each.body.get("cursor") for each in pages}) == 4
        stage.emulator.fault(kind="ratelimit", match=HISTORY, skip=1, retry_after=60)
        stage.emulator.fault(match=HISTORY, skip=1, **said("invalid_cursor"))
        for _ in range(2):
            with pytest.raises(PostDelayed):
                await stage.platform.find(there(stage), MARK, since=since)
        assert await stage.platform.find(there(stage), MARK, since=since) and not stage.platform._bookmarks


@pytest.mark.parametrize("fault", [
    {"kind": "status", "status": 500}, {"kind": "drop"}, {"kind": "garbage"},
    {"kind": "status", "status": 200, "body": {"ok": True}},
])  # fmt: skip
async def test_a_look_that_fails_says_nothing(fault: dict[str, Any]) -> None:
    """Not there is only what was read to the end."""
    async with workspace(socket=False) as stage:
        await stage.platform.post(there(stage), EVERY["story"], marker=MARK)
        stage.emulator.fault(match=HISTORY, **fault)
        with pytest.raises(PostDelayed):
            await stage.platform.find(there(stage), MARK, since=now())
        assert await stage.platform.find(there(stage), MARK, since=now() - timedelta(seconds=5))


async def test_others_metadata_is_not_ours() -> None:
    """Another app may use the same words."""
    async with workspace(socket=False) as stage:
        it = stage.emulator
        for metadata in ({"event_type": "other", "event_payload": {"marker": f"{MARK}/0"}},
                         {"event_type": "downlink_delivery", "event_payload": {}},
                         {"event_type": "downlink_delivery", "event_payload": {"marker": [MARK]}}, None):  # fmt: skip
            it._post(it.general, {"text": "hello", "metadata": metadata}, None)
        assert await stage.platform.find(there(stage), MARK, since=now() - timedelta(seconds=5)) is None


async def test_a_conversation_whose_scope_is_missing_cannot_be_read() -> None:
    """An app installed with an older manifest posts, and says what it can't find out."""
    async with workspace(socket=False) as stage:
        alice = there(stage, f"@{stage.emulator.alice['id']}")
        await stage.platform.post(alice, EVERY["story"], marker=MARK)
        stage.emulator.fault(match="conversations.open", **said("missing_scope"))
        with pytest.raises(HistoryUnreadable):
            await stage.platform.find(alice, MARK, since=now())
        with pytest.raises(PostRefused) as gone:
            await stage.platform.find(there(stage, "@U0GONE"), MARK, since=now())
        assert gone.value.reach is Reach.CHANNEL


async def test_a_thread_that_is_gone_cannot_be_looked_through() -> None:
    """The channel is not condemned for it."""
    async with workspace(socket=False) as stage:
        stage.emulator.fault(match="conversations.replies", **said("thread_not_found"))
        with pytest.raises(HistoryUnreadable):
            await stage.platform.find(there(stage, thread="1.1"), MARK, since=now())


async def test_a_slow_answer_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the time of a post its outcome is uncertain, whatever Slack does."""
    from bot.platforms.slack import post

    monkeypatch.setattr(post, "SENDING", 0.2)
    async with workspace(socket=False) as stage:
        await stage.platform._tokens.of(stage.emulator.team["id"])
        stage.emulator.fault(kind="delay", delay=0.6, match=POST)
        assert isinstance(await raised(stage), PostUncertain)
        await stage.until(lambda: stage.emulator.list_messages())
        assert await stage.platform.find(there(stage), MARK, since=now() - timedelta(seconds=5))
        assert problems(stage) == []
