"""Wording shared by all presenters: plurals, outlets, roles, sources, periods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta, tzinfo

from bot.blocks import Source, Sources
from bot.spans import Citation, Link, Moment, Span, Spans, Style, Text, UserName, line
from bot.store.records import FORGOTTEN
from digests.model import ArticleCard, DateBasis, Totals, Window

_BASIS = {DateBasis.FILE: " (date of the file)", DateBasis.ARRIVAL: " (date it came in)"}
MANY = 6  # outlets named before the rest is counted


def plural(count: int, one: str, many: str | None = None) -> str:
    """Count in words: ``1 story``, ``1,240 articles``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = MANY) -> str:
    """Join names, the surplus counted: ``A, B and 3 more``."""
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} and {len(names) - most:,} more"


def outlet(card: ArticleCard) -> str:
    """Name an outlet; a state's own is labelled."""
    labelled = card.state_owned and "state-owned" not in card.outlet.casefold()
    return f"{card.outlet} (state-owned)" if labelled else card.outlet


def outlets(cards: Iterable[ArticleCard]) -> list[str]:
    """Name the outlets of some articles, each once, in order."""
    return list(dict.fromkeys(outlet(card) for card in cards))


def dated(card: ArticleCard, style: Style = Style.DATE) -> Spans:
    """Give an article's date, and say where it is not the outlet's own."""
    return line(Moment(card.published_at, style), _BASIS.get(card.date_basis, ""))


def source(card: ArticleCard) -> Spans:
    """Describe an article in one line, linked."""
    return line(Link(card.title, card.url), f" — {outlet(card)}, ", *dated(card))


def published(card: ArticleCard) -> Spans:
    """Say where and when something was published, then its title, linked."""
    return line(f"{outlet(card)}, ", *dated(card), " · ", Link(card.title, card.url))


def citation(number: int, card: ArticleCard) -> Citation:
    """Cite an article by its number."""
    return Citation(number, card.url, f"{card.outlet}: {card.title}")


def sources(cards: Sequence[ArticleCard]) -> tuple[Sources, ...]:
    """List what the numbers stand for; nothing where nothing is cited."""
    return (Sources(tuple(Source(n, source(card)) for n, card in enumerate(cards, 1))),) if cards else ()


_VERBS = frozenset({"leads", "heads", "chairs", "directs"})  # "Rogozin, who leads Roscosmos"
_COMMON = frozenset(
    "administration agency army association bureau center centre command commission committee corporation council "
    "department force government institute laboratory ministry navy observatory society station union".split()
)


def role(name: str, organisation: str | None) -> str:
    """Word a role with its organisation, as ``chief executive of Roscosmos``; or a verb, as ``leads Roscosmos``."""
    if not organisation:
        return name
    if name.casefold() in _VERBS:
        return f"{name} {_with_article(organisation)}"
    return name if organisation.casefold() in name.casefold() else f"{name} of {_with_article(organisation)}"


def _with_article(organisation: str) -> str:
    """Write ``the`` before a name that ends as a common noun: ``the European Space Agency``, ``NASA``."""
    parts = organisation.casefold().split()
    takes = len(parts) > 1 and parts[-1] in _COMMON and parts[0] != "the" and not parts[0].endswith(("'s", "’s"))
    return f"the {organisation}" if takes else organisation


def seen(first: datetime, last: datetime) -> Spans:
    """Say when something was first and last seen; one day is said once."""
    if first.date() == last.date():
        return line("seen ", Moment(last))
    return line("seen ", Moment(first), " to ", Moment(last))


def archive(totals: Totals) -> Spans:
    """Say how much is stored: ``in 1,240 stored articles since 3 Mar 2022``."""
    since: tuple[Span, ...] = (Text(" since "), Moment(totals.since)) if totals.since else ()
    return line(f"in {plural(totals.articles, 'stored article')}", *since)


def who(user: str) -> Span:
    """Name a user; who has no name on the platform is named as they are."""
    return Text(user) if user in (FORGOTTEN, "operator") else UserName(user)


def joined(parts: Iterable[Spans], between: str = " · ") -> Spans:
    """Join lines into one, empty ones left out."""
    spans: list[Span] = []
    for part in parts:
        if part:
            spans += [Text(between), *part] if spans else part
    return tuple(spans)


def period(window: Window, now: datetime, zone: tzinfo) -> str:
    """Name a window the way one would say it: ``the last 24 hours``, ``3 May 2022``, ``April 2022``."""
    return _period(window, now, zone)[1]


def within(window: Window, now: datetime, zone: tzinfo) -> str:
    """Name a window with its preposition: ``in the last 24 hours``, ``on 3 May 2022``, ``since 3 May 2022``."""
    return " ".join(filter(None, _period(window, now, zone)))


def _period(window: Window, now: datetime, zone: tzinfo) -> tuple[str, str]:
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    last, hours = end - timedelta(microseconds=1), (window.end - window.start) // timedelta(hours=1)
    from_midnight, to_midnight = start.time() == time(), end.time() == time()
    if abs(now - window.end) < timedelta(minutes=2):
        if not from_midnight and hours < 1:
            minutes = (window.end - window.start) // timedelta(minutes=1)
            return "in", "the last minute" if minutes < 2 else f"the last {minutes} minutes"
        if not from_midnight and (hours <= 48 or hours % 24):
            return "in", "the last hour" if hours == 1 else f"the last {hours:,} hours"
        if not from_midnight:
            return "in", f"the last {hours // 24:,} days"
        return ("on", day(start)) if start.date() == last.date() else ("", f"since {day(start)}")
    if start.date() == last.date():
        return "on", day(start)
    if from_midnight and to_midnight and start.day == end.day == 1:
        if (last.year, last.month) == (start.year, start.month):
            return "in", f"{start:%B %Y}"
        if start.month == end.month == 1 and end.year == start.year + 1:
            return "in", f"{start:%Y}"
    return "from", f"{day(start)} to {day(last)}"


def day(moment: datetime) -> str:
    """Write a day out: ``3 May 2022``."""
    return f"{moment.day} {moment:%b %Y}"
