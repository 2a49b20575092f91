"""``downlink deliveries``: the ledger's rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import settings
from bot.cli.showing import FORMAT, screen
from bot.cli.status import DONE, PARTLY
from bot.cli.types import SINCE

if TYPE_CHECKING:
    from bot.delivery.values import Delivery

STATES = ("held", "pending", "sending", "sent", "skipped", "dead")


@click.command()
@click.option("--state", "states", type=click.Choice(STATES), multiple=True, help="Only these; may be repeated.")
@SINCE
@click.option("--limit", type=click.IntRange(1), help="So many at most; all without it.")
@FORMAT
def deliveries(states: Sequence[str], since: datetime | None, limit: int | None, form: str) -> int:
    """List deliveries, newest first: a row for each message of a digest, of a follower's or of a notice.

    Example: downlink deliveries --state dead --since yesterday --format json
    """
    from bot.app import database_url
    from bot.delivery.all_rows import every
    from bot.delivery.values import Stage
    from bot.store.sql import open_memory

    wanted = [Stage(state) for state in states]
    memory = open_memory(database_url(settings()))
    found = False
    try:
        for row in islice(every(memory.ledger, stages=wanted, since=since), limit):
            click.echo(json.dumps(record(row), ensure_ascii=False) if form == "json" else _line(row))
            found = True
    finally:
        memory.close()
    if not found:
        click.echo("No deliveries here.", err=True)
    return DONE if found else PARTLY


def record(row: Delivery) -> dict[str, Any]:
    """Lay a row out; the names are a contract."""
    return {
        "subscription": row.subscription,
        "slot": row.slot,
        "part": row.part,
        "state": row.stage.value,
        "attempts": row.attempts,
        "message_id": row.message_id,
        "error": row.error or None,
    }


def _line(row: Delivery) -> str:
    from bot.platforms.terminal.safe import safe

    due = f"{row.due_at.astimezone(screen().zone):%Y-%m-%d %H:%M}" if row.due_at else "-"
    part = f" part {row.part + 1}" if row.part else ""
    tried = f"{row.attempts} tries" if row.attempts != 1 else "1 try"
    cells = (f"{row.id}", row.stage.value, due, row.destination.key, f"{row.owner}, {row.slot}{part}", tried, row.error)
    return "  ".join(safe(cell) for cell in cells if cell)
