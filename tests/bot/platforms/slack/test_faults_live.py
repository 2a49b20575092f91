"""Slack at its worst: connections that drop, freeze and are refreshed, answers that are lost, limits."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from bot.platforms.slack.adapter import Slack
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.socket import Socket
from bot.platforms.slack.tokens import Own, Tokens
from bot.replies import Invocation, Reply
from digests.errors import StoreError
from tests.bot.answers import NOW
from tests.bot.fakes import app
from tests.bot.platforms.slack.stage import Stage, problems, workspace
from tests.emulators.slack_emulator import SlackEmulator


async def works_again(stage: Stage, within: float = 10.0) -> None:
    """A command is answered, once, as soon as there is a connection."""
    await stage.until(lambda: any(not conn.frozen for conn in stage.emulator.live()), within)
    before = len(stage.whispers)
    await stage.asked("/downlink", "who Rogozin")
    await asyncio.sleep(0.05)
    assert len(stage.whispers) == before + 1


async def test_a_dropped_connection_is_made_again() -> None:
    """Cut, or closed in order."""
    async with workspace() as stage:
        stage.emulator.socket_drop()
        await stage.until(lambda: not stage.emulator.live())
        await works_again(stage)
        await stage.emulator.socket_close(1000)
        await stage.until(lambda: not stage.emulator.live())
        await works_again(stage)
        assert problems(stage) == []


async def test_a_frozen_connection_is_noticed_by_its_heartbeat() -> None:
    """The network stays up, and nothing comes."""
    async with workspace(heartbeat=0.4) as stage:
        began = time.monotonic()
        stage.emulator.socket_freeze()
        await works_again(stage)
        assert time.monotonic() - began < 5


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
async def test_a_refreshed_connection_leaves_no_gap(reason: str) -> None:
    """The new one is there before the old one goes, and what comes by the old one is still answered."""
    async with workspace() as stage:
        await stage.emulator.socket_disconnect(reason)
        assert await stage.emulator.wait_socket(n=2) == 2
        for _ in range(4):
            await stage.asked("/downlink", "who Rogozin")
        assert problems(stage) == []


async def test_a_refresh_that_slack_closes_at_once() -> None:
    """The other order: the connection is gone before there is another."""
    async with workspace() as stage:
        await stage.emulator.socket_disconnect("refresh_requested", close=True)
        await works_again(stage)


async def test_a_first_connection_that_fails_is_tried_again() -> None:
    """5xx, limits, nonsense and cut connections pass."""
    async with workspace() as stage:
        for fault in ({"kind": "status", "status": 503}, {"kind": "garbage"}, {"kind": "drop"}):
            stage.emulator.fault(match="apps.connections.open", **fault)
        stage.emulator.fault(kind="status", status=500, match="SOCKET")
        stage.emulator.socket_drop()
        await stage.until(lambda: not stage.emulator.live())
        await works_again(stage)


async def test_a_limit_on_connections_is_obeyed() -> None:
    """Nothing is asked before the time that Slack names."""
    async with workspace() as stage:
        stage.emulator.fault(kind="ratelimit", match="apps.connections.open", retry_after=1)
        stage.emulator.socket_drop()
        await stage.until(lambda: not stage.emulator.live())
        await works_again(stage)
        tries = stage.emulator.recorder.find(route="apps.connections.open")
        assert tries[-2].status == 429 and tries[-1].mono - tries[-2].mono >= 1.0


@pytest.mark.parametrize("token", ["xapp-wrong", "xoxb-wrong"])
async def test_a_token_that_is_refused_ends_it_with_a_sentence(token: str) -> None:
    """Trying again can't help; the sentence names the setting, not the token."""
    async with SlackEmulator() as emulator:
        application, calls = app(), Calls(emulator.api_base)
        keeping = Keeping(None, lambda: NOW)
        platform = Slack(calls, Socket(calls, token), application.registry, keeping, Tokens(Own("xoxb-x", calls), None))
        await asyncio.wait_for(platform.listen(application.answer), 5)
        assert "DOWNLINK_SLACK_APP_TOKEN" in (platform.trouble() or "") and token not in (platform.trouble() or "")
        await platform.close()


async def test_an_event_whose_acknowledgement_was_lost_is_done_once() -> None:
    """Slack sends it again; nobody is answered twice."""
    async with workspace(ack_deadline=0.3, retry_schedule=(0.0, 0.2, 0.4)) as stage:
        stage.emulator.lose_acks(2)
        delivery = await stage.emulator.mention("who is Rogozin?")
        await stage.until(lambda: delivery.acked)
        await asyncio.sleep(0.2)
        assert delivery.attempts == 3 and len(stage.whispers) == 1


