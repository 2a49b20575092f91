"""Read many articles in worker processes that may be killed; one bad article costs itself alone.

Few articles are read in the calling process: a worker's start costs more than they do.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from digests.collector import calm
from digests.errors import ReaderBroken, Rejected
from digests.model import Reading

if TYPE_CHECKING:
    from digests.reading.names import Opinion

_CHUNK = 16
_FEW = 48  # articles read in-process before workers are started
_CHUNK_SECONDS = 60.0
_ARTICLE_SECONDS = 20.0  # a 200,000-word article takes about 5
_ALONE_LENGTH = 200_000  # characters: longer ones never stop the calling process

Task = tuple[str, str]  # text, title
Reader = Callable[[str, str], Reading]


def read_article(text: str, title: str, others: Opinion | None = None) -> Reading:
    """Read one article; the parts are loaded at the first. ``others``: a second finder of names."""
    from digests.reading.read import read

    return read(text, title, others)


def _read_chunk(reader: Reader, tasks: Sequence[Task]) -> list[Reading | str]:
    return [_read_one(reader, text, title) for text, title in tasks]


def _read_one(reader: Reader, text: str, title: str) -> Reading | str:
    """Read one article; what goes wrong becomes its sentence."""
    try:
        return reader(text, title)
    except ReaderBroken:  # no article's fault: nothing can be read until it is mended
        raise
    except Exception as problem:  # any defect of the reader costs one article, not the run
        return f"the reader failed on it ({type(problem).__name__})"


class ReadingPool:
    """Read batches of (text, title) in order. ``jobs`` worker processes at most; 0: in-process, but for
    articles so long that only a process that can be ended may read them.

    ``reader`` must be importable by a worker; ``seconds``: how long a chunk and a single article may take.
    """

    def __init__(
        self,
        jobs: int = 0,
        *,
        reader: Reader = read_article,
        few: int = _FEW,
        seconds: tuple[float, float] = (_CHUNK_SECONDS, _ARTICLE_SECONDS),
    ) -> None:
        self._jobs, self._reader, self._few = jobs, reader, few
        self._chunk_seconds, self._article_seconds = seconds
        self._done = 0
        self._executor: ProcessPoolExecutor | None = None

    def read(self, tasks: Sequence[Task]) -> list[Reading | Rejected]:
        """Read each; a failure is the Rejected to report in its place.

        Raises:
            ReaderBroken: an optional part that is set can't be used, so nothing is read.
        """
        started = self._done
        self._done += len(tasks)
        small = all(len(text) <= _ALONE_LENGTH for text, _ in tasks)
        if self._jobs == 0:
            return [_result(answer) for task in tasks for answer in self._unhelped(task)]
        if started + len(tasks) <= self._few and small:
            return [_result(answer) for answer in _read_chunk(self._reader, tasks)]
        chunks = [tasks[at : at + _CHUNK] for at in range(0, len(tasks), _CHUNK)]
        return [
            _result(answer)
            for chunk, future in [(c, self._submit(c)) for c in chunks]
            for answer in self._collect(chunk, future)
        ]

    def close(self) -> None:
        """Stop the workers at once."""
        executor, self._executor = self._executor, None
        if executor is not None:
            for process in list((executor._processes or {}).values()):
                process.kill()  # a worker caught in an endless loop would never hear anything milder
            executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, chunk: Sequence[Task]) -> Future[list[Reading | str]] | None:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                max(1, self._jobs), mp_context=multiprocessing.get_context("spawn"), initializer=calm
            )
        try:
            return self._executor.submit(_read_chunk, self._reader, chunk)
        except BrokenProcessPool:
            return None

    def _collect(self, chunk: Sequence[Task], future: Future[list[Reading | str]] | None) -> list[Reading | str]:
        """Take a chunk's answers; where its worker hung or died, read its articles one by one."""
        answers = self._wait(future, self._chunk_seconds)
        if answers is not None:
            return answers
        return [answer for task in chunk for answer in self._alone(task)]

    def _unhelped(self, task: Task) -> list[Reading | str]:
        """Read in this process, but what is so long that its time has to be limited, in one that can be ended."""
        return self._alone(task) if len(task[0]) > _ALONE_LENGTH else _read_chunk(self._reader, [task])

    def _alone(self, task: Task) -> list[Reading | str]:
        answers = self._wait(self._submit([task]), self._article_seconds)
        return answers if answers is not None else ["reading it took too long or too much memory"]

    def _wait(self, future: Future[list[Reading | str]] | None, seconds: float) -> list[Reading | str] | None:
        """Wait for answers; None, and no workers left, where they failed or others' failure cancelled them."""
        try:
            return future.result(seconds) if future is not None else None
        except (TooLate, BrokenProcessPool, CancelledError):
            self.close()
            return None


def try_reader(reader: Reader) -> None:
    """Read a sentence in a process of its own, which takes its memory along when it ends.

    Raises:
        ReaderBroken: it could not be read.
    """
    pool = ReadingPool(1, reader=reader, few=0)
    try:
        answer = pool.read([("Ada Lovelace wrote a letter.", "")])[0]
    finally:
        pool.close()
    if isinstance(answer, Rejected):
        raise ReaderBroken(str(answer), "“downlink doctor” looks for the reason")


def _result(answer: Reading | str) -> Reading | Rejected:
    return Rejected(answer) if isinstance(answer, str) else answer
