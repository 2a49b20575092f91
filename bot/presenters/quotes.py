"""Verbatim quotations."""

from __future__ import annotations

from bot.blocks import Block, Heading, Note, Pager, Paragraph, Quotation
from bot.presenters import words
from bot.replies import Kind, Outcome, Reply
from bot.spans import line
from digests.answers import QuotePage, SaidQuote


def page(answer: QuotePage) -> Reply:
    """Present one page of what somebody said, newest first."""
    name, about = answer.entity.name, f' about "{answer.about}"' if answer.about else ""
    if not answer.quotes:
        return _none(answer, name + about)
    title = f"{words.plural(answer.total, 'quotation')} of {name}{about}"
    blocks: list[Block] = [
        Heading(line(title)),
        Note(line("Word for word, newest first.")),
        *(quotation(each) for each in answer.quotes),
    ]
    return Reply(Kind.QUOTES, title, (*blocks, *_pager(answer)), shareable=True)


def _none(answer: QuotePage, whose: str) -> Reply:
    says = f"No quotation of {whose} is in the stored articles."
    if answer.page > 1:
        says = f"There is no page {answer.page:,}: the quotations of {whose} fill {words.plural(answer.pages, 'page')}."
    return Reply(Kind.QUOTES, says, (Paragraph(line(says)),), Outcome.NOTHING)


def quotation(said: SaidQuote) -> Quotation:
    """Present one quotation with outlet, date and link; the same words elsewhere are named once."""
    also = words.outlets(said.also)
    return Quotation(
        said.quote.cited.text,
        words.joined(
            (words.published(said.quote.cited.article), line(f"also in {words.listed(also)}") if also else ())
        ),
    )


def _pager(answer: QuotePage) -> tuple[Pager, ...]:
    return pager(
        f"/quotes #{answer.entity.id}" + (f" about {answer.about}" if answer.about else ""), answer.page, answer.pages
    )


def pager(command: str, page: int, pages: int) -> tuple[Pager, ...]:
    """Lead to the neighbouring pages; nothing where there is one page."""
    if pages <= 1:
        return ()
    return (
        Pager(
            page,
            pages,
            f"{command} page {page - 1}" if page > 1 else None,
            f"{command} page {page + 1}" if page < pages else None,
        ),
    )
