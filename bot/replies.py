"""What every platform understands: an Invocation in, a Reply out. Frozen, neutral, without markup.

``Reply.to_json`` is a contract (``downlink ask --format json``)::

    {"kind": "dossier", "outcome": "done", "title": "Dmitry Rogozin", "shareable": false, "blocks": [BLOCK, …]}

A BLOCK is ``{"type": "<class name in lower case>", …its fields}``; a line of text is a list of spans
``{"type": "text" | "strong" | "emphasis" | "code", "text"}``, ``{"type": "link", "text", "url"}``,
``{"type": "moment", "at": RFC 3339, "style"}``, ``{"type": "channelname" | "username", "id"}`` or
``{"type": "citation", "number", "url", "label"}``.
Fields are only ever added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.blocks import Block


@dataclass(frozen=True, slots=True)
class Destination:
    """Where something is said. ``installation`` is the workspace or server, None where there is none."""

    platform: str
    channel: str
    installation: str | None = None
    thread: str | None = None

    @property
    def key(self) -> str:
        """One string a destination, for the store: threads belong to their channel."""
        return "/".join((self.platform, self.installation or "-", self.channel))


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command that somebody gave, however their platform let them give it.

    ``verb`` is as typed, ``text`` everything after it, in one string. Without a verb, ``text`` is a whole line:
    of a prompt, or what was said to the bot in a mention. ``arguments`` are those that the platform took
    apart already, by declared name, and win over ``text``. ``zone`` is the user's IANA zone.
    ``rights``: what the platform says the user may: ``manage_workspace``, ``manage_channel`` (this one), and
    ``manage_channel:ID`` for others named in the arguments. ``channel_kind``: ``channel`` or ``direct``.
    ``channels``: ids of other channels that are the installation's, as the platform says, of those that the command
    names; None where an id reaches no other installation's channel anyway.
    """

    id: str
    user: str
    destination: Destination
    verb: str
    text: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    locale: str = "en"
    rights: frozenset[str] = frozenset()
    channel_kind: str = "channel"
    channels: frozenset[str] | None = None

    @property
    def platform(self) -> str:
        """Name the platform."""
        return self.destination.platform


class Kind(StrEnum):
    """What a reply is."""

    DIGEST = "digest"
    DOSSIER = "dossier"
    PICKER = "picker"
    QUOTES = "quotes"
    STORY = "story"
    TIMELINE = "timeline"
    SEARCH = "search"
    TRENDING = "trending"
    HELP = "help"
    NOTE = "note"
    ADMIN = "admin"
    SETTINGS = "settings"
    STATUS = "status"
    ERROR = "error"


class Outcome(StrEnum):
    """How it went."""

    DONE = "done"
    NOTHING = "nothing"  # asked well, nothing stored on it
    MISTAKE = "mistake"  # asked badly
    REFUSED = "refused"  # a known failure: the sentence says which
    FAILED = "failed"  # an unknown one: its id is in the log


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. ``title`` is one plain line: notifications, screen readers, window titles.

    ``shareable``: the asker may be offered to show it to the channel.
    """

    kind: Kind
    title: str
    blocks: tuple[Block, ...]
    outcome: Outcome = Outcome.DONE
    shareable: bool = False

    def to_json(self) -> dict[str, Any]:
        """Lay out as JSON values; see the module's docstring."""
        return {
            "kind": self.kind.value,
            "outcome": self.outcome.value,
            "title": self.title,
            "shareable": self.shareable,
            "blocks": [_json(block) for block in self.blocks],
        }


def _json(value: Any) -> Any:
    if is_dataclass(value):
        return {"type": type(value).__name__.lower()} | {f.name: _json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.value if isinstance(value, StrEnum) else value
