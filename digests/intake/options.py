"""How a run of ingest is asked for, and how it reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """``jobs``: worker processes for reading, 0 for none. ``outlet``, ``published_at`` and ``url`` are for
    articles that don't state theirs. ``dry_run``: read everything, store nothing."""

    outlet: str | None = None
    published_at: str | None = None
    url: str | None = None
    follow_links: bool = True  # fetch the pages of feed entries that are only teasers
    jobs: int = 0
    dry_run: bool = False
    allow_private: bool = False  # addresses inside one's own network


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. ``total`` is None until it is known, and for what is endless."""

    done: int
    total: int | None
    new: int
    known: int
    duplicates: int
    rejected: int
