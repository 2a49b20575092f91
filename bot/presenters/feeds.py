"""Feeds: those that are read, and what is at an address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.blocks import Block, Bullets, Button, Buttons, Heading, Note, Paragraph
from bot.presenters import words
from bot.replies import Kind, Outcome, Reply
from bot.spans import Code, Link, Moment, Spans, Strong, Style, line
from bot.store.values import WatchedFeed
from digests.ingest.trying import TriedFeed
from digests.store.base import FeedState

READ_FROM_NOW = "It is read regularly from now on, as often as its server allows."
_SHOWN = 40


def listed(found: Sequence[WatchedFeed], states: Mapping[str, FeedState], *, failing: bool = False) -> Reply:
    """List feeds and how it went when they were last read; ``failing``: only those that fail."""
    shown = [feed for feed in found if not failing or fails(states.get(feed.url))]
    if not shown:
        says = "No feed fails." if failing and found else "No feeds are read here yet."
        hint = () if found else line(" Add one with ", Code("/downlink feeds add https://example.org/feed.xml"))
        return Reply(Kind.ADMIN, says, (Paragraph(line(says, *hint)),), Outcome.NOTHING)
    name = words.plural(len(shown), "feed that fails" if failing else "feed", "feeds that fail" if failing else None)
    blocks: list[Block] = [
        Heading(line(name)),
        Bullets(tuple(_feed(feed.url, states.get(feed.url)) for feed in shown[:_SHOWN])),
    ]
    if len(shown) > _SHOWN:
        blocks.append(Note(line(f"And {len(shown) - _SHOWN:,} more; /downlink export has them all.")))
    return Reply(Kind.ADMIN, name, tuple(blocks))


def fails(state: FeedState | None) -> bool:
    """Tell whether the last time failed."""
    return state is not None and (state.gone or state.failures > 0)


def _feed(url: str, state: FeedState | None) -> Spans:
    return line(Link(url, url), ": ", *how(state))


def how(state: FeedState | None) -> Spans:
    """Say how a feed does."""
    if state is None:
        return line("not read yet")
    if state.gone:
        return line(Strong("gone for good"))
    if state.failures:
        return line(Strong(f"failed {words.plural(state.failures, 'time')} in a row"), f": {state.error}")
    return line("read ", Moment(state.fetched_at, Style.DATE_TIME)) if state.fetched_at else line("read")


def checked(tried: TriedFeed) -> Reply:
    """Say what is at an address."""
    if tried.error:
        problem = f" can't be read as a feed: {tried.error}."
        says = Paragraph(line(Link(tried.url, tried.url), problem))
        return Reply(Kind.ADMIN, f"It{problem}", (says,), Outcome.NOTHING)
    return Reply(Kind.ADMIN, "It is a feed.", (Paragraph(_tried(tried)),))


def _tried(tried: TriedFeed) -> Spans:
    newest = f', the first "{tried.newest}"' if tried.newest else ""
    return line(
        Link(tried.title or tried.url, tried.url), f": {words.plural(tried.entries, 'entry', 'entries')}{newest}."
    )


def added(tried: TriedFeed, change: int) -> Reply:
    """Confirm a new feed, with what was found there."""
    blocks = (
        Paragraph(line("Added: ", *_tried(tried))),
        Note(line(READ_FROM_NOW)),
        Buttons((Button("Undo", f"/downlink undo {change}"),)),
    )
    return Reply(Kind.ADMIN, "The feed is added.", blocks)


def removed(url: str, change: int) -> Reply:
    """Confirm that a feed is read no more."""
    says = line("Removed: ", Link(url, url), ". Its articles stay.")
    return Reply(
        Kind.ADMIN, "The feed is removed.", (Paragraph(says), Buttons((Button("Undo", f"/downlink undo {change}"),)))
    )
