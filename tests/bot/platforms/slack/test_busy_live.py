"""While somebody else writes to the database: acknowledged at once, answered soon, and changed once it is free."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.platforms.slack.http import Endpoint
from bot.store.sql import open_memory
from bot.store.values import Place
from tests.bot.busy import writing
from tests.bot.platforms.slack.stage import Stage, problems, workspace
from tests.bot.platforms.slack.test_once_live import again, steady

BUSY = 60.0  # seconds that the bot would wait for the lock: what is answered while it is held did not wait for it
SOON = 20.0


@asynccontextmanager
async def stored(folder: Path, *, socket: bool = True) -> AsyncIterator[tuple[Stage, Path]]:
    """Open a workspace whose bot keeps its memory in a file."""
    file = folder / "memory.db"
    memory = open_memory(f"sqlite:///{file}", busy_timeout=BUSY)
    try:
        async with workspace(memory=memory, heartbeat=30.0, socket=socket) as stage:
            await stage.until(lambda: memory.installations())
            yield stage, file
    finally:
        memory.close()


async def test_questions_are_answered_soon(tmp_path: Path) -> None:
    """Each kind of thing that changes nothing, more of them at once than there are threads."""
    async with stored(tmp_path) as (stage, file):
        with writing(file):
            for _ in range(20):
                assert (await stage.emulator.slash("/downlink", "who Rogozin")).acked
            await stage.until(lambda: len(stage.whispers) == 20, SOON)
            await stage.pressed("d:/who #14")
            await stage.shortcut("Rogozin")
            await stage.emulator.mention("who is Rogozin?")
            await stage.until(lambda: len(stage.whispers) == 23, SOON)
            await stage.emulator.slash("/downlink", "follow")
            assert "follow" in (await stage.opened())["private_metadata"]
        assert problems(stage) == [] and stage.reported == []


async def test_changes_wait_and_keep_nobody_else_waiting(tmp_path: Path) -> None:
    """They are acknowledged, done once when the database is free, and questions pass them."""
    async with stored(tmp_path) as (stage, file):
        it, memory = stage.emulator, stage.app.desk.memory
        assert memory is not None
        place = Place("slack", it.team["id"])
        with writing(file):
            changes = [await it.slash("/downlink", f"follow topic {n}") for n in range(12)]
            assert all(each.acked for each in changes)
            assert (await stage.asked("/downlink", "who Rogozin"))["text"]
            await again(stage, changes[0])
            assert len(stage.whispers) == 1 and memory.follows(place) == []
        await stage.until(lambda: len(memory.follows(place)) == 12, SOON)
        await stage.until(lambda: len(stage.whispers) == 13, SOON)
        assert await steady(stage) == 13 and problems(stage) == []


async def test_what_another_process_did_is_not_done_again(tmp_path: Path) -> None:
    """A change that this process could not look up in time is found to be done."""
    async with stored(tmp_path) as (first, file):
        it = first.emulator
        it.users[it.alice["id"]]["is_admin"] = True
        await first.asked("/downlink", "subscribe daily 08:00 Europe/Berlin")
        delivery = it.deliveries[-1]
        memory = first.app.desk.memory
        async with workspace(memory=memory, heartbeat=30.0) as second:
            second.emulator.users |= it.users
            with writing(file):
                await again(second, delivery)
                await asyncio.sleep(0.3)
            await first.until(lambda: len(first.whispers) == 2, SOON)  # the answer's address is of the first emulator
            assert "received twice" in first.whispers[1]["text"]
            assert memory is not None and len(memory.subscriptions()) == 1


async def test_http_is_acknowledged_at_once(tmp_path: Path) -> None:
    """Slack waits three seconds for the answer to its request."""
    async with stored(tmp_path, socket=False) as (stage, file):
        platform, app = stage.platform, stage.app
        endpoint = Endpoint(stage.emulator.signing_secret, platform.keeping.claim, platform.bolt(app.answer), _now)
        application = web.Application()
        application.add_routes(endpoint.routes())
        async with TestServer(application) as server:
            stage.emulator.set_request_url(str(server.make_url("/slack/events")))
            with writing(file):
                for text in ("follow Rogozin", "who Rogozin"):
                    delivery = await stage.emulator.slash("/downlink", text)
                    assert delivery.acked and delivery.attempts == 1
                await stage.until(lambda: stage.whispers, SOON)
            await stage.until(lambda: len(stage.whispers) == 2, SOON)
        assert problems(stage) == []


def _now() -> datetime:
    return datetime.now(UTC)
