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
_CHUNK = 16  # records that cross at once; fewer than this in all stay in this process
_AHEAD = 4  # chunks a worker may be ahead of the output


def spread(inspect: Inspect, records: Iterable[Record | Unreadable], workers: int | None = None) -> Iterator[Record]:
    """Inspect every record, in order; errors take their record's place. Few records start no process."""
    count = workers or os.cpu_count() or 1
    source = iter(records)
    first = list(islice(source, _CHUNK))
    if count == 1 or len(first) < _CHUNK:
        yield from (isolated(inspect, record) for record in first)
        yield from (isolated(inspect, record) for record in source)
        return
    yield from _spread(inspect, first, source, count)


def _spread(inspect: Inspect, first: list[Record | Unreadable], source: Iterator[Record | Unreadable],
            count: int) -> Iterator[Record]:
    pool = ProcessPoolExecutor(count, initializer=_leave_interrupts)
    waiting: deque[tuple[list[Record | Unreadable], Future[list[Record]]]] = deque()
    chunk = first
    try:
        while chunk or waiting:
            if chunk and len(waiting) < count * _AHEAD:
                waiting.append((chunk, pool.submit(_inspected, inspect, chunk)))
                chunk = list(islice(source, _CHUNK))
                continue
            records, answer = waiting.popleft()
            try:
                yield from answer.result()
            except BrokenProcessPool:  # a record killed its worker: go on alone, a record a process
                pool.shutdown(cancel_futures=True)
                pool = ProcessPoolExecutor(count, initializer=_leave_interrupts)
                waiting = deque((them, pool.submit(_inspected, inspect, them)) for them, _ in waiting)
                yield from (_alone(inspect, record) for record in records)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle


def _inspected(inspect: Inspect, records: list[Record | Unreadable]) -> list[Record]:
    return [isolated(inspect, record) for record in records]


def _alone(inspect: Inspect, record: Record | Unreadable) -> Record:
    with ProcessPoolExecutor(1, initializer=_leave_interrupts) as pool:
        try:
            return pool.submit(isolated, inspect, record).result()
        except BrokenProcessPool:
            return {"id": record.get("id") if isinstance(record, dict) else None,
                    "error": "reading it ended the process that read it"}
