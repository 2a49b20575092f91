"""Parsing of untrusted feeds and pages in a process of its own, which may be killed.

Frames both ways are a length (8 bytes, big-endian) and that many bytes. The question is a JSON line and the
content; the answer is JSON, never pickle: what parses hostile input must not be believed.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import LifoQueue
from typing import IO, Any, Protocol

from digests.errors import Rejected, SourceError
from digests.ingest.shapes import Entry, Feed, Page

DEADLINE = 15.0  # seconds for one document
MEMORY = 1024 * 1024 * 1024  # bytes of address space
JOBS_A_PROCESS = 500  # then a new one: the C libraries below leak
LARGEST_ANSWER = 64 * 1024 * 1024


class Parser(Protocol):
    """Parses; every method raises Rejected for what can't be read. Thread-safe."""

    def feed(self, content: bytes, content_type: str | None = None, url: str | None = None) -> Feed:
        """Read a feed of any kind."""
        ...

    def page(self, content: bytes, content_type: str | None = None, url: str | None = None) -> Page:
        """Take the article out of a web page."""
        ...

    def opml(self, content: bytes) -> list[tuple[str, str | None]]:
        """List the feeds of an OPML file: address, title."""
        ...

    def close(self) -> None:
        """End the processes, if any. Safe to repeat."""
        ...


def answer_feed(value: Any) -> Feed:
    """Rebuild a feed from its JSON."""
    return Feed(value["title"], tuple(Entry(**entry) for entry in value["entries"]))


def answer_page(value: Any) -> Page:
    """Rebuild a page from its JSON."""
    return Page(**value)


def answer_opml(value: Any) -> list[tuple[str, str | None]]:
    """Rebuild the feeds of an OPML file from their JSON."""
    return [(address, title) for address, title in value]


@dataclass
class ProcessParser:
    """Parses in at most `processes` child processes, started when first needed."""

    processes: int = 1
    deadline: float = DEADLINE
    memory: int = MEMORY
    _idle: LifoQueue[_Child | None] = field(init=False)

    def __post_init__(self) -> None:
        self._idle = LifoQueue()
        for _ in range(self.processes):
            self._idle.put(None)

    def feed(self, content: bytes, content_type: str | None = None, url: str | None = None) -> Feed:
        return answer_feed(self._ask("feed", content, content_type, url))

    def page(self, content: bytes, content_type: str | None = None, url: str | None = None) -> Page:
        return answer_page(self._ask("page", content, content_type, url))

    def opml(self, content: bytes) -> list[tuple[str, str | None]]:
        return answer_opml(self._ask("opml", content, None, None))

    def close(self) -> None:
        for _ in range(self.processes):
            child = self._idle.get()
            if child is not None:
                child.end()
            self._idle.put_nowait(None)

    def _ask(self, job: str, content: bytes, content_type: str | None, url: str | None) -> Any:
        child = self._idle.get()
        try:
            if child is None or not child.fresh:
                if child is not None:
                    child.end()
                child = _Child(self.memory)
            answer = child.ask({"job": job, "content_type": content_type, "url": url}, content, self.deadline)
        except BaseException:
            if child is not None:
                child.end()
            self._idle.put(None)
            raise
        self._idle.put(child)
        if "rejected" in answer:
            raise Rejected(str(answer["rejected"]))
        return answer["found"]


class _Child:
    """One running child and its pipes."""

    def __init__(self, memory: int) -> None:
        paths = os.pathsep.join(path for path in sys.path if path) or os.curdir
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-m", "digests.ingest.parse_worker", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_clean_environment(), "PYTHONPATH": paths},
        )
        self._jobs = 0

    @property
    def fresh(self) -> bool:
        return self._jobs < JOBS_A_PROCESS and self._process.poll() is None

    def ask(self, header: dict[str, Any], content: bytes, deadline: float) -> dict[str, Any]:
        """Put one question.

        Raises:
            Rejected: the child ran out of time or memory, or fell.
        """
        self._jobs += 1
        late = threading.Event()
        timer = threading.Timer(deadline, _both(late.set, self._process.kill))
        timer.daemon = True
        timer.start()
        try:
            stdin, stdout = self._process.stdin, self._process.stdout
            if stdin is None or stdout is None:
                raise SourceError("the parser has no pipes")
            write_frame(stdin, json.dumps(header).encode() + b"\n" + content)
            answer = json.loads(read_frame(stdout, LARGEST_ANSWER))
        except (OSError, EOFError, ValueError):
            raise Rejected(
                f"parsing it took longer than {deadline:g} s"
                if late.is_set()
                else "parsing it took too much memory, or broke the parser"
            ) from None
        finally:
            timer.cancel()
        if not isinstance(answer, dict):
            raise Rejected("the parser's answer makes no sense")
        return answer

    def end(self) -> None:
        """Kill the child and wait for it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                if pipe is not None:
                    pipe.close()
            except OSError:
                continue


def write_frame(stream: IO[bytes], content: bytes) -> None:
    """Write one frame."""
    stream.write(len(content).to_bytes(8, "big") + content)
    stream.flush()


def read_frame(stream: IO[bytes], largest: int) -> bytes:
    """Read one frame.

    Raises:
        EOFError: the other side is gone.
        ValueError: the frame is larger than allowed.
    """
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    size = int.from_bytes(head, "big")
    if size > largest:
        raise ValueError("frame too large")
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _both(*calls: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        for call in calls:
            call()

    return run


def _clean_environment() -> dict[str, str]:
    """Leave our secrets out of the child's environment."""
    return {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "TZ")}


_shared: list[ProcessParser] = []
_sharing = threading.Lock()


def shared_parser() -> Parser:
    """Give this process's one parser, for callers that were not given one; its child ends with the program."""
    with _sharing:
        if not _shared:
            _shared.append(ProcessParser())
            atexit.register(_shared[0].close)
        return _shared[0]
