"""The values that only the store and those who fill it know: what arrives, what is counted, what is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from digests.model import Article, Kind, Reading


@dataclass(frozen=True, slots=True)
class Known:
    """What tells whether an arriving article is new, known or an update."""

    id: str
    content_digest: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Everything that is stored of one article, in one go.

    ``entities`` gives, for each name in ``reading`` (mentions, references, speakers, people and
    organisations of roles), the id of the entity it is: from :meth:`Writes.add_entity` or a lookup.
    ``features`` is what ``stories`` needs to compare later articles with this one; opaque here.
    """

    article: Article
    reading: Reading
    story_id: int
    entities: Mapping[tuple[Kind, str], int]
    features: bytes


@dataclass(frozen=True, slots=True)
class Remembered:
    """The features of one stored article, for the story index."""

    sequence: int  # grows with every article stored or updated
    article_id: str
    story_id: int
    published_at: datetime
    duplicate_of: str | None
    features: bytes


@dataclass(frozen=True, slots=True)
class StoryBrief:
    """A story with the counts that ranking needs, counted within the window asked for."""

    id: int
    headline: str
    first_seen: datetime  # of the whole story
    last_seen: datetime
    articles: int  # in the window, copies included
    outlets: int  # in the window, distinct, copies left out
    latest: datetime  # newest article in the window


@dataclass(frozen=True, slots=True)
class StoredReading:
    """A reading with its article, and the entity of each (kind, name) in it."""

    article: Article
    reading: Reading
    entities: Mapping[tuple[Kind, str], int]


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is known of a feed's address, for polite fetching. ``url`` is the address as given."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None  # permanent redirect
    gone: bool = False  # answered 410
    failures: int = 0  # in a row
    error: str | None = None
    fetched_at: datetime | None = None
    not_before: datetime | None = None  # Retry-After or back-off


@dataclass(frozen=True, slots=True)
class PostedStory:
    """That a story was posted to a destination, with which articles known and which facts told."""

    destination: str
    story_id: int
    posted_at: datetime
    article_ids: tuple[str, ...]
    sentences: tuple[str, ...]  # texts that were posted


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An article as it came in: what it is about, for those who follow that. ``sequence`` as in ``Remembered``."""

    sequence: int
    story_id: int
    published_at: datetime
    entities: frozenset[int]
