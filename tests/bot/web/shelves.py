"""A ledger that knows of posted editions alone, and an archive over it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from bot.delivery.base import Ledger
from bot.delivery.values import Delivery, Edition, Message, Stage, Told, What
from bot.replies import Destination, Reply
from bot.store.values import Place
from bot.web.archive.pages import Pages
from bot.web.archive.shelf import Shelf
from digests.newsroom import Newsroom
from tests.bot.answers import NOW
from tests.bot.fakes import FakeNewsroom
from tests.bot.memory import MemoryInMemory

OPEN, SHUT = Place("discord", "1"), Place("slack", "T1")


class PostedInMemory:
    """Rows of (place, edition), each posted an hour before the next."""

    def __init__(self, *rows: tuple[Place, Edition]) -> None:
        self.rows = rows

    def posted_editions(
        self,
        places: Sequence[Place],
        *,
        before: datetime | None = None,
        story: int | None = None,
        edition: int | None = None,
        limit: int = 20,
    ) -> Sequence[tuple[Delivery, Edition]]:
        """Filter, newest first, each edition once."""
        found: dict[int, tuple[Delivery, Edition]] = {}
        for number, (place, each) in reversed(list(enumerate(self.rows))):
            at = NOW + timedelta(hours=number)
            if (
                place in places
                and (before is None or at < before)
                and (story is None or story in [told.story for told in each.told])
                and edition in (None, each.id)
            ):
                found.setdefault(each.id, (_sent(number, place, each, at), each))
        return list(found.values())[:limit]


def _sent(number: int, place: Place, edition: Edition, at: datetime) -> Delivery:
    where = Destination(place.platform, "C1", place.installation)
    return Delivery(
        number, What.DIGEST, "subscription 1", f"{at:%Y-%m-%d %H:%M}", 0, where, Stage.SENT, "ab12", at,
        edition=edition.id, message_id="m1", finished_at=at,
    )  # fmt: skip


def edition(number: int, *replies: Reply, stories: Sequence[int] = (), title: str = "") -> Edition:
    """Make an edition."""
    told = tuple(Told(story, (), ()) for story in stories)
    return Edition(f"key {number}", title or replies[0].title, None, tuple(map(Message, replies)), told, NOW, number)


def archive(*rows: tuple[Place, Edition]) -> tuple[Pages, MemoryInMemory]:
    """Open an archive in which one of two installations is public."""
    memory = MemoryInMemory()
    memory.put_settings(OPEN, {"archive": "public"})
    coming = iter(range(0, 100_000, 60))
    ledger, newsroom = cast(Ledger, PostedInMemory(*rows)), cast(Newsroom, FakeNewsroom())
    shelf = Shelf(ledger, memory, newsroom, lambda: float(next(coming)))
    return Pages(shelf), memory
