"""Subscriptions: one in a line, one in full, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.blocks import Block, Bullets, Button, Buttons, Choice, Fields, Heading, Note, Paragraph, Picker
from bot.delivery.base import Halt, Runs
from bot.delivery.values import What
from bot.presenters import digests, words
from bot.presenters.rows import became, of_time
from bot.replies import Kind, Outcome, Reply
from bot.spans import ChannelName, Code, Moment, Spans, Strong, Style, line
from bot.store.values import State, Subscription
from digests.answers import WhyArticle

_SHOWN = 40  # subscriptions in one list


def about(one: Subscription) -> str:
    """Say what a subscription is about, and how much of it."""
    scope = one.scope
    names = words.listed([*scope.topics, *scope.people], 6) or "all space news"
    only = f", from {words.listed(scope.include_outlets)}" if scope.include_outlets else ""
    without = f", without {words.listed(scope.exclude_outlets)}" if scope.exclude_outlets else ""
    return f"{names}{only}{without}; {one.length}, {words.plural(one.stories, 'story', 'stories')}"


def title(one: Subscription) -> str:
    """Name a subscription in plain words."""
    return f"Subscription {one.id}: {one.when}, {one.zone}"


def _times(coming: Sequence[datetime]) -> Spans:
    spans: list[Spans] = [line(Moment(each, Style.DATE_TIME)) for each in coming]
    return words.joined(spans, ", ") or line("never again")


def _fields(one: Subscription, coming: Sequence[datetime], *, stopped: bool = False) -> Fields:
    pairs: list[tuple[str, Spans]] = [
        ("Channel", line(ChannelName(one.channel))),
        ("When", line(f"{one.when}, {one.zone}")),
        ("About", line(about(one))),
        ("Missed runs", line(one.missed)),
    ]
    state = line("paused") if one.state is State.PAUSED else line("none") if stopped else _times(coming)
    pairs.append(("Next runs", state))
    if one.created_at:
        pairs.append(("Made", line("by ", words.who(one.created_by), ", ", Moment(one.created_at, Style.DATE_TIME))))
    return Fields(tuple(pairs))


def stored(
    one: Subscription,
    coming: Sequence[datetime],
    *,
    done: str = "is stored",
    doubts: Sequence[str] = (),
    change: int,
) -> Reply:
    """Confirm that one was made or changed: its next three runs, and how to see what it would post.

    ``doubts``: sentences on names that no article has; ``change``: its number in the audit log.
    """
    says = f"Subscription {one.id} {done}."
    blocks: list[Block] = [
        Paragraph(line(Strong(says), " See what it would post now: ", Code(f"/downlink preview {one.id}"))),
        *(Note(line(doubt)) for doubt in doubts),
        _fields(one, coming),
        Buttons((Button("Preview", f"/downlink preview {one.id}"), Button("Undo", f"/downlink undo {change}"))),
    ]
    return Reply(Kind.ADMIN, says, tuple(blocks))


def shown(one: Subscription, coming: Sequence[datetime], known: Runs | None = None, halt: Halt | None = None) -> Reply:
    """Show one in full: its last run, why it is stopped if it is, and what can be done to it."""
    stopped = halt is not None or one.state is State.PAUSED
    toggle = ("Resume", "resume") if stopped else ("Pause", "pause")
    buttons = (("Preview", "preview"), ("History", "history"), toggle, ("Remove", "unsubscribe"))
    fields = _fields(one, coming, stopped=halt is not None)
    last = last_run(known)
    return Reply(
        Kind.ADMIN,
        title(one),
        (
            Heading(line(f"Subscription {one.id}")),
            Fields((*fields.pairs, ("Last run", last))) if last else fields,
            *((Paragraph(halted(halt)),) if halt else ()),
            Buttons(tuple(Button(label, f"/downlink {verb} {one.id}") for label, verb in buttons)),
        ),
    )


def freed(one: Subscription, coming: Sequence[datetime]) -> Reply:
    """Confirm that posts go to a subscription's channel again."""
    says = f"Posting goes on: subscription {one.id} is active."
    now = Note(line("What failed meanwhile is not posted by itself: ", Code("/downlink redeliver"), " does that."))
    return Reply(Kind.ADMIN, says, (Paragraph(line(says)), _fields(one, coming), now))


def last_run(known: Runs | None) -> Spans:
    """Say what became of the last run; nothing where there was none."""
    if known is None or known.last is None:
        return ()
    return line(f"{of_time(known.last)}: " if known.last.what is What.DIGEST else "by hand: ", *became(known.last))


