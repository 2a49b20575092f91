"""Spreads records over processes, answers in the order of the input, memory bounded by a window."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from bot.inspecting.records import Record, Unreadable, isolated

Inspect = Callable[[Record], Record]
Task = Record | Unreadable
_CHUNK = 16  # records that cross at once; fewer than this in all stay in this process
_AHEAD = 4  # chunks a worker may be ahead of the output


def spread(inspect: Inspect, records: Iterable[Task], workers: int | None = None) -> Iterator[Record]:
    """Inspect every record, in order; errors take their record's place. Few records start no process."""
    count = workers or os.cpu_count() or 1
    source = iter(records)
    first = list(islice(source, _CHUNK))
    if count == 1 or len(first) < _CHUNK:
        yield from (isolated(inspect, record) for record in first)
        yield from (isolated(inspect, record) for record in source)
        return
    yield from _spread(inspect, first, source, count)


def _spread(inspect: Inspect, first: list[Task], source: Iterator[Task], count: int) -> Iterator[Record]:
    pool = _pool(count)
    waiting: deque[tuple[list[Task], Future[list[Record]]]] = deque()
    chunk = first
    try:
        while chunk or waiting:
            try:
                if chunk and len(waiting) < count * _AHEAD:
                    waiting.append((chunk, pool.submit(_inspected, inspect, chunk)))
                    chunk = list(islice(source, _CHUNK))
                    continue
                yield from waiting[0][1].result()
            except BrokenProcessPool:  # a record ended its worker: take the oldest chunk apart, the rest again
                pool.shutdown(cancel_futures=True)
                yield from (_alone(inspect, task) for task in (waiting[0][0] if waiting else ()))
                pool = _pool(count)
                waiting = deque((tasks, pool.submit(_inspected, inspect, tasks)) for tasks, _ in list(waiting)[1:])
            else:
                waiting.popleft()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _inspected(inspect: Inspect, records: list[Task]) -> list[Record]:
    return [isolated(inspect, record) for record in records]


def _alone(inspect: Inspect, record: Task) -> Record:
    with _pool(1) as pool:
        try:
            return pool.submit(isolated, inspect, record).result()
        except BrokenProcessPool:
            return {
                "id": record.get("id") if isinstance(record, dict) else None,
                "error": "reading it ended the process that read it",
            }
