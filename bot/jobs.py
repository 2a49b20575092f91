"""Jobs and wake-ups for whichever worker is free: a port of three calls over PgQueuer.

On PostgreSQL all workers share one queue; on SQLite it is this process's own. Nothing depends on it: every tick reads
the ledger, and a queue that is emptied or away only costs time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot.log import LOGGER, report

if TYPE_CHECKING:
    from pgqueuer import PgQueuer
    from pgqueuer.models import Job, Schedule

Handler = Callable[[str], Awaitable[None]]
_INSTALLING = 0x646F776A  # PostgreSQL's advisory lock of whoever makes the queue's tables
_AGAIN = 3.0  # seconds before a lost connection is made anew
_LOOK = timedelta(seconds=5)  # between looks for jobs of which no wake-up came


class Jobs(Protocol):
    """Where work is left for whoever is free. A handler may be called twice for one job, and must bear it."""

    def entrypoint(self, name: str, handler: Handler, *, at_once: int = 1) -> None:
        """Say what does the jobs of a name; given their payload. Before :meth:`Queue.run`."""
        ...

    def schedule(self, name: str, cron: str, handler: Handler) -> None:
        """Have one worker of all do something on a timetable in UTC. Before :meth:`Queue.run`."""
        ...

    async def enqueue(self, name: str, payload: str = "", *, dedupe_key: str | None = None) -> None:
        """Leave a job; nothing where one with this key waits already. Never raises: where the queue can't be reached
        the job is done here."""
        ...


@dataclass(frozen=True, slots=True)
class _Entry:
    handler: Handler
    at_once: int


class Queue:
    """``Jobs`` over PgQueuer. ``url``: a PostgreSQL database's; None: in this process's memory."""

    def __init__(self, url: str | None = None) -> None:
        self._url = url
        self._entries: dict[str, _Entry] = {}
        self._scheduled: dict[str, tuple[str, Handler]] = {}
        self._running: PgQueuer | None = None
        self._put: Any = None  # queries on a connection of their own: the other one waits for wake-ups
        self._closed = asyncio.Event()
        self._here: set[asyncio.Task[None]] = set()

    def entrypoint(self, name: str, handler: Handler, *, at_once: int = 1) -> None:
        """Note a handler."""
        self._entries[name] = _Entry(handler, at_once)

    def schedule(self, name: str, cron: str, handler: Handler) -> None:
        """Note a timetable."""
        self._scheduled[name] = cron, handler

    async def enqueue(self, name: str, payload: str = "", *, dedupe_key: str | None = None) -> None:
        """Leave a job."""
        if self._put is not None:
            try:
                await self._put.enqueue(name, payload.encode(), dedupe_key=dedupe_key, on_conflict="skip")
                return
            except Exception as problem:
                LOGGER.warning("The queue can't be reached (%s): a job is done here", type(problem).__name__)
        if entry := self._entries.get(name):
            task = asyncio.create_task(self._done(name, entry.handler, payload))
            self._here.add(task)
            task.add_done_callback(self._here.discard)

    async def run(self) -> None:
        """Do jobs until closed; where the database is away, from when it is back."""
        logging.getLogger("pgqueuer").setLevel(logging.CRITICAL)  # what it says of a lost connection is said here
        away = False
        while not self._closed.is_set():
            try:
                await self._connected()
                away = False
            except Exception as problem:
                if not away:
                    LOGGER.warning("The queue is away (%s): work waits for ticks", type(problem).__name__)
                away = True
            await self._rest()

    async def _connected(self) -> None:
        async with self._opened() as queuer:
            self._enter(queuer)
            self._running = queuer
            try:
                await queuer.run(dequeue_timeout=_LOOK, shutdown_on_listener_failure=True)
            finally:
                self._running = self._put = None

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._closed.wait(), _AGAIN)
        except TimeoutError:
            return

    async def close(self) -> None:
        """Take no more jobs, and wait for those under way. Safe to call twice."""
        self._closed.set()
        if self._running is not None:
            self._running.shutdown.set()
        if self._here:
            await asyncio.wait(set(self._here))

    def _enter(self, queuer: PgQueuer) -> None:
        for name, entry in self._entries.items():
            queuer.entrypoint(name, concurrency_limit=entry.at_once)(self._job(name, entry.handler))
        for name, (cron, handler) in self._scheduled.items():
            queuer.schedule(name, cron)(self._timed(name, handler))

    def _job(self, name: str, handler: Handler) -> Callable[[Job], Awaitable[None]]:
        async def run(job: Job) -> None:
            await self._done(name, handler, (job.payload or b"").decode())

        return run

    def _timed(self, name: str, handler: Handler) -> Callable[[Schedule], Awaitable[None]]:
        async def run(schedule: Schedule) -> None:
            await self._done(name, handler, "")

        return run

    async def _done(self, name: str, handler: Handler, payload: str) -> None:
        """Do a job; one that fails is logged and done with: whoever left it leaves it again."""
        try:
            await handler(payload)
        except Exception as problem:
            report(problem, f"the job {name}")

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[PgQueuer]:
        from pgqueuer import PgQueuer

        if self._url is None:
            queuer = PgQueuer.in_memory()
            self._put = queuer.queries
            yield queuer
            return
        from psycopg import AsyncConnection

        async with (
            await AsyncConnection.connect(self._url, autocommit=True) as waiting,
            await AsyncConnection.connect(self._url, autocommit=True) as putting,
        ):
            from pgqueuer import PsycopgDriver, Queries

            async with PsycopgDriver(putting) as driver:
                queries = Queries(driver)
                await _install(putting, queries)
                self._put = queries
                yield PgQueuer.from_psycopg_connection(waiting)


async def _install(connection: Any, queries: Any) -> None:
    """Make the queue's tables, or bring them up to date; one worker at a time."""
    await connection.execute(f"SELECT pg_advisory_lock({_INSTALLING})")
    try:
        if not await queries.schema_is_installed():
            await queries.install()
        await queries.upgrade()
    finally:
        await connection.execute(f"SELECT pg_advisory_unlock({_INSTALLING})")
