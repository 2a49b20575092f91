"""``downlink subscriptions``: all subscriptions of this database, and what a timetable means."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO, TYPE_CHECKING

import click

from bot.cli.opening import settings
from bot.cli.status import DONE, PARTLY

if TYPE_CHECKING:
    from bot.delivery.base import Halt
    from bot.store.base import Memory
    from bot.store.values import Subscription


@click.group()
def subscriptions() -> None:
    """List, import and export subscriptions; show when a timetable is due.

    Example: downlink subscriptions list
    """


@contextmanager
def _memory() -> Iterator[Memory]:
    from bot.app import database_url
    from bot.store.sql import open_memory

    memory = open_memory(database_url(settings()))
    try:
        yield memory
    finally:
        memory.close()


@subscriptions.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How.")
def listed(form: str) -> int:
    """List every subscription with its next run, a line each.

    Example: downlink subscriptions list --format json
    """
    from bot.app import utc_now
    from bot.commands.admin.common import next_run
    from bot.presenters.subscribing import halt_where
    from bot.store.records import subscription_record, time_text

    now = utc_now()
    with _memory() as memory:
        found, halts = memory.subscriptions(), memory.ledger.halts()
        for some in _some(found):
            runs = memory.ledger.runs([one.id for one in some])
            for one in some:
                at = next_run(one, runs.get(one.id), now)
                halt = halt_where(one, halts)
                record = {
                    **subscription_record(one),
                    "next_run_at": None if halt else time_text(at),
                    "stopped": halt.reason if halt else None,
                }
                click.echo(json.dumps(record, ensure_ascii=False) if form == "json" else _line(one, at, halt))
    if not found:
        click.echo("There are no subscriptions.", err=True)
    return DONE if found else PARTLY


def _some(found: Sequence[Subscription], count: int = 1000) -> Iterator[Sequence[Subscription]]:
    for start in range(0, len(found), count):
        yield found[start : start + count]


def _line(one: Subscription, at: datetime | None, halt: Halt | None) -> str:
    from bot.presenters.subscribing import about

    where = "/".join((one.place.platform, one.place.installation, one.channel))
    coming = f"next {at:%Y-%m-%d %H:%M} UTC" if at else "never again" if one.state.value == "active" else ""
    coming = f"posting is stopped: {halt.reason}" if halt else coming
    return "\t".join(filter(None, (f"{one.id}", where, one.when, one.zone, about(one), one.state.value, coming)))


@subscriptions.command()
def export() -> int:
    """Print every subscription as import reads it: JSON, a line each.

    Example: downlink subscriptions export > subscriptions.jsonl
    """
    from bot.importing import written

    with _memory() as memory:
        found = memory.subscriptions()
    for one in found:
        click.echo(json.dumps(written(one), ensure_ascii=False))
    return DONE if found else PARTLY


@subscriptions.command("import")
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"))
def import_(file: IO[str]) -> int:
    """Take subscriptions in from FILE ("-": standard input), JSON a line; safe to repeat.

    One with the same channel, timetable and scope is updated, not doubled.

    Example: downlink subscriptions import subscriptions.jsonl
    """
    from bot.app import utc_now
    from bot.cli.importing import take_in

    with _memory() as memory:
        counts = take_in(memory, file, utc_now(), getattr(file, "name", "-"))
    click.echo(", ".join(f"{count:,} {what}" for what, count in counts.items()))
    return PARTLY if counts["rejected"] or not sum(counts.values()) else DONE


@subscriptions.command()
@click.option("--when", required=True, help='A timetable: "daily 08:00", "mon,thu 9:00", hourly, a cron expression.')
@click.option("--zone", default="UTC", show_default=True, help="Its IANA time zone.")
@click.option("--from", "start", help="From this time on, RFC 3339; without an offset in the zone. Now otherwise.")
@click.option("--count", type=click.IntRange(1, 10_000), default=5, show_default=True, help="How many.")
def preview(when: str, zone: str, start: str | None, count: int) -> int:
    """Print when a timetable is due: local time, a tab, UTC. Needs no database.

    Example: downlink subscriptions preview --when "weekdays 07:30" --zone Europe/Berlin --count 3
    """
    from datetime import UTC
    from itertools import islice

    from bot.app import utc_now
    from bot.subscriptions import parse_when, slots
    from bot.zones import zone as zone_of

    table, place = parse_when(when), zone_of(zone)
    after = utc_now()
    if start is not None:
        try:
            given = datetime.fromisoformat(start)
            after = (given if given.tzinfo else given.replace(tzinfo=place)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise click.BadParameter(
                f'"{start[:60]}" is no time such as 2026-03-28T00:00:00Z.', param_hint="--from"
            ) from None
    for slot in islice(slots(table, place, after), count):
        click.echo(f"{slot.isoformat(timespec='seconds')}\t{slot.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    return DONE
