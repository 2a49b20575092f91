"""What became of posts: a subscription's history, digests that wait for approval, posts tried again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, Bullets, Button, Buttons, Choice, Heading, Note, Paragraph, Picker
from bot.delivery.values import Delivery, Edition, Stage, What
from bot.presenters import words
from bot.presenters.quotes import pager
from bot.presenters.rows import became, named, of_time
from bot.presenters.subscribing import about, title
from bot.replies import Kind, Outcome, Reply
from bot.spans import ChannelName, Code, Moment, Spans, Strong, Style, line
from bot.store.values import Subscription

MOST_BUTTONS = 5
NO_UNDO = "What is posted is posted: undo does not take it back."
_TRIED_AGAIN = "It is tried again now"


def whole(rows: Sequence[Delivery]) -> Spans:
    """Tell one delivery of several parts in a line: the first of them, and the one that is not well."""
    first = rows[0]
    what = "By hand" if first.what is What.RUN else of_time(first)
    parts = f" ({len(rows)} messages)" if len(rows) > 1 else ""
    told = line(Strong(what), " · ", *became(first), parts if first.stage is Stage.SENT else "")
    wrong = next((row for row in rows[1:] if row.stage not in (Stage.SENT, first.stage)), None)
    return (*told, *line(f"; message {wrong.part + 1}: ", *became(wrong))) if wrong else told


def history(one: Subscription, page: Sequence[Sequence[Delivery]], number: int, pages: int) -> Reply:
    """Show what a subscription posted, newest first; each of ``page`` is a delivery with all its parts."""
    if not page:
        says = f"Subscription {one.id} has posted nothing yet." if number == 1 else f"There is no page {number}."
        return Reply(Kind.ADMIN, says, (Paragraph(line(says)),), Outcome.NOTHING)
    failed = [row for rows in page for row in rows if row.stage is Stage.DEAD]
    again = dict.fromkeys(row.slot for row in failed)
    numbers = [next(row.id for row in failed if row.slot == slot) for slot in again]
    buttons = tuple(Button(f"Try {each} again", f"/downlink redeliver {each}") for each in numbers[:MOST_BUTTONS])
    return Reply(
        Kind.ADMIN,
        f"History of subscription {one.id}",
        (
            Heading(line(title(one))),
            Bullets(tuple(whole(rows) for rows in page)),
            *pager(f"/downlink history {one.id}", number, pages),
            *((Buttons(buttons),) if buttons else ()),
        ),
    )


def started(one: Subscription, *, was_halted: bool) -> Reply:
    """Confirm that a digest is posted now."""
    says = f"A digest of subscription {one.id} is on its way."
    where = line(f"A digest of subscription {one.id} is on its way to ", ChannelName(one.channel), ".")
    notes = [
        line("Posting there had been stopped; that is over now.") if was_halted else (),
        line("It covers what is new since the last one. What became of it: ", Code(f"/downlink history {one.id}")),
    ]
    return Reply(Kind.ADMIN, says, (Paragraph(where), *(Note(note) for note in notes if note)))


def redelivered(rows: Sequence[Delivery]) -> Reply:
    """Confirm that failed posts are tried again."""
    if len(rows) == 1:
        says = f"{_TRIED_AGAIN}: {named(rows[0])}."
        blocks: list[Block] = [Paragraph(line(f"{_TRIED_AGAIN}: ", *_one(rows[0]), "."))]
    else:
        says = f"Tried again now: {words.plural(len(rows), 'delivery', 'deliveries')}."
        blocks = [Paragraph(line(says)), Bullets(tuple(_one(row) for row in rows))]
    return Reply(Kind.ADMIN, says, (*blocks, Note(line(NO_UNDO))))


def _one(row: Delivery) -> Spans:
    return line(f"{named(row)} for ", ChannelName(row.destination.channel))


def which_dead(rows: Sequence[Delivery]) -> Reply:
    """Ask which of several failed posts is to be tried again."""
    prompt = "Which one is to be tried again?"
    choices = tuple(
        Choice(f"{row.id}: {of_time(row)}"[:75], f"/downlink redeliver {row.id}", row.error[:100]) for row in rows[:25]
    )
    return Reply(Kind.PICKER, prompt, (Picker(prompt, choices),))


def nothing_dead() -> Reply:
    """Say that nothing failed."""
    says = "Nothing failed in this channel that could be tried again."
    return Reply(Kind.ADMIN, says, (Paragraph(line(says)),), Outcome.NOTHING)


def review(row: Delivery, edition: Edition, one: Subscription | None) -> Reply:
    """Show a digest that waits for approval exactly as it would be posted, with what can be done."""
    whose = f"Subscription {one.id}: {about(one)}. " if one else ""
    says = line(whose, "This waits for approval; it would go to ", ChannelName(row.destination.channel), ":")
    shown = [block for message in edition.messages for block in message.reply.blocks]
    return Reply(Kind.ADMIN, f"Waits for approval: {edition.title}", (Note(says), *shown, decide(row.id)))


def decide(number: int) -> Buttons:
    """Offer to let a digest go, or not."""
    return Buttons((Button("Post it", f"/downlink approve {number}"), Button("Skip it", f"/downlink reject {number}")))


def waiting(rows: Sequence[Delivery]) -> Reply:
    """List what waits for approval, to look at one."""
    if not rows:
        says = "No digest waits for approval."
        return Reply(Kind.ADMIN, says, (Paragraph(line(says)),), Outcome.NOTHING)
    prompt = "Which one do you want to look at?"
    choices = tuple(Choice(f"{row.id}: {of_time(row)}"[:75], f"/downlink review {row.id}", "") for row in rows[:25])
    count = f"{words.plural(len(rows), 'digest')} {'waits' if len(rows) == 1 else 'wait'} for approval."
    listed = Bullets(tuple(line(f"{row.id}: ", *_one(row)) for row in rows[:25]))
    return Reply(Kind.PICKER, count, (Paragraph(line(count)), listed, Picker(prompt, choices)))


def approved(row: Delivery, now: datetime) -> Reply:
    """Confirm that a digest goes: at once, or at its hour where that is still to come."""
    if row.due_at is not None and row.due_at > now:
        at = line(f"Approved: {named(row)} is posted in ", ChannelName(row.destination.channel), " at its hour, ")
        when = Paragraph(line(*at, Moment(row.due_at, Style.DATE_TIME), "."))
        return Reply(Kind.ADMIN, f"Approved: {named(row)} is posted at its hour.", (when, Note(line(NO_UNDO))))
    says = f"Approved: {named(row)} is on its way."
    told = line(f"Approved: {named(row)} is on its way to ", ChannelName(row.destination.channel), ".")
    return Reply(Kind.ADMIN, says, (Paragraph(told), Note(line(NO_UNDO))))


def rejected(row: Delivery) -> Reply:
    """Confirm that a digest does not go."""
    says = f"Rejected: {named(row)} is not posted."
    note = line("It stays in the history; there is no undo. The next one covers what is published from now on.")
    return Reply(Kind.ADMIN, says, (Paragraph(line(says)), Note(note)))
