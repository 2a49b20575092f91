"""The values that cross rooms, all frozen. Times are aware and in UTC; offsets count code points.

``text[start:end]`` of the article named is always the span: no room may hand on offsets into
anything but an article's stored ``text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

LATE = timedelta(days=3)  # how long after its date an article may come in and still be news


class Kind(StrEnum):
    """What a name names."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    CRAFT = "craft"  # vehicles, satellites, missions, stations, instruments
    OTHER = "other"


class DateBasis(StrEnum):
    """Where an article's date comes from, best first."""

    STATED = "stated"  # with a zone or offset
    NO_ZONE = "no zone"  # stated without a zone: taken as UTC
    FILE = "file"  # the file's modification time
    ARRIVAL = "arrival"  # nothing better than when it came in


class Tenure(StrEnum):
    """How a text words the state of a role."""

    CURRENT = "current"
    FORMER = "former"
    ACTING = "acting"
    INCOMING = "incoming"


class Length(StrEnum):
    """How much a digest says of each story."""

    HEADLINES = "headlines"
    BRIEF = "brief"
    STANDARD = "standard"
    FULL = "full"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: code points, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article without its text: what a list or a citation shows."""

    id: str
    title: str
    outlet: str
    published_at: datetime
    url: str | None = None
    state_owned: bool = False  # the outlet belongs to a state
    duplicate_of: str | None = None  # id of the article that this one is a copy of
    date_basis: DateBasis = DateBasis.STATED
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One stored article. ``id`` is derived from its address, or else from outlet and record id
    or content (see ``ingest.clean``), so that the same article gets the same id everywhere."""

    id: str
    title: str
    text: str
    outlet: str
    published_at: datetime
    url: str | None = None  # canonical
    author: str | None = None
    state_owned: bool = False
    date_basis: DateBasis = DateBasis.STATED
    language: str | None = None  # ISO 639-1 where known
    received_at: datetime | None = None
    content_digest: str = ""  # of title and text, white space folded: equal = same content
    duplicate_of: str | None = None

    @property
    def card(self) -> ArticleCard:
        """Drop the text."""
        return ArticleCard(
            self.id,
            self.title,
            self.outlet,
            self.published_at,
            self.url,
            self.state_owned,
            self.duplicate_of,
            self.date_basis,
            self.received_at,
        )


@dataclass(frozen=True, slots=True)
class Mention:
    """A name's span in an article; ``name`` is the fullest form in this article, verbatim."""

    start: int
    end: int
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A pronoun or noun phrase ("the agency's chief") that stands for a named person or organisation."""

    start: int
    end: int
    name: str
    kind: Kind = Kind.PERSON


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words between quotation marks, marks excluded.

    ``speaker`` is a resolved name or None; the speaker's span is the name, noun phrase or pronoun
    that the words are attributed to; it may be present although ``speaker`` is None.
    """

    start: int
    end: int
    speaker: str | None = None
    speaker_kind: Kind | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """A role as the text words it; the span covers the whole phrase."""

    person: str
    role: str
    organisation: str | None
    start: int
    end: int
    tenure: Tenure = Tenure.CURRENT


@dataclass(frozen=True, slots=True)
class Reading:
    """What one article says: made once, when it arrives."""

    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    references: tuple[Reference, ...] = ()
    quotes: tuple[Quote, ...] = ()
    roles: tuple[Role, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)  # short form → full name, as the text defines


@dataclass(frozen=True, slots=True)
class Cited:
    """A verbatim sentence (or quotation) and where it stands: ``article.text[start:end] == text``."""

    text: str
    article: ArticleCard
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organisation or craft across articles. ``name`` is the form met most often in full."""

    id: int
    kind: Kind
    name: str
    spellings: tuple[str, ...] = ()  # other forms met
    articles: int = 0
    first_seen: datetime | None = None
    last_seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoleSighting:
    """A role as one article words it, of a resolved person."""

    entity_id: int
    role: str
    organisation: str | None
    organisation_id: int | None
    tenure: Tenure
    cited: Cited


@dataclass(frozen=True, slots=True)
class QuoteSighting:
    """A quotation in one article, of a resolved speaker."""

    entity_id: int
    cited: Cited
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """The articles on one happening. ``headline`` is the title of ``lead``."""

    id: int
    headline: str
    lead: ArticleCard
    first_seen: datetime
    last_seen: datetime
    articles: tuple[ArticleCard, ...] = ()  # oldest first; copies included


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open: start ≤ published_at < end.

    ``arrived``: what came in since then counts as well where it was published before ``start``, by at most ``LATE``:
    a feed shows an article some time after its date.
    """

    start: datetime
    end: datetime
    arrived: datetime | None = None

    @property
    def earliest(self) -> datetime:
        """Give the earliest date that an article in it can have."""
        return self.start if self.arrived is None else self.start - LATE

    def has(self, article: Article | ArticleCard) -> bool:
        """Tell whether an article counts."""
        if article.published_at >= self.end or article.published_at < self.earliest:
            return False
        came, arrived = article.received_at, self.arrived
        return article.published_at >= self.start or (came is not None and arrived is not None and came >= arrived)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a digest is about; empty means everything."""

    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    include_outlets: tuple[str, ...] = ()
    exclude_outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A parsed ``/news`` question."""

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    outlet: str | None = None
    before: datetime | None = None
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An article that matches and the stretch of its text that shows why (None: in the title alone)."""

    article: ArticleCard
    excerpt: Cited | None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One page of hits. ``total`` is exact up to ``at_least`` hits; ``corrected`` are the words searched
    instead where a word typed occurs nowhere."""

    hits: tuple[SearchHit, ...]
    total: int
    at_least: bool = False  # total is a lower bound
    corrected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Totals:
    """What is stored."""

    articles: int
    duplicates: int
    stories: int
    people: int
    outlets: int
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DayCount:
    """Articles on one UTC day; ``day`` is its midnight."""

    day: datetime
    count: int