async def test_a_limit_on_answers_is_waited_for() -> None:
    """The answer comes when the time is over, once."""
    async with workspace() as stage:
        stage.emulator.fault(kind="ratelimit", match="response_url", retry_after=1)
        await stage.asked("/downlink", "who Rogozin")
        first, second = stage.emulator.recorder.find(route="response_url")
        assert second.mono - first.mono >= 1.0 and len(stage.whispers) == 1


@pytest.mark.parametrize("kind", ["after", "drop_after"])
async def test_an_answer_whose_receipt_is_lost_is_not_given_twice(kind: str) -> None:
    """There is no way to look whether it arrived."""
    async with workspace() as stage:
        stage.emulator.fault(kind=kind, match="response_url", status=500)
        await stage.asked("/downlink", "who Rogozin")
        await asyncio.sleep(0.5)
        assert len(stage.whispers) == 1
        await works_again(stage)


async def test_a_response_address_has_five_uses() -> None:
    """A long answer offers its rest behind a button, and one use is left."""
    from bot import blocks as b
    from bot.replies import Kind
    from bot.spans import line

    async def long(call: Invocation) -> Reply:
        return Reply(Kind.NOTE, "Long", tuple(b.Paragraph(line(f"{n} " + "word " * 500)) for n in range(40)))

    async with workspace(answer=long) as stage:
        await stage.asked("/downlink", "who Rogozin")
        await stage.until(lambda: len(stage.whispers) == 4)
        while True:
            button = [v["value"] for block in stage.whispers[-1]["blocks"] for v in block.get("elements", [])
                      if str(v.get("value", "")).startswith("c")]  # fmt: skip
            if not button:
                break
            before = len(stage.whispers)
            await stage.pressed(button[0])
            await stage.until(lambda before=before: len(stage.whispers) > before)  # type: ignore[misc]
            await asyncio.sleep(0.2)
        seen = " ".join(each["text"] for each in stage.whispers)
        assert all(f"{n} word" in seen for n in range(40)) and problems(stage) == []


async def test_an_address_that_ran_out_is_no_failure() -> None:
    """Half an hour may be over when the answer is there."""
    async with workspace(response_url_ttl=-1.0) as stage:
        delivery = await stage.emulator.slash("/downlink", "who Rogozin")
        await stage.until(lambda: stage.emulator.recorder.find(route="response_url", status=404))
        assert delivery.acked and stage.reported == []


async def test_two_hundred_commands_at_once_are_acknowledged_in_time() -> None:
    """Acknowledging waits for no answer."""
    gate = asyncio.Event()
    application = app()

    async def slow(call: Invocation) -> Reply:
        await gate.wait()
        return await application.answer(call)

    async with workspace(answer=slow) as stage:
        deliveries = await asyncio.gather(*(stage.emulator.slash("/dossier", "Rogozin") for _ in range(200)))
        assert all(each.acked and each.ack_delay < 3 for each in deliveries) and stage.whispers == []
        gate.set()
        await stage.until(lambda: len(stage.whispers) == 200, 20)
        assert problems(stage) == []


async def test_a_failure_is_an_apology_and_costs_nothing_else() -> None:
    """Whatever goes wrong with one command stays with it."""
    from tests.bot.fakes import FakeNewsroom

    room = FakeNewsroom(trouble=RuntimeError("boom"))
    async with workspace(room) as stage:
        assert "0badcafe" in (await stage.asked("/dossier", "Rogozin"))["text"]
        room.trouble = None
        assert "Rogozin" in (await stage.asked("/dossier", "Rogozin"))["text"]


async def test_slow_calls_do_not_delay_an_answer() -> None:
    """Who asks is looked up, but nobody waits for it where only a time zone depends on it."""
    async with workspace() as stage:
        stage.emulator.fault(kind="delay", delay=2.0, match="users.info")
        began = time.monotonic()
        await stage.asked("/digest", "yesterday")
        assert time.monotonic() - began < 1.0
        zones: list[Any] = stage.emulator.recorder.find(route="users.info")
        assert len(zones) == 1


async def test_a_memory_that_fails_is_told() -> None:
    """A button whose command can't be looked up: a known failure is a sentence, an unknown one an id of the log."""
    known = (StoreError("/var/news.db is busy."), "can't be reached just now")
    for problem, says in (known, (RuntimeError("boom"), "in the log as")):
        async with workspace() as stage:

            def broken(key: str, problem: Exception = problem) -> str | None:
                raise problem

            stage.app.desk.memory.action = broken  # type: ignore[union-attr, method-assign]
            await stage.pressed("d:#0123456789abcdef")
            await stage.until(lambda: stage.whispers)
            assert says in stage.whispers[0]["text"] and "news.db" not in stage.whispers[0]["text"]
