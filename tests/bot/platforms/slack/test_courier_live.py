"""The courier, the ledger and Slack together: whatever is lost on the way, each delivery is there once."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery.courier import Courier
from bot.delivery.means import Means
from bot.delivery.values import NewDelivery, Stage, What
from bot.platforms.slack import adapter
from bot.platforms.slack.post import TRAITS
from bot.replies import Destination
from bot.store.sql import SqlMemory, open_memory
from bot.store.values import Place
from tests.bot.platforms.slack.stage import Stage as Workspace
from tests.bot.platforms.slack.stage import workspace
from tests.bot.replies import EVERY

QUICK = replace(TRAITS, timeout=2.0, settle=0.2, installation_pace=0.0, channel_pace=0.0)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Slack settle soon: the emulator does."""
    monkeypatch.setattr(adapter, "TRAITS", QUICK)


@pytest.fixture
def memory(tmp_path: Path) -> SqlMemory:
    """Open a ledger in a file."""
    return open_memory(f"sqlite:///{tmp_path / 'bot.db'}")


def written(memory: SqlMemory, channel: str, team: str, count: int) -> None:
    """Write deliveries that are due."""
    memory.ledger.write(
        NewDelivery(What.NOTICE, f"notice slack/{team}", f"{channel} {n}", Destination("slack", channel, team),
                    datetime.now(UTC), body=EVERY["help"])
        for n in range(count)
    )  # fmt: skip


async def carried(stage: Workspace, memory: SqlMemory, seconds: float = 30.0) -> Counter[str]:
    """Carry until nothing is left to do; count the deliveries by stage."""
    courier = Courier(stage.platform, Means(memory.ledger, asyncio.to_thread), "worker 1")
    running = asyncio.create_task(courier.run())
    place = Place("slack", stage.emulator.team["id"])

    def over() -> bool:
        counts = memory.ledger.counts(place)
        return not counts[Stage.PENDING] and not counts[Stage.SENDING]

    try:
        await stage.until(over, seconds)
    finally:
        await courier.close()
        await asyncio.wait_for(running, 20)
    return Counter(row.stage for row in memory.ledger.deliveries(place=place, limit=500))


def markers(stage: Workspace) -> Counter[str]:
    """Count the messages by their marker."""
    return Counter(each["metadata"]["event_payload"]["marker"] for each in stage.emulator.list_messages())


async def test_nothing_is_lost_and_nothing_comes_twice(memory: SqlMemory) -> None:
    """Lost answers, cut connections, failures before and after, limits, and looks that fail."""
    async with workspace(socket=False) as stage:
        it = stage.emulator
        for n, kind in enumerate(("after", "drop_after", "drop", "status", "garbage", "after", "drop_after")):
            it.fault(kind=kind, match="chat.postMessage", skip=2 * n, times=2)
        it.fault(kind="ratelimit", match="chat.postMessage", skip=20, retry_after=1)
        for kind in ("status", "drop", "garbage"):
            it.fault(kind=kind, match="conversations.history", skip=2)
        written(memory, it.general["id"], it.team["id"], 40)
        stages = await carried(stage, memory)
        assert stages == {Stage.SENT: 40}
        found = markers(stage)
        rows = memory.ledger.deliveries(limit=500)
        assert found == {f"{row.marker}/0": 1 for row in rows}
        assert {row.message_id for row in rows} == {each["ts"] for each in it.list_messages()}


async def test_what_is_gone_is_left_alone_after_the_first_refusal(
    memory: SqlMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An archived channel costs one call; the other channel gets all of its own."""
    monkeypatch.setattr(adapter, "TRAITS", replace(QUICK, channel_pace=5.0))
    async with workspace(socket=False) as stage:
        it = stage.emulator
        it.set_channel(it.news["id"], is_archived=True)
        written(memory, it.news["id"], it.team["id"], 20)
        written(memory, it.general["id"], it.team["id"], 5)
        stages = await carried(stage, memory)
        assert stages == {Stage.SENT: 5, Stage.DEAD: 20} and len(markers(stage)) == 5
        assert [halt.channel for halt in memory.ledger.halts()] == [it.news["id"]]
        tries = it.recorder.find(route="chat.postMessage")
        assert len([each for each in tries if each.body["channel"] == it.news["id"]]) == 1


async def test_a_revoked_token_stops_the_workspace(memory: SqlMemory) -> None:
    """And says why."""
    async with workspace(socket=False) as stage:
        it = stage.emulator
        await stage.platform._tokens.of(it.team["id"])
        it.revoke_token()
        written(memory, it.general["id"], it.team["id"], 10)
        assert await carried(stage, memory) == {Stage.DEAD: 10}
        (halt,) = memory.ledger.halts()
        assert halt.channel == "" and "revoked" in halt.reason and markers(stage) == {}
