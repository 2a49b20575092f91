"""Parsing of untrusted feeds and pages, apart from the reading of files."""

from __future__ import annotations

from typing import Protocol

from digests.ingest.shapes import Feed, Page


class Parser(Protocol):
    """Parses; every method raises Rejected for what can't be read."""

    def feed(self, content: bytes, content_type: str | None = None, url: str | None = None) -> Feed: ...

    def page(self, content: bytes, content_type: str | None = None, url: str | None = None) -> Page: ...

    def opml(self, content: bytes) -> list[tuple[str, str | None]]: ...
