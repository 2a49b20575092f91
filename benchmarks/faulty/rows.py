"""Deliveries to make and to judge: each part says which it is, so readers' messages can be counted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.faulty.platforms import Stage as Platform
from bot.blocks import Paragraph
from bot.delivery.base import Composed
from bot.delivery.values import Delivery, Edition, Message, NewDelivery, Part, Stage, What
from bot.replies import Destination, Kind, Reply
from bot.spans import Text
from bot.store.sql import open_memory
from digests.errors import StoreError

FINAL = (Stage.SENT, Stage.SKIPPED, Stage.DEAD)
BATCH = 500


@dataclass
class Verdict:
    """What became of posts."""

    posts: int = 0
    lost: int = 0
    twice: int = 0
    dead: int = 0
    disorder: int = 0
    broken: list[str] = field(default_factory=list)


def _reply(number: int, part: int, poison: bool = False) -> Reply:
    words = f"No. {number}/{part}. {'poison' if poison else 'Words'}."
    return Reply(Kind.NOTE, f"Digest {number}", (Paragraph((Text(words),)),))


def write(
    url: str,
    to: Sequence[Destination],
    posts: int,
    now: datetime,
    *,
    begin: int = 0,
    every: int = 3,
    poison: int = 0,
    ahead: timedelta = timedelta(0),
) -> int:
    """Write deliveries of that many messages; gives the number after the last.

    Args:
        every: each so many-th has two parts; 0: none.
        poison: each so many-th has content that is refused; 0: none.
        ahead: before it is due it is composed so much earlier.
    """
    memory = open_memory(url)
    ledger, number, left = memory.ledger, begin, posts
    try:
        while left > 0:
            batch: dict[str, Edition] = {}
            rows = []
            while left > 0 and len(batch) < BATCH:
                parts = 2 if every and number % every == 0 and left > 1 else 1
                bad = bool(poison) and number % poison == poison - 1
                messages = tuple(Message(_reply(number, part, bad)) for part in range(parts))
                owner = f"subscription {number}"
                batch[owner] = Edition(f"key {number}", f"Digest {number}", None, messages)
                rows.append(NewDelivery(What.DIGEST, owner, "slot", to[number % len(to)], now))
                number, left = number + 1, left - parts
            ledger.write(rows)
            while claims := ledger.to_compose("seed", now - ahead, ahead, timedelta(minutes=5), BATCH):
                ledger.composed_all(
                    [
                        Composed(
                            claim,
                            ledger.keep_edition(edition := batch[claim.delivery.owner]),
                            [Part(place, 0) for place in range(len(edition.messages))],
                        )
                        for claim in claims
                    ]
                )
    finally:
        memory.close()
    return number


def left(url: str) -> int:
    """Count the rows that are not final; -1 where the database can't be asked."""
    try:
        memory = open_memory(url)
        try:
            counts = memory.ledger.counts()
        finally:
            memory.close()
    except StoreError:
        return -1
    return sum(count for stage, count in counts.items() if stage not in FINAL)


async def done(url: str, seconds: float, every: float = 0.5) -> bool:
    """Wait until all rows are final."""
    try:
        async with asyncio.timeout(seconds):
            while await asyncio.to_thread(left, url) != 0:
                await asyncio.sleep(every)
    except TimeoutError:
        return False
    return True


def rows_of(url: str) -> list[Delivery]:
    """List all rows."""
    memory = open_memory(url)
    try:
        found: list[Delivery] = []
        while page := memory.ledger.deliveries(limit=2000, offset=len(found)):
            found += page
        return found
    finally:
        memory.close()


def judge(url: str, platform: Platform) -> Verdict:
    """Compare the ledger with what readers see. A dead or skipped row that has no message is neither lost nor twice."""
    seen, verdict = platform.seen(), Verdict()
    memory = open_memory(url)
    verdict.broken = list(memory.ledger.check())
    memory.close()
    at: dict[tuple[int, int], float] = {}
    for row in rows_of(url):
        number = int(row.owner.split()[1])
        messages = seen.get((number, row.part), [])
        verdict.posts += len(messages)
        verdict.twice += max(0, len(messages) - 1)
        if row.stage in (Stage.DEAD, Stage.SKIPPED):
            verdict.dead += 1
        elif not messages:
            verdict.lost += 1
        if messages:
            at[number, row.part] = min(float(each) for each in messages)
    verdict.disorder = sum(
        1 for (number, part), moment in at.items() if part and at.get((number, part - 1), float("inf")) > moment
    )
    return verdict