def halted(halt: Halt) -> Spans:
    """Say why nothing is posted there."""
    where = line(" in ", ChannelName(halt.channel)) if halt.channel else line(" here")
    return line(Strong("Nothing is posted"), *where, " since ", Moment(halt.since, Style.DATE_TIME), f": {halt.reason}")


def halt_where(one: Subscription, halts: Sequence[Halt]) -> Halt | None:
    """Give the halt of where a subscription posts, its channel's or its whole installation's."""
    return next((halt for halt in halts if halt.place == one.place and halt.channel in ("", one.channel)), None)


def listed(
    found: Sequence[tuple[Subscription, datetime | None, Runs | None]], *, everywhere: bool, halts: Sequence[Halt] = ()
) -> Reply:
    """List subscriptions with their last and next runs; ``halts``: where posting is stopped."""
    where = "here" if everywhere else "for this channel"
    if not found:
        says = f"There are no subscriptions {where}."
        hint = line(says, " Make one with ", Code("/downlink subscribe daily 08:00"), ".")
        return Reply(Kind.ADMIN, says, (Paragraph(hint),), Outcome.NOTHING)
    name = words.plural(len(found), "subscription")
    blocks: list[Block] = [Heading(line(name)), Fields(tuple(_row(*each, halts) for each in found[:_SHOWN]))]
    if len(found) > _SHOWN:
        blocks.append(Note(line(f"And {len(found) - _SHOWN:,} more: name a channel to see its own.")))
    choices = tuple(Choice(f"{one.id}: {one.when}", f"/downlink show {one.id}", about(one)) for one, *_ in found[:25])
    blocks.append(Picker("Show one", choices))
    return Reply(Kind.ADMIN, name, tuple(blocks))


def following(one: Subscription, coming: datetime | None, halts: Sequence[Halt]) -> Spans:
    """Say when a subscription posts next, or why it does not."""
    if one.state is State.PAUSED:
        return line("paused")
    if halt_where(one, halts):
        return line("posting is stopped")
    return line("next ", Moment(coming, Style.DATE_TIME)) if coming else line("never again")


def _row(one: Subscription, coming: datetime | None, known: Runs | None, halts: Sequence[Halt]) -> tuple[str, Spans]:
    last = last_run(known)
    return f"{one.id}", words.joined(
        (
            line(ChannelName(one.channel)),
            line(f"{one.when}, {one.zone}"),
            line(about(one)),
            line("last ", *last) if last else (),
            following(one, coming, halts),
        )
    )


def which(found: Sequence[Subscription], verb: str, rest: str) -> Reply:
    """Ask which subscription of a channel is meant."""
    prompt = "Which subscription do you mean?"
    choices = tuple(
        Choice(f"{one.id}: {one.when}", " ".join(filter(None, (f"/downlink {verb} {one.id}", rest))), about(one))
        for one in found[:25]
    )
    return Reply(Kind.PICKER, prompt, (Picker(prompt, choices),))


def removed(one: Subscription, change: int) -> Reply:
    """Confirm a removal, with the way back."""
    says = f"Subscription {one.id} is removed."
    was = Paragraph(line(says, f" It was: {one.when}, {one.zone}; {about(one)}."))
    return Reply(Kind.ADMIN, says, (was, Buttons((Button("Undo", f"/downlink undo {change}"),))))


def judged(found: Sequence[tuple[Subscription, WhyArticle]]) -> Reply:
    """Say what becomes of an article in each subscription of a channel."""
    first = digests.why(found[0][1])
    if len(found) == 1:
        one = found[0][0]
        by = Note(
            line(f"By what subscription {one.id} posted, or would post now: {one.when}, {one.zone}; {about(one)}.")
        )
        return replace(first, blocks=(*first.blocks, by))
    lines = tuple(line(Strong(f"Subscription {one.id}"), f" ({one.when}): {answer.sentence}") for one, answer in found)
    return replace(first, blocks=(Bullets(lines), *first.blocks[1:]))


def nothing_to_post(empty: Reply, posts_a_line: bool) -> Reply:
    """Say what becomes of a digest without a story, as the installation chose."""
    becomes = "This one line would be posted:" if posts_a_line else "Nothing would be posted now:"
    return replace(empty, blocks=(Note(line(becomes)), *empty.blocks))
