"""Fixed answers of a newsroom, one of each kind: what presenters, renderers and platforms are tried on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digests import answers as a
from digests import model as m
from digests.store.base import StoryBrief

NOW = datetime(2022, 7, 16, 9, 0, tzinfo=UTC)


def at(day: int, hour: int = 9, month: int = 7) -> datetime:
    """Make a time in 2022."""
    return datetime(2022, month, day, hour, tzinfo=UTC)


def card(number: int, outlet: str = "Orbit Daily", *, owned: bool = False, copy_of: str | None = None) -> m.ArticleCard:
    """Make an article's card."""
    return m.ArticleCard(
        f"a{number}",
        f"Article {number} on the agency",
        outlet,
        at(15, 8 + number % 12),
        f"https://news.example/{number}",
        owned,
        copy_of,
    )


def cited(text: str, number: int = 1, outlet: str = "Orbit Daily") -> m.Cited:
    """Make a cited sentence."""
    return m.Cited(text, card(number, outlet), 10, 10 + len(text))


LEAD, SECOND, OWNED = card(1), card(2, "Launch Ledger"), card(3, "Vesti Orbit", owned=True)
COPY = card(4, "Morning Wire", copy_of="a1")
TOTALS = m.Totals(1240, 80, 300, 410, 6, at(3, month=3), at(15, 12))
EMPTY = m.Totals(0, 0, 0, 0, 0, None, None)
ROGOZIN = m.Entity(12, m.Kind.PERSON, "Dmitry Rogozin", ("Rogosin", "Рогозин"), 24, at(24, month=2), at(15))
BORISOV = m.Entity(13, m.Kind.PERSON, "Yury Borisov", (), 5, at(15), at(15))
ROSCOSMOS = m.Entity(14, m.Kind.ORGANISATION, "Roscosmos", (), 90, at(3, month=3), at(15))
BRIEF = StoryBrief(7, "Rogozin leaves Roscosmos", at(15, 8), at(15, 12), 5, 4, at(15, 12))
DAY = m.Window(NOW - timedelta(days=1), NOW)


def digest(*, window: m.Window = DAY, scope: m.Scope | None = None, length: m.Length = m.Length.FULL) -> a.Digest:
    """Make a digest of two stories, one of them an update."""
    first = a.DigestStory(
        7,
        "Rogozin leaves Roscosmos",
        LEAD,
        (
            a.Line(cited("Dmitry Rogozin was dismissed as chief executive of Roscosmos on Friday."), 1),
            a.Line(cited("Yury Borisov takes over.", 2, "Launch Ledger"), 2),
        ),
        (LEAD, SECOND, OWNED),
        (COPY,),
        at(15, 8),
        at(15, 12),
        a.Why(1, 0.9, ("3 outlets", "newest 21 hours ago")),
        quote=a.SpokenLine(cited("I did what I could", 2, "Launch Ledger"), 2, "Dmitry Rogozin", "said"),
    )
    second = a.DigestStory(
        8,
        "Launch slips",
        SECOND,
        (a.Line(cited("The launch is now on 5 May.", 2), 2),),
        (SECOND,),
        (),
        at(15),
        at(15),
        a.Why(2, 0.4, ("1 outlet",)),
        update=a.Line(cited("launch moved from 3 to 5 May", 2), 2),
    )
    return a.Digest(
        scope or m.Scope(),
        window,
        length,
        (first, second),
        (LEAD, SECOND),
        (a.LeftOut(9, "A ninth story", "Ranked 3rd of 2."),),
        3,
        9,
        NOW,
        TOTALS,
    )


def empty_digest(*, window: m.Window = DAY, scope: m.Scope | None = None, totals: m.Totals = TOTALS) -> a.Digest:
    """Make a digest without stories."""
    return a.Digest(scope or m.Scope(), window, m.Length.STANDARD, (), (), (), 0, 0, NOW, totals)


def sighting(entity: m.Entity, role: str, number: int = 1) -> m.RoleSighting:
    """Make a role as one article words it."""
    return m.RoleSighting(
        entity.id, role, "Roscosmos", 14, m.Tenure.CURRENT, cited(f"{entity.name}, the {role}", number)
    )


