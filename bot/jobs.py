"""Jobs and wake-ups for whichever worker is free: a port of three calls over PgQueuer.

On PostgreSQL all workers share one queue; on SQLite it is this process's own. Nothing depends on it: every tick reads
the ledger, and a queue that is emptied or away only costs time.
"""

from __future__ import annotations

import asyncio
import functools
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
_HELD = 24  # jobs that one worker takes at once; the rest is for others
_DAILY = "17 3 * * *"
_PULSE = 3.0  # seconds between looks whether the connection lasts
_AGAIN = 3.0  # seconds before a lost connection is made anew
_LOOK = timedelta(seconds=0.5)  # between looks: the end of a job by itself makes nobody look for the next


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
        self.schedule("tidy the queue", _DAILY, lambda _: self.tidy())
        self._here: set[asyncio.Task[None]] = set()
        self._pulse: Callable[[], Awaitable[object]] | None = None  # asks the database whether it is there
        self._doing = 0

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
            running = asyncio.create_task(
                queuer.run(_LOOK, max_concurrent_tasks=_HELD, shutdown_on_listener_failure=True)
            )
            watching = asyncio.create_task(self._watch())
            try:
                await asyncio.wait([running, watching], return_when=asyncio.FIRST_COMPLETED)
            finally:
                self._running = self._put = None
                for task in (running, watching):
                    task.cancel()
                ended = await asyncio.gather(running, watching, return_exceptions=True)
            for problem in ended:
                if isinstance(problem, Exception) and not self._closed.is_set():
                    raise problem

    async def _watch(self) -> None:
        """End where the database is no longer there: PgQueuer itself may wait for ever on a dead connection."""
        while self._pulse is not None:
            await asyncio.sleep(_PULSE)
            await asyncio.wait_for(self._pulse(), _PULSE)
        await asyncio.Event().wait()

    async def tidy(self) -> None:
        """Let PgQueuer forget what was done: it keeps a line of each job for ever."""
        if self._put is not None:
            await self._put.clear_queue_log()
            await self._put.clear_statistics_log()

    async def remembered(self) -> int:
        """Count the lines of jobs that it keeps."""
        return len(await self._put.queue_log()) if self._put is not None else 0

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._closed.wait(), _AGAIN)
        except TimeoutError:
            return

    @property
    def connected(self) -> bool:
        """Tell whether jobs are shared now, not done where they are left."""
        return self._put is not None

    @property
    def idle(self) -> bool:
        """Tell whether no job is being done here."""
        return not self._doing

    async def close(self) -> None:
        """Take no more jobs, and wait for those under way. Safe to call twice."""
        self._closed.set()
        if self._running is not None:
            self._running.shutdown.set()
        if self._here:
            await asyncio.wait(set(self._here))

    def _enter(self, queuer: PgQueuer) -> None:
        for name, entry in self._entries.items():
            queuer.entrypoint(name)(self._job(name, entry))
        for name, (cron, handler) in self._scheduled.items():
            queuer.schedule(name, cron)(self._timed(name, handler))

    def _job(self, name: str, entry: _Entry) -> Callable[[Job], Awaitable[None]]:
        turns = asyncio.Semaphore(entry.at_once)  # here: PgQueuer's own limit is one of all workers together

        async def run(job: Job) -> None:
            async with turns:
                await self._done(name, entry.handler, (job.payload or b"").decode())

        return run

    def _timed(self, name: str, handler: Handler) -> Callable[[Schedule], Awaitable[None]]:
        async def run(schedule: Schedule) -> None:
            await self._done(name, handler, "")

        return run

    async def _done(self, name: str, handler: Handler, payload: str) -> None:
        """Do a job; one that fails is logged and done with: whoever left it leaves it again."""
        self._doing += 1
        try:
            await handler(payload)
        except Exception as problem:
            report(problem, f"the job {name}")
        finally:
            self._doing -= 1

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
                self._put, self._pulse = queries, functools.partial(driver.fetch, "SELECT 1")
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
