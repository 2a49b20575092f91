"""How things stand: last and next runs, what waits or failed, feeds that fail, what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.blocks import Block, Bullets, Button, Buttons, Fields, Heading, Note, Paragraph
from bot.delivery.base import Halt, Runs
from bot.delivery.values import Delivery, Stage
from bot.presenters import words
from bot.presenters.feeds import fails, how
from bot.presenters.rows import became, named
from bot.presenters.subscribing import about, following, halted, last_run
from bot.quotas import Quotas
from bot.replies import Kind, Reply
from bot.spans import ChannelName, Code, Link, Moment, Spans, Strong, Style, line
from bot.store.values import Subscription, WatchedFeed
from digests.model import Totals
from digests.store.base import FeedState

if TYPE_CHECKING:
    from digests.summaries.generative import Record

_SHOWN = 10
_FEW = 5


@dataclass(frozen=True, slots=True)
class Posting:
    """What the ledger says of an installation: halts, rows by stage, and the last that failed or wait for approval."""

    runs: Mapping[int, Runs] = field(default_factory=dict)
    halts: Sequence[Halt] = ()
    counts: Mapping[Stage, int] = field(default_factory=dict)
    dead: Sequence[Delivery] = ()
    held: Sequence[Delivery] = ()


def _writing(record: Record) -> Spans:
    """Say how a language model did since this process started."""
    kept = f", {record.kept:,} left as extracts; the last because {record.reason}" if record.kept else ""
    return line(f"{record.model}: {words.plural(record.written, 'summary', 'summaries')} written{kept}")


def status(
    found: Sequence[Subscription],
    coming: Sequence[tuple[datetime, Subscription]],
    feeds: Sequence[WatchedFeed],
    states: Mapping[str, FeedState],
    totals: Totals,
    quotas: Quotas,
    posting: Posting,
    writing: Record | None = None,
    unheard: Sequence[Subscription] = (),
) -> Reply:
    """Present the state of an installation; ``coming``: next runs, soonest first; ``unheard``: subscriptions of whose
    trouble nobody is told."""
    failing = [feed for feed in feeds if fails(states.get(feed.url))]
    blocks: list[Block] = [
        Heading(line("Status")),
        Fields((
            ("Subscriptions", line(f"{len(found):,} of {quotas.subscriptions:,}", *_paused(found, coming))),
            ("Deliveries", _deliveries(posting.counts)),
            ("Feeds", line(f"{len(feeds):,} of {quotas.feeds:,}", f", {len(failing):,} failing" if failing else "")),
            ("Stored", _stored(totals)),
            *([("Language model", _writing(writing))] if writing else ()),
        )),
        *(Paragraph(halted(halt)) for halt in posting.halts[:_SHOWN]),
        Heading(line("Runs"), 2),
        Bullets(tuple(_run(at, one, posting) for at, one in coming[:_SHOWN])) if coming
        else Paragraph(line("None.")),
        *_waiting(posting.held),
        *_failed(posting.dead),
        *_untold(unheard),
    ]  # fmt: skip
    if failing:
        blocks.append(Heading(line("Feeds that fail"), 2))
        blocks.append(Bullets(tuple(line(Link(f.url, f.url), ": ", *how(states.get(f.url))) for f in failing[:_SHOWN])))
    return Reply(Kind.STATUS, "Status", tuple(blocks))


def _paused(found: Sequence[Subscription], coming: Sequence[object]) -> Spans:
    resting = len(found) - len(coming)
    return line(f", {resting:,} paused") if resting else ()


def _deliveries(counts: Mapping[Stage, int]) -> Spans:
    wording = (
        (Stage.PENDING, "wait", "waits"),
        (Stage.SENDING, "are being posted", "is being posted"),
        (Stage.HELD, "wait for approval", "waits for approval"),
        (Stage.DEAD, "failed", "failed"),
    )
    said = [
        f"{count:,} {one if count == 1 else many}" for stage, many, one in wording if (count := counts.get(stage, 0))
    ]
    return line(", ".join(said) or "none waits, none failed")


def _run(at: datetime, one: Subscription, posting: Posting) -> Spans:
    last = last_run(posting.runs.get(one.id))
    return words.joined(
        (
            line(Strong(f"Subscription {one.id}")),
            line(ChannelName(one.channel)),
            line("last ", *last) if last else (),
            following(one, at, posting.halts),
            line(about(one)),
        )
    )


def _waiting(held: Sequence[Delivery]) -> list[Block]:
    if not held:
        return []
    items = tuple(line(f"{row.id}: {named(row)} for ", ChannelName(row.destination.channel)) for row in held[:_FEW])
    look = Buttons((Button("Look at them", "/downlink review"),))
    return [Heading(line("Waiting for approval"), 2), Bullets(items), look]


def _failed(dead: Sequence[Delivery]) -> list[Block]:
    if not dead:
        return []
    items = tuple(
        line(f"{row.id}: {named(row)} for ", ChannelName(row.destination.channel), ", ", *became(row))
        for row in dead[:_FEW]
    )
    again = Note(line("To try one again: ", Code(f"/downlink redeliver {dead[0].id}")))
    return [Heading(line("Deliveries that failed"), 2), Bullets(items), again]


def _untold(unheard: Sequence[Subscription]) -> list[Block]:
    if not unheard:
        return []
    which = f"{words.plural(len(unheard), 'subscription')} ({words.listed([str(one.id) for one in unheard], _SHOWN)})"
    why = f"no user made {'it' if len(unheard) == 1 else 'them'}, and who installed the bot is not known"
    return [Note(line(f"Nobody is sent a message when {which} can't be posted: {why}. What is wrong is shown here."))]


def _stored(totals: Totals) -> Spans:
    if not totals.articles:
        return line("no articles yet")
    newest = line(", the newest of ", Moment(totals.until, Style.DATE_TIME)) if totals.until else ()
    count = f"{words.plural(totals.articles, 'article')} of {words.plural(totals.outlets, 'outlet')}"
    return line(f"{count} in {words.plural(totals.stories, 'story', 'stories')}", *newest)
