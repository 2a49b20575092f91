"""What the bot remembers, as frozen values. Times are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from digests.model import Length, Scope


class Role(StrEnum):
    """What somebody may do in an installation, least first."""

    VIEWER = "viewer"  # ask
    EDITOR = "editor"  # decide what is posted in their channels
    ADMIN = "admin"  # decide everything


@dataclass(frozen=True, slots=True)
class Place:
    """An installation: a workspace or server of a platform ("terminal" has the one, "-")."""

    platform: str
    installation: str = "-"


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in a workspace or server. ``secret`` is encrypted (``bot.secrets``); never shown."""

    place: Place
    name: str = ""
    secret: bytes = field(default=b"", repr=False)
    scopes: tuple[str, ...] = ()
    installed_by: str | None = None
    installed_at: datetime | None = None
    removed_at: datetime | None = None  # uninstalled: forgotten when the grace is over


class State(StrEnum):
    """Whether a subscription is to post."""

    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who gets what, where and when. ``id`` 0: not stored yet. ``bot.subscriptions`` reads ``when`` and ``zone``.

    ``changed_at``: when ``when``, ``zone`` or ``state`` was last set; the next run is sought from there.
    """

    place: Place
    channel: str
    when: str
    zone: str
    scope: Scope = field(default_factory=Scope)
    length: Length = Length.STANDARD
    stories: int = 7
    missed: str = "latest"
    state: State = State.ACTIVE
    id: int = 0
    created_by: str = ""
    created_at: datetime | None = None
    changed_at: datetime | None = None  # when its timetable was last set; runs are sought from there


@dataclass(frozen=True, slots=True)
class Grant:
    """A role given to somebody; ``channel`` None: in the whole installation."""

    place: Place
    user: str
    role: Role
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Follow:
    """A name or topic that somebody wants to hear of. ``entity_id`` None: a topic."""

    place: Place
    user: str
    subject: str
    entity_id: int | None = None
    muted_until: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the audit log. ``before`` and ``after`` are what was changed, as JSON values; None: did not exist.

    ``undone_by``: id of the change that took this one back.
    """

    place: Place
    actor: str
    verb: str
    subject: str  # what kind of thing and which: "subscription 12", "settings", "grant U123"
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    at: datetime
    id: int = 0
    undone_by: int | None = None


@dataclass(frozen=True, slots=True)
class WatchedFeed:
    """A feed that an installation asked to be read."""

    place: Place
    url: str
    added_by: str
    added_at: datetime
