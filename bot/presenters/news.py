"""Search results, and who is in the news more than usual."""

from __future__ import annotations

from datetime import datetime, tzinfo

from bot.blocks import Activity, Block, Button, Buttons, Heading, Note, Paragraph
from bot.presenters import words
from bot.presenters.quotes import pager
from bot.replies import Kind, Outcome, Reply
from bot.spans import line
from digests.answers import SearchPage, Trend, Trending
from digests.model import SearchHit


def search(answer: SearchPage, *, now: datetime) -> Reply:
    """Present the articles that match, each with the stretch that shows why."""
    result = answer.result
    corrections = [
        Note(line(f'No stored article has "{typed}"; searched for "{used}" instead.'))
        for typed, used in result.corrected.items()
    ]
    if not result.hits:
        return _no_hits(answer, corrections)
    count = f"{'at least ' if result.at_least else ''}{words.plural(result.total, 'article')}"
    title = f"{count[:1].upper()}{count[1:]} on {answer.asked}"
    hits = [block for hit in result.hits for block in _hit(hit)]
    pages = -(-result.total // answer.per_page)
    return Reply(
        Kind.SEARCH,
        title,
        (Heading(line(title)), *corrections, *hits, *pager(f"/news {answer.asked}", answer.page, pages)),
        shareable=True,
    )


def _no_hits(answer: SearchPage, corrections: list[Note]) -> Reply:
    title = f"Nothing on {answer.asked}"
    says = (
        line(f"{title} ", *words.archive(answer.totals), ".")
        if answer.totals.articles
        else line("No articles are stored yet, so there is nothing to search.")
    )
    if answer.page > 1:
        says = line(f"There is no page {answer.page:,} for {answer.asked}.")
    return Reply(Kind.SEARCH, title, (*corrections, Paragraph(says)), Outcome.NOTHING)


def _hit(hit: SearchHit) -> list[Block]:
    shown: list[Block] = [Paragraph(words.source(hit.article))]
    return [*shown, Note(line(hit.excerpt.text))] if hit.excerpt else shown


def trending(answer: Trending, *, now: datetime, zone: tzinfo) -> Reply:
    """Present names with more articles than expected, each with its chart."""
    when = words.period(answer.window, now, zone)
    title = f"More in the news than usual, {when}"
    if not answer.trends:
        says = f"Nobody and nothing is in the news more than usual {words.within(answer.window, now, zone)}."
        return Reply(Kind.TRENDING, says, (Paragraph(line(says)),), Outcome.NOTHING)
    charts = [
        Activity(_label(trend), tuple(day.count for day in trend.days), trend.days[0].day, "day")
        for trend in answer.trends
        if trend.days
    ]
    buttons = Buttons(tuple(Button(trend.entity.name, f"/who #{trend.entity.id}") for trend in answer.trends[:5]))
    return Reply(Kind.TRENDING, title, (Heading(line(title)), *charts, buttons), shareable=True)


def _label(trend: Trend) -> str:
    usual = f"{trend.usual:.1f}".removesuffix(".0")
    return (
        f"{trend.entity.name}: {words.plural(trend.articles, 'article')} in "
        f"{words.plural(trend.outlets, 'outlet')}, usually {usual}"
    )
