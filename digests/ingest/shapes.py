"""What the parsing process hands back: feeds and pages as they state themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. ``published_at`` is RFC 3339 in UTC; texts are plain, paragraphs kept."""

    title: str | None = None
    link: str | None = None
    published_at: str | None = None
    summary: str | None = None
    content: str | None = None
    guid: str | None = None
    author: str | None = None
    outlet: str | None = None  # where the feed says that it took the entry from


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries in their order."""

    title: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The article of a web page. ``published_at`` is as precise as the page states it."""

    title: str | None
    text: str
    author: str | None = None
    published_at: str | None = None
    outlet: str | None = None
    url: str | None = None
