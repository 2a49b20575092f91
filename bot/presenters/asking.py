"""An answer to a question in words: dated sentences, each cited, or that the stored articles have none."""

from __future__ import annotations

from bot.blocks import Block, Bullets, Heading, Note, Paragraph
from bot.presenters import words
from bot.presenters.digests import cited
from bot.replies import Kind, Outcome, Reply
from bot.spans import Code, Moment, Spans, line
from digests.answers import Answered, Line


def answered(answer: Answered) -> Reply:
    """Present the sentences that answer; the date of each is its article's, so that old facts read as old."""
    if not answer.lines:
        return _none(answer)
    blocks: list[Block] = [Heading(line(answer.asked)), *_meant(answer), Bullets(tuple(map(_dated, answer.lines)))]
    return Reply(Kind.SEARCH, answer.asked, (*blocks, *words.sources(answer.citations)), shareable=True)


def about(question: str, name: str) -> str:
    """Make the command that asks again, with ``{}`` where the choice goes."""
    before, found, after = (part.replace("{", "").replace("}", "") for part in question.partition(name))
    return f"/ask {before}{{}}{after}" if found else "/ask who is {}"


def _dated(each: Line) -> Spans:
    return line(Moment(each.cited.article.published_at), ": ", *cited(each))


def _meant(answer: Answered) -> list[Block]:
    """Say who was meant where the question has another form of the name."""
    asked = answer.asked.casefold()
    others = [each.name for each in answer.meant if each.name.casefold() not in asked]
    return [Note(line(f"Taken to mean {words.listed(others)}."))] if others else []


def _none(answer: Answered) -> Reply:
    title = "Not in the stored articles"
    says = line(f"{title}: no sentence answers it ", *words.archive(answer.totals), ".")
    if not answer.totals.articles:
        says = line("No articles are stored yet, so there is no answer.")
    elif answer.hint:
        says = line(*says, " The nearest search: ", Code(f"/news {answer.hint}"))
    return Reply(Kind.SEARCH, title, (Paragraph(says),), Outcome.NOTHING)
