"""Look for what is wrong with the bot's tables, and say it in sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.store.auditing import read_change
from bot.store.connected import by_any_way
from bot.store.ledger.checking import check as check_ledger
from bot.store.migrations import MIGRATIONS
from bot.store.places import read_installation
from bot.store.schema import REVISION, change, granted, installation, subscription
from bot.store.subscribing import read_subscription
from bot.store.values import Role

_READ: tuple[tuple[sa.Table, str, Callable[[sa.Row[Any]], object]], ...] = (
    (subscription, "subscriptions", read_subscription),
    (installation, "installations", read_installation),
    (change, "lines of the audit log", read_change),
    (granted, "lines of the table of roles", lambda row: Role(row.role)),
)


def check(connection: Connection) -> list[str]:
    """Read every row; damage of the file itself is for the newsroom's check."""
    by_any_way(connection)
    found = MIGRATIONS.current(connection)
    if found != REVISION:
        return [f"The bot's tables are at revision {found}, this program needs {REVISION}: run “downlink db upgrade”."]
    wrong = []
    for table, what, read in _READ:
        bad = sum(not _readable(row, read) for row in connection.execute(sa.select(table)))
        if bad:
            wrong.append(f"{bad:,} {what} can't be understood.")
    return wrong + check_ledger(connection)


def _readable(row: sa.Row[Any], read: Callable[[sa.Row[Any]], object]) -> bool:
    try:
        read(row)
    except (ValueError, TypeError, KeyError):
        return False
    return True
