"""How things stand: next runs, feeds that fail, what is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.blocks import Block, Bullets, Fields, Heading, Note, Paragraph
from bot.presenters import words
from bot.presenters.feeds import fails, how
from bot.presenters.subscribing import NOT_POSTED_YET, about
from bot.quotas import Quotas
from bot.replies import Kind, Reply
from bot.spans import ChannelName, Link, Moment, Spans, Strong, Style, line
from bot.store.values import Subscription, WatchedFeed
from digests.model import Totals
from digests.store.base import FeedState

_SHOWN = 10


def status(
    found: Sequence[Subscription],
    coming: Sequence[tuple[datetime, Subscription]],
    feeds: Sequence[WatchedFeed],
    states: Mapping[str, FeedState],
    totals: Totals,
    quotas: Quotas,
) -> Reply:
    """Present the state of an installation; ``coming``: next runs, soonest first."""
    failing = [feed for feed in feeds if fails(states.get(feed.url))]
    blocks: list[Block] = [
        Heading(line("Status")),
        Fields((
            ("Subscriptions", line(f"{len(found):,} of {quotas.subscriptions:,}", *_paused(found, coming))),
            ("Feeds", line(f"{len(feeds):,} of {quotas.feeds:,}", f", {len(failing):,} failing" if failing else "")),
            ("Stored", _stored(totals)),
        )),
        Heading(line("Next runs"), 2),
        Bullets(tuple(_run(at, one) for at, one in coming[:_SHOWN])) if coming else Paragraph(line("None.")),
        Note(line(NOT_POSTED_YET)),
    ]  # fmt: skip
    if failing:
        blocks.append(Heading(line("Feeds that fail"), 2))
        blocks.append(Bullets(tuple(line(Link(f.url, f.url), ": ", *how(states.get(f.url))) for f in failing[:_SHOWN])))
    return Reply(Kind.STATUS, "Status", tuple(blocks))


def _paused(found: Sequence[Subscription], coming: Sequence[object]) -> Spans:
    resting = len(found) - len(coming)
    return line(f", {resting:,} paused") if resting else ()


def _run(at: datetime, one: Subscription) -> Spans:
    number, where = Strong(f"Subscription {one.id}"), ChannelName(one.channel)
    return line(number, " · ", Moment(at, Style.DATE_TIME), " · ", where, f" · {about(one)}")


def _stored(totals: Totals) -> Spans:
    if not totals.articles:
        return line("no articles yet")
    newest = line(", the newest of ", Moment(totals.until, Style.DATE_TIME)) if totals.until else ()
    count = f"{words.plural(totals.articles, 'article')} of {words.plural(totals.outlets, 'outlet')}"
    return line(f"{count} in {words.plural(totals.stories, 'story', 'stories')}", *newest)
