"""One story in full, the choice between several, and a timeline."""

from __future__ import annotations

from datetime import datetime

from bot.blocks import Block, Bullets, Choice, Heading, Note, Paragraph, Picker, Quotation
from bot.presenters import words
from bot.presenters.digests import cited
from bot.presenters.quotes import pager
from bot.replies import Kind, Outcome, Reply
from bot.spans import Link, Moment, Spans, Style, line
from digests.answers import Development, SpokenLine, StoryChoices, StoryPage, Timeline, TimelineEvent
from digests.model import ArticleCard
from digests.store.base import StoryBrief


def story(answer: StoryPage) -> Reply:
    """Present one story: summary, how it developed, who said what, every article."""
    it = answer.story
    blocks: list[Block] = [Heading(line(Link(it.headline, it.lead.url))), Note(_extent(answer))]
    if answer.lines:
        blocks.append(Paragraph(words.joined((cited(each) for each in answer.lines), " ")))
    if items := tuple(item for day in answer.developments for item in _development(day)):
        blocks += [Heading(line("How it developed"), 2), Bullets(items)]
    if answer.said:
        blocks += [Heading(line("Who said what"), 2), *(_said(each) for each in answer.said)]
    if answer.people:
        names = [f"{entity.name} ({words.plural(count, 'article')})" for entity, count in answer.people]
        blocks += [Heading(line("Who is in it"), 2), Paragraph(line(words.listed(names, 10)))]
    blocks += [Heading(line("Every article"), 2), Bullets(tuple(_member(card) for card in it.articles))]
    return Reply(Kind.STORY, it.headline, (*blocks, *words.sources(answer.citations)), shareable=True)


def _extent(answer: StoryPage) -> Spans:
    it = answer.story
    outlets = {card.outlet for card in it.articles}
    count = f"{words.plural(len(it.articles), 'article')} from {words.plural(len(outlets), 'outlet')}, "
    last = () if it.first_seen == it.last_seen else line(" to ", Moment(it.last_seen, Style.DATE_TIME))
    return line(count, Moment(it.first_seen, Style.DATE_TIME), *last)


def _development(day: Development) -> list[Spans]:
    return [line(Moment(day.day), ": ", *cited(each)) for each in day.lines]


def _said(each: SpokenLine) -> Quotation:
    card = each.cited.article
    return Quotation(
        each.cited.text, line(f"{each.speaker}, in {words.outlet(card)} ", words.citation(each.number, card))
    )


def _member(card: ArticleCard) -> Spans:
    return words.joined((words.source(card), line("a copy") if card.duplicate_of else ()))


def choices(answer: StoryChoices, *, now: datetime) -> Reply:
    """Ask which story is meant, or say that none is."""
    if answer.stories:
        title = "Which story do you mean?"
        return Reply(Kind.PICKER, title, (Picker(title, tuple(_choice(brief) for brief in answer.stories)),))
    title = f'No story on "{answer.asked}"'
    says = (
        line(title, " ", *words.archive(answer.totals), ".")
        if answer.totals.articles
        else line("No articles are stored yet, so there is no story.")
    )
    return Reply(Kind.NOTE, title, (Paragraph(says),), Outcome.NOTHING)


def _choice(brief: StoryBrief) -> Choice:
    return Choice(
        brief.headline, f"/story #{brief.id}", f"{words.plural(brief.outlets, 'outlet')}, {words.day(brief.last_seen)}"
    )


def timeline(answer: Timeline) -> Reply:
    """Present dated one-line events, oldest first."""
    title = f"Timeline: {answer.subject}"
    if not answer.events:
        says = f'Nothing dated on "{answer.subject}" is in the stored articles.'
        return Reply(Kind.TIMELINE, says, (Paragraph(line(says)),), Outcome.NOTHING)
    subject = f"#{answer.entity.id}" if answer.entity else answer.subject
    blocks: list[Block] = [
        Heading(line(title)),
        Note(line(words.plural(answer.total, "event"))),
        Bullets(tuple(_event(event) for event in answer.events)),
        *words.sources(answer.citations),
    ]
    # Page 1 is the newest; "next" leads back in time.
    return Reply(
        Kind.TIMELINE, title, (*blocks, *pager(f"/timeline {subject}", answer.page, answer.pages)), shareable=True
    )


def _event(event: TimelineEvent) -> Spans:
    several = line(f" · {words.plural(event.outlets, 'outlet')}") if event.outlets > 1 else ()
    return line(Moment(event.moment), ": ", *cited(event.line), *several)
