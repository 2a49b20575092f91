"""The parts of a reply. A platform renders each in its own way and never cuts inside one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.spans import Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A title: level 1 for the reply's, 2 for a section's."""

    spans: Spans
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item one line of spans."""

    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    """Verbatim words without their marks, and whose they are."""

    text: str
    byline: Spans


@dataclass(frozen=True, slots=True)
class Fields:
    """Short facts by name."""

    pairs: tuple[tuple[str, Spans], ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """Counts over time, oldest first, one a ``unit`` ("day" or "week") from ``since``: a chart."""

    label: str
    values: tuple[int, ...]
    since: datetime
    unit: str


@dataclass(frozen=True, slots=True)
class StoryCard:
    """One story of a digest, never split over two messages.

    ``badge`` is a short label such as "Update"; ``update`` the new fact that it stands for.
    """

    number: int
    headline: Spans
    lines: tuple[Spans, ...]
    outlets: Spans
    badge: str | None = None
    update: Spans = ()
    quote: Quotation | None = None
    why: Spans = ()
    command: str | None = None  # what shows the story in full


@dataclass(frozen=True, slots=True)
class Source:
    """What a citation's number stands for."""

    number: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Sources:
    """The cited articles; platforms whose citations are links may leave it out."""

    items: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A rule between parts."""


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a picker's: choosing it gives ``command``."""

    label: str
    command: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Picker:
    """Asks which; at most 25 choices."""

    prompt: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """Gives ``command`` or opens ``url``: one of them."""

    label: str
    command: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Buttons:
    """What to do next; at most 5."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Which page this is, and the commands that give its neighbours."""

    page: int
    pages: int
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file: uploaded or offered where the platform can, shown in full where it can't."""

    name: str
    media_type: str
    text: str


Block = (
    Heading
    | Paragraph
    | Bullets
    | Quotation
    | Fields
    | Activity
    | StoryCard
    | Sources
    | Divider
    | Note
    | Picker
    | Buttons
    | Pager
    | Attachment
)
