"""``inspect article``: what is read in an article."""

from __future__ import annotations

from datetime import datetime

from bot.inspecting.records import Record, optional, text_of, time_of
from digests.model import Article, Reading


def inspect_article(record: Record) -> Record:
    """Read one article record; offsets count in its own text, which is taken as it is."""
    from digests.reading.read import read

    identity, text = text_of(record, "id"), text_of(record, "text")
    return {"id": identity, **shown(read(text, optional(record, "title") or ""))}


def shown(reading: Reading) -> Record:
    """Lay a reading out as the inspect interface words it."""
    return {
        "sentences": [[span.start, span.end] for span in reading.sentences],
        "mentions": [{"start": m.start, "end": m.end, "kind": m.kind.value, "name": m.name} for m in reading.mentions],
        "quotes": [
            {
                "start": q.start,
                "end": q.end,
                "speaker": q.speaker,
                "speaker_start": q.speaker_start,
                "speaker_end": q.speaker_end,
                "cue": q.cue,
            }
            for q in reading.quotes
        ],
        "roles": [
            {"person": r.person, "role": r.role, "organisation": r.organisation, "start": r.start, "end": r.end}
            for r in reading.roles
        ],
    }


def article_of(record: Record, now: datetime) -> Article:
    """Make an article of a record without touching its text; one without a date arrives now."""
    return Article(
        id=text_of(record, "id"),
        title=optional(record, "title") or "",
        text=text_of(record, "text"),
        outlet=optional(record, "outlet") or "",
        published_at=time_of(record, "published_at") or now,
        url=optional(record, "url"),
        author=optional(record, "author"),
        received_at=now,
    )
