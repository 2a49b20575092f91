"""Inline text as spans, never as markup: what a platform escapes, links and styles in its own way.

Text comes from articles and users as it is; control characters and markup in it are render's to neutralise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Style(StrEnum):
    """How much of a moment is shown; always in the reader's own zone."""

    DATE = "date"  # 15 Jul 2022
    TIME = "time"  # 09:30
    DATE_TIME = "datetime"  # 15 Jul 2022, 09:30


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words in another voice: a name of a work, an aside."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address; without one they are plain."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, aware and in UTC."""

    at: datetime
    style: Style = Style.DATE


@dataclass(frozen=True, slots=True)
class Citation:
    """A source's number in brackets, leading to the article."""

    number: int
    url: str | None
    label: str  # outlet and title, for readers who can't follow the link


@dataclass(frozen=True, slots=True)
class ChannelName:
    """A channel, by the platform's id of it; shown as the platform shows one."""

    id: str

    @property
    def text(self) -> str:
        """Name it where nothing better is known."""
        return f"#{self.id}"


@dataclass(frozen=True, slots=True)
class UserName:
    """A user, by the platform's id; shown by name, and never so that it notifies them."""

    id: str

    @property
    def text(self) -> str:
        """Name them where nothing better is known."""
        return f"@{self.id}"


Span = Text | Strong | Emphasis | Code | Link | Moment | Citation | ChannelName | UserName
Spans = tuple[Span, ...]


def line(*parts: Span | str) -> Spans:
    """Make a line of spans; bare strings become :class:`Text`, empty ones vanish."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts if part != "")


def plain(spans: Spans) -> str:
    """Give the words alone, without dates' zones: for notifications and screen readers."""
    return "".join(_plain(span) for span in spans)


def _plain(span: Span) -> str:
    if isinstance(span, Moment):
        return span.at.strftime("%-d %b %Y" if span.style is Style.DATE else "%-d %b %Y, %H:%M UTC")
    return f"[{span.number}]" if isinstance(span, Citation) else span.text
