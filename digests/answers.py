"""What the newsroom answers, as frozen values: the same value renders on every platform.

Every sentence in them is a :class:`~digests.model.Cited`: verbatim, with its article and span.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digests.model import (
    ArticleCard,
    Cited,
    DayCount,
    Entity,
    Length,
    QuoteSighting,
    RoleSighting,
    Scope,
    SearchQuery,
    SearchResult,
    Story,
    Totals,
    Window,
)
from digests.store.base import StoryBrief

# digest ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with its number in the answer's ``citations`` (from 1).

    ``generated``: a language model worded it; ``cited`` says on which stretch of which article it stands.
    """

    cited: Cited
    number: int
    generated: bool = False


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A quotation with its speaker's name as resolved and its citation number."""

    cited: Cited
    number: int
    speaker: str
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why a story is in, in plain words, the weightiest first."""

    place: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DigestStory:
    """One story of a digest. ``outlets`` has one card an independent outlet, the lead's first;
    ``copies`` those that carried a syndicated copy. ``update``: the new fact, where the destination had the story.
    ``differ``: figures that outlets disagree on, each as the outlets word it.
    """

    story_id: int
    headline: str
    lead: ArticleCard
    lines: tuple[Line, ...]
    outlets: tuple[ArticleCard, ...]
    copies: tuple[ArticleCard, ...]
    first_seen: datetime
    last_seen: datetime
    why: Why
    update: Line | None = None
    quote: SpokenLine | None = None
    differ: tuple[tuple[Line, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story of the window that is not in the digest, and why in one sentence."""

    story_id: int
    headline: str
    reason: str


@dataclass(frozen=True, slots=True)
class Digest:
    """A composed digest. ``citations[n - 1]`` is the article that number n stands for."""

    scope: Scope
    window: Window
    length: Length
    stories: tuple[DigestStory, ...]
    citations: tuple[ArticleCard, ...]
    left_out: tuple[LeftOut, ...]
    considered: int  # stories in the window and scope
    articles: int  # articles in the window and scope
    composed_at: datetime
    totals: Totals
    written_by: str = ""  # the language model that worded some of the sentences


class Verdict(StrEnum):
    """What became of an article in a digest."""

    IN = "in"
    COPY = "copy"
    OUT_OF_SCOPE = "out of scope"
    OUT_OF_WINDOW = "out of window"
    POSTED = "already posted"
    RANKED_OUT = "ranked out"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class WhyArticle:
    """The answer to ``why URL``: the verdict, one sentence, and what it is about."""

    asked: str
    verdict: Verdict
    sentence: str
    article: ArticleCard | None = None
    story_id: int | None = None
    why: Why | None = None


# finding a name ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several that a name fits; ``role`` is the newest role, as worded."""

    entity: Entity
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The name fits exactly one."""

    asked: str
    entity: Entity
    exact: bool = True  # False: reached through a typing mistake or another spelling


@dataclass(frozen=True, slots=True)
class Several:
    """The name fits several: ask which."""

    asked: str
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """The name fits nobody; ``nearest`` are names that look alike."""

    asked: str
    totals: Totals
    nearest: tuple[Entity, ...] = ()


Finding = Found | Several | Nobody

# dossier -------------------------------------------------------------------------------------


class Standing(StrEnum):
    """How a role stands today, by the stored articles."""

    CURRENT = "current"
    FORMER = "former"
    DISPUTED = "disputed"  # articles give the role to somebody else at the same time


@dataclass(frozen=True, slots=True)
class DossierRole:
    """One role over all articles that word it alike. ``newest`` is its citation; ``because`` says
    what shows it to be former or disputed."""

    role: str
    organisation: str | None
    standing: Standing
    first_seen: datetime
    last_seen: datetime
    articles: int
    newest: RoleSighting
    because: Cited | None = None
    holder: str | None = None  # who has it instead, or in an organisation's card who has it


@dataclass(frozen=True, slots=True)
class SaidQuote:
    """A quotation with the other articles that carry the same words."""

    quote: QuoteSighting
    also: tuple[ArticleCard, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything stored about one person, organisation or craft."""

    entity: Entity
    roles: tuple[DossierRole, ...]  # of a person; of an organisation: who holds which role in it
    stories: tuple[StoryBrief, ...]
    quotes: tuple[SaidQuote, ...]
    quotes_in_all: int
    activity: tuple[DayCount, ...]  # one a week, zeros included, oldest first
    companions: tuple[tuple[Entity, int], ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class QuotePage:
    """Quotations, newest first, the same words once."""

    entity: Entity
    about: str | None
    quotes: tuple[SaidQuote, ...]
    page: int  # from 1
    pages: int
    total: int


# story, timeline, search, trending -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Development:
    """What was new on a day of a story."""

    day: datetime
    lines: tuple[Line, ...]
    articles: tuple[ArticleCard, ...]


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story in full."""

    story: Story
    lines: tuple[Line, ...]
    developments: tuple[Development, ...]
    said: tuple[SpokenLine, ...]
    citations: tuple[ArticleCard, ...]
    people: tuple[tuple[Entity, int], ...] = ()


@dataclass(frozen=True, slots=True)
class StoryChoices:
    """Several stories fit the question, best first; empty: none does."""

    asked: str
    stories: tuple[StoryBrief, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One line on a story, with the date of the article that it stands in."""

    moment: datetime
    line: Line
    story_id: int
    outlets: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dated one-line events on a name or topic, oldest first on a page; page 1 is the newest."""

    subject: str
    entity: Entity | None
    events: tuple[TimelineEvent, ...]
    citations: tuple[ArticleCard, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of ``/news``."""

    asked: str
    query: SearchQuery
    result: SearchResult
    page: int
    per_page: int
    totals: Totals


@dataclass(frozen=True, slots=True)
class Trend:
    """A name more in the news than usual."""

    entity: Entity
    articles: int
    outlets: int
    usual: float  # articles expected in a window of this length
    days: tuple[DayCount, ...]  # zeros included


@dataclass(frozen=True, slots=True)
class Trending:
    """Who and what is in the news more than usual, most first."""

    window: Window
    trends: tuple[Trend, ...]
    totals: Totals


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question in words; no lines: the stored articles have none.

    ``meant``: whom and what the question was taken to name. ``hint``: words for ``/news`` that find something.
    """

    asked: str
    lines: tuple[Line, ...]
    citations: tuple[ArticleCard, ...]
    meant: tuple[Entity, ...]
    hint: str | None
    totals: Totals


# ingest ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the records of one run."""

    new: int = 0
    known: int = 0
    updated: int = 0
    duplicates: int = 0
    rejected: int = 0
    rejections: tuple[tuple[str, str], ...] = ()  # (where, reason), the first thousand
    notices: tuple[str, ...] = field(default=())  # e.g. "feed X has not changed"
