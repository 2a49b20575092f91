"""Parsing of untrusted feeds and pages in a process of its own, which may be killed."""

from __future__ import annotations

import atexit
import threading
from dataclasses import dataclass, field
from queue import Empty, LifoQueue
from typing import Any, Protocol

from digests.errors import Rejected
from digests.ingest.child import Child
from digests.ingest.shapes import Entry, Feed, Page

DEADLINE = 15.0  # seconds for one document
MEMORY = 1024 * 1024 * 1024  # bytes of address space


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

    def offered(self, content: bytes, url: str) -> list[tuple[str, str | None]]:
        """List the feeds that a page offers: address, title."""
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
    _idle: LifoQueue[Child | None] = field(init=False)
    _busy: set[Child] = field(default_factory=set, init=False)

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

    def offered(self, content: bytes, url: str) -> list[tuple[str, str | None]]:
        return answer_opml(self._ask("offered", content, None, url))

    def close(self) -> None:
        ended = 0
        try:
            while True:
                child = self._idle.get_nowait()
                ended += 1
                if child is not None:
                    child.end()
        except Empty:
            pass
        for _ in range(ended):
            self._idle.put(None)
        for child in list(self._busy):  # whoever waits for it gets a Rejected, and ends it
            child.kill()

    def _ask(self, job: str, content: bytes, content_type: str | None, url: str | None) -> Any:
        child = self._idle.get()
        try:
            if child is None or not child.fresh:
                if child is not None:
                    child.end()
                child = Child(self.memory)
            self._busy.add(child)
            answer = child.ask({"job": job, "content_type": content_type, "url": url}, content, self.deadline)
        except BaseException:
            if child is not None:
                self._busy.discard(child)
                child.end()
            self._idle.put(None)
            raise
        self._busy.discard(child)
        self._idle.put(child)
        if "rejected" in answer:
            raise Rejected(str(answer["rejected"]))
        return answer["found"]


_shared: list[ProcessParser] = []
_sharing = threading.Lock()


def shared_parser() -> Parser:
    """Give this process's one parser, for callers that were not given one; its child ends with the program."""
    with _sharing:
        if not _shared:
            _shared.append(ProcessParser())
            atexit.register(_shared[0].close)
        return _shared[0]
