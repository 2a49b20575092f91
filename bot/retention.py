"""What is old goes, as the operator has set, some at a time: never a row that still decides anything.

Articles go in whole stories, a good while after a story can grow; posted digests with their editions; all other rows
of the ledger. Ids of events and reservations of rates go by themselves when their hours are over.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.delivery.all_rows import every
from bot.delivery.values import Stage

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Settings
    from bot.delivery.base import Ledger

A_BATCH = 1000  # rows of the ledger
STORIES = 100  # a batch of articles
UNDECIDED = timedelta(days=7)  # that a digest waits for approval
EXPIRED = "Nobody approved it within 7 days."
PAUSE = 0.05  # seconds between batches, for whoever else wants to write


@dataclass(frozen=True, slots=True)
class Terms:
    """How long things are kept; None: for ever."""

    articles: timedelta | None = None
    editions: timedelta | None = None
    attempts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much went."""

    articles: int = 0
    rows: int = 0

    def __str__(self) -> str:
        return f"{self.articles:,} articles and {self.rows:,} rows of the ledger"

    def __bool__(self) -> bool:
        return bool(self.articles or self.rows)


def terms(settings: Settings) -> Terms:
    """Read the settings."""
    days = (settings.retention_articles, settings.retention_editions, settings.retention_attempts)
    return Terms(*(timedelta(days=each) if each else None for each in days))


async def prune(app: App, kept: Terms, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> Pruned:
    """Delete all that is past its term. May be cut at any time, and be done by several at once.

    Raises:
        StoreError: what was deleted before stays deleted.
    """
    now = app.desk.clock()
    await app.desk.consult(lambda ledger: _expire(ledger, now))
    return Pruned(await _articles(app, kept, now, sleep), await _rows(app, kept, now, sleep))


def _expire(ledger: Ledger, now: datetime) -> None:
    """Let digests go that wait for approval for good: what is in them keeps others from telling it."""
    for row in every(ledger, stages=(Stage.HELD,)):
        if not row.part and row.created_at is not None and row.created_at < now - UNDECIDED:
            ledger.drop(row.id, now, EXPIRED)


async def _articles(app: App, kept: Terms, now: datetime, sleep: Callable[[float], Awaitable[None]]) -> int:
    if kept.articles is None:
        return 0
    gone = 0
    while some := await app.newsroom.prune(now - kept.articles, stories=STORIES):
        gone += some
        await sleep(PAUSE)
    return gone


async def _rows(app: App, kept: Terms, now: datetime, sleep: Callable[[float], Awaitable[None]]) -> int:
    if kept.editions is None and kept.attempts is None:
        return 0
    ever = datetime.min.replace(year=1971, tzinfo=now.tzinfo)
    before = ever if kept.attempts is None else now - kept.attempts
    posted = ever if kept.editions is None else now - kept.editions
    gone = 0
    while some := await app.desk.consult(lambda ledger: ledger.prune(before, A_BATCH, posted_before=posted)):
        gone += some
        if some < A_BATCH:
            break
        await sleep(PAUSE)
    return gone