def role(standing: a.Standing = a.Standing.FORMER, holder: str | None = "Yury Borisov") -> a.DossierRole:
    """Make a role over all articles."""
    return a.DossierRole(
        "chief executive",
        "Roscosmos",
        standing,
        at(24, month=2),
        at(15),
        17,
        sighting(ROGOZIN, "chief executive"),
        cited("Borisov, who heads Roscosmos", 2),
        holder,
    )


def said(text: str = "I did what I could", also: tuple[m.ArticleCard, ...] = (SECOND, OWNED)) -> a.SaidQuote:
    """Make a quotation that other outlets carry as well."""
    return a.SaidQuote(m.QuoteSighting(12, cited(text), "said"), also)


def dossier(entity: m.Entity = ROGOZIN) -> a.Dossier:
    """Make a dossier."""
    weeks = tuple(
        m.DayCount(at(1, 0, month=5) + timedelta(weeks=n), count) for n, count in enumerate((0, 1, 3, 0, 9, 5))
    )
    return a.Dossier(entity, (role(),), (BRIEF,), (said(),), 12, weeks, ((BORISOV, 3), (ROSCOSMOS, 1)), TOTALS)


def quotes(page: int = 1, pages: int = 2) -> a.QuotePage:
    """Make a page of quotations."""
    return a.QuotePage(ROGOZIN, "ISS", (said(), said("No comment", ())), page, pages, 12)


STORY = a.StoryPage(
    m.Story(7, "Rogozin leaves Roscosmos", LEAD, at(15, 8), at(15, 12), (LEAD, SECOND, OWNED, COPY)),
    (a.Line(cited("Dmitry Rogozin was dismissed on Friday."), 1),),
    (a.Development(at(15, 0), (a.Line(cited("Yury Borisov takes over.", 2), 2),), (SECOND,)),),
    (a.SpokenLine(cited("I did what I could", 2, "Launch Ledger"), 2, "Dmitry Rogozin", "said"),),
    (LEAD, SECOND),
    ((ROGOZIN, 4), (BORISOV, 1)),
)
CHOICES = a.StoryChoices("Roscosmos", (BRIEF,), TOTALS)
TIMELINE = a.Timeline(
    "Dmitry Rogozin",
    ROGOZIN,
    (
        a.TimelineEvent(at(24, month=2), a.Line(cited("Rogozin warned of a fall."), 1), 5, 1),
        a.TimelineEvent(at(15), a.Line(cited("Rogozin was dismissed.", 2), 2), 7, 4),
    ),
    (LEAD, SECOND),
    1,
    3,
    42,
)
SEARCH = a.SearchPage(
    "lunar landr",
    m.SearchQuery(("lunar", "landr")),
    m.SearchResult(
        (m.SearchHit(LEAD, cited("… the lunar lander …")), m.SearchHit(OWNED, None)), 14, corrected={"landr": "lander"}
    ),
    1,
    10,
    TOTALS,
)
ANSWERED = a.Answered(
    "Who heads Roskosmos?",
    (
        a.Line(cited("Yury Borisov, the head of Roscosmos, spoke on Friday."), 1),
        a.Line(cited("Borisov takes over.", 2, "Launch Ledger"), 2),
    ),
    (LEAD, SECOND),
    (ROSCOSMOS,),
    None,
    TOTALS,
)
UNANSWERED = a.Answered("How tall is Roscosmos?", (), (), (), "Roscosmos", TOTALS)
TRENDING = a.Trending(
    m.Window(at(9), at(16)),
    (a.Trend(ROGOZIN, 12, 4, 3.14, tuple(m.DayCount(at(9 + n, 0), n) for n in range(7))),),
    TOTALS,
)
SEVERAL = a.Several("Dmitry", (a.Candidate(ROGOZIN, "chief executive of Roscosmos"), a.Candidate(BORISOV)))
NOBODY = a.Nobody("Rogosjin", TOTALS, (ROGOZIN,))
WHY = a.WhyArticle(
    "https://news.example/4",
    a.Verdict.COPY,
    "It is a copy of an article that is in the digest.",
    COPY,
    7,
    a.Why(1, 0.9, ("3 outlets",)),
)
