"""Going through many rows of the ledger, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.delivery.base import Ledger
from bot.delivery.values import Delivery, Stage, What
from bot.store.values import Place

A_PAGE = 1000


def every(
    ledger: Ledger,
    *,
    place: Place | None = None,
    channel: str | None = None,
    what: What | None = None,
    stages: Sequence[Stage] = (),
    since: datetime | None = None,
    before: int | None = None,
    after: int | None = None,
) -> Iterator[Delivery]:
    """Give all rows there are, newest first; those written meanwhile are left out."""
    while page := ledger.deliveries(
        place=place, channel=channel, what=what, stages=stages, since=since, before=before, after=after, limit=A_PAGE
    ):
        yield from page
        before = page[-1].id
