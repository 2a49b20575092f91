"""``inspect article``: what is read in an article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from bot.inspecting.records import Record, optional, text_of, time_of
from digests.model import Article, Reading, Span

if TYPE_CHECKING:
    from digests.reading.names import Opinion


def inspect_article(record: Record, others: Opinion | None = None) -> Record:
    """Read one article record; offsets count in its own text, which is taken as it is.

    ``others``: a second finder of names.
    """
    from digests.ingest.language import foreign
    from digests.reading.read import read
    from digests.text import split_sentences

    identity, text = text_of(record, "id"), text_of(record, "text")
    # Sentences as they are written, those inside quotations too; reading keeps a quotation whole.
    sentences = split_sentences(text, inside_quotes=True)
    if language := foreign(text):  # said rather than read as if it were English
        return {"id": identity, **shown(Reading(), sentences), "language": language}
    return {"id": identity, **shown(read(text, optional(record, "title") or "", others), sentences)}


def shown(reading: Reading, sentences: Sequence[Span]) -> Record:
    """Lay a reading and the sentences of its text out as the inspect interface words them."""
    return {
        "sentences": [[span.start, span.end] for span in sentences],
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
