"""Jobs: done by whoever is free, once for a key that waits; and done without a queue as well."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

import psycopg
import pytest

from bot.jobs import Handler, Queue
from tests.postgres import lent_database


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """Lend a database."""
    with lent_database() as url:
        yield url


@pytest.fixture(params=["memory", "postgres"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Give the address of each kind of queue."""
    return None if request.param == "memory" else str(request.getfixturevalue("postgres"))


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def running(queue: Queue) -> AsyncIterator[Queue]:
    """Run a queue until it can be used, and to its end."""
    task = asyncio.create_task(queue.run())
    await until(lambda: queue.connected)
    try:
        yield queue
    finally:
        await queue.close()
        await asyncio.wait_for(task, 20)


async def test_jobs_are_done(url: str | None) -> None:
    """With their payload; one that fails is done with, and the others go on."""
    done: list[str] = []

    async def handler(payload: str) -> None:
        if payload == "bad":
            raise ValueError(payload)
        done.append(payload)

    queue = Queue(url)
    queue.entrypoint("fetch", handler, at_once=3)
    async with running(queue):
        for payload in ("a", "bad", "ü", ""):
            await queue.enqueue("fetch", payload)
        await until(lambda: len(done) == 3)
    assert sorted(done) == ["", "a", "ü"]


async def test_one_job_is_there_for_a_key(url: str | None) -> None:
    """Five at once are one; when it is done, the key is free again."""
    began, gate, count = asyncio.Event(), asyncio.Event(), 0

    async def handler(payload: str) -> None:
        nonlocal count
        count += 1
        began.set()
        await gate.wait()

    queue = Queue(url)
    queue.entrypoint("compose", handler)
    async with running(queue):
        for _ in range(5):
            await queue.enqueue("compose", dedupe_key="compose")
        await asyncio.wait_for(began.wait(), 20)
        gate.set()
        await until(lambda: queue.idle)
        assert count == 1
        async with asyncio.timeout(20):
            while count == 1:
                await queue.enqueue("compose", dedupe_key="compose")
                await asyncio.sleep(0.05)


async def test_without_a_queue_jobs_are_done_here() -> None:
    """Before it runs, and where the database is away: nothing waits for it, and the end comes all the same."""
    done: list[str] = []

    async def handler(payload: str) -> None:
        done.append(payload)

    queue = Queue("postgresql://nobody@127.0.0.1:1/none")
    queue.entrypoint("fetch", handler)
    task = asyncio.create_task(queue.run())
    await queue.enqueue("fetch", "a")
    await until(lambda: done == ["a"])
    await queue.close()
    await asyncio.wait_for(task, 20)


async def test_two_workers_share_a_queue_that_is_emptied_and_cut_off(postgres: str) -> None:
    """Each job is done by one of them; after its connections were ended the queue is there again."""
    done: list[tuple[int, str]] = []
    queues = [Queue(postgres), Queue(postgres)]

    def handler(number: int) -> Handler:
        async def run(payload: str) -> None:
            done.append((number, payload))

        return run

    for number, queue in enumerate(queues):
        queue.entrypoint("fetch", handler(number), at_once=1)
    async with running(queues[0]), running(queues[1]):
        for n in range(20):
            await queues[0].enqueue("fetch", str(n), dedupe_key=f"k{n}")
        await until(lambda: len(done) == 20)
        assert sorted(int(payload) for _, payload in done) == list(range(20))
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute("DELETE FROM pgqueuer")
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        await until(lambda: not queues[0].connected)
        await until(lambda: all(queue.connected for queue in queues), 30)
        await queues[1].enqueue("fetch", "again")
        await until(lambda: len(done) == 21)


async def test_what_is_on_a_timetable_is_done_by_one(url: str | None) -> None:
    """Every second, by whichever worker has its turn."""
    done: list[int] = []

    def handler(number: int) -> Handler:
        async def run(payload: str) -> None:
            done.append(number)

        return run

    queues = [Queue(url), Queue(url)] if url else [Queue(url)]
    for number, queue in enumerate(queues):
        queue.schedule("each second", "* * * * * *", handler(number))
    async with AsyncExitStack() as stack:
        for queue in queues:
            await stack.enter_async_context(running(queue))
        began = asyncio.get_running_loop().time()
        await until(lambda: len(done) >= 3)
        assert len(done) <= asyncio.get_running_loop().time() - began + 2


async def test_what_was_done_is_forgotten(url: str | None) -> None:
    """The queue's own log does not grow for ever."""
    done: list[str] = []

    async def handler(payload: str) -> None:
        done.append(payload)

    queue = Queue(url)
    queue.entrypoint("fetch", handler)
    async with running(queue):
        await queue.enqueue("fetch", "a")
        await until(lambda: done)
        await queue.tidy()
        assert await queue.remembered() == 0
