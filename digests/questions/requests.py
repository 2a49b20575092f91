"""What is asked of the newsroom where it takes more than a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from digests.model import Length, Scope, Window
from digests.store.base import PostedStory


@dataclass(frozen=True, slots=True)
class DigestRequest:
    """A digest asked for.

    ``destination``: whose posted stories are not to be repeated; None: nobody's. ``promised``: stories that are about
    to be posted there. ``at``: as of which time it is composed; None: now.
    """

    window: Window
    scope: Scope = field(default_factory=Scope)
    length: Length = Length.STANDARD
    stories: int = 7
    destination: str | None = None
    promised: tuple[PostedStory, ...] = ()
    at: datetime | None = None
