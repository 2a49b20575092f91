"""Subscriptions from a file into the database, some at a time: other imports and the planner go on in between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import NamedTuple

import click

from bot import audit
from bot.importing import Same, read_subscription, same
from bot.mistakes import Mistake
from bot.store.base import Memory
from bot.store.values import Place, Subscription

AT_A_TIME = 500  # lines a transaction
OUTCOMES = ("new", "updated", "known", "rejected")


class Line(NamedTuple):
    """A line of the file: what it says, or what is wrong with it."""

    number: int
    found: Subscription | Mistake


def take_in(memory: Memory, lines: Iterable[str], now: datetime, name: str) -> Counter[str]:
    """Store what the lines say; gives how many became what. Each rejection is told with its line.

    Every batch is one transaction that looks up what is there already, so several may import at once, and what is
    interrupted is whole and can be repeated.
    """
    counts: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
    coming = _read(lines, now)
    while batch := list(islice(coming, AT_A_TIME)):
        for line in batch:
            if isinstance(line.found, Mistake):
                counts["rejected"] += 1
                click.echo(f"rejected: {name}, line {line.number}: {line.found}", err=True)
        good = [line.found for line in batch if isinstance(line.found, Subscription)]
        with memory.changing() as inside:
            done = _store_all(inside, good, now)
        counts.update(done)
    return counts


def _read(lines: Iterable[str], now: datetime) -> Iterator[Line]:
    for number, text in enumerate(lines, 1):
        if text.strip("\ufeff \t\r\n"):
            try:
                yield Line(number, read_subscription(text.strip("\ufeff"), now))
            except Mistake as mistake:
                yield Line(number, mistake)


def _store_all(memory: Memory, ones: list[Subscription], now: datetime) -> list[str]:
    channels: set[tuple[Place, str]] = {(one.place, one.channel) for one in ones}
    there = {same(one): one for place, channel in channels for one in memory.subscriptions(place, channel)}
    return [_store(memory, there, one, now) for one in ones]


def _store(memory: Memory, there: dict[Same, Subscription], one: Subscription, now: datetime) -> str:
    before = there.get(same(one))
    if before is None:
        after = replace(one, id=memory.add_subscription(one))
    else:
        kept = {name: getattr(before, name) for name in ("id", "created_by", "created_at", "scope", "changed_at")}
        after = replace(one, **kept)
        if after == before:
            return "known"
        if (after.when, after.zone, after.state) != (before.when, before.zone, before.state):
            after = replace(after, changed_at=now)
        memory.put_subscription(after)
    there[same(one)] = after
    audit.note(memory, audit.of_subscription("import", "operator", before, after, now))
    return "new" if before is None else "updated"
