"""Native state: commands too long for a button, and events seen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.connected import Connected
from bot.store.schema import action, event
from digests.store.columns import plain
from digests.store.rows import insert_or_replace


def action_key(command: str) -> str:
    """Give the key that a command is kept under: of what is stored, so equal keys are equal commands."""
    return hashlib.sha256(plain(command).encode()).hexdigest()


class Native(Connected):
    """See ``Memory``."""

    def keep_action(self, command: str) -> str:
        """Keep a command; one that is kept already costs a read. The whole digest is its key: nobody finds a twin."""
        key = action_key(command)
        if self.action(key) is None:
            with self.writing() as connection:
                insert_or_replace(connection, action, [{"key": key, "command": command}])
        return key

    def action(self, key: str) -> str | None:
        """Look a command up."""
        with self.reading() as connection:
            return connection.execute(sa.select(action.c.command).where(action.c.key == key)).scalar()

    def first_time(self, key: str, now: datetime, hours: int = 24) -> bool:
        """Note an event."""
        return key in self.first_times([key], now, hours)

    def first_times(self, keys: Sequence[str], now: datetime, hours: int = 24) -> frozenset[str]:
        """Note events in one transaction of the one writer; what is past its time is dropped on the way."""
        asked = {plain(key): key for key in keys}
        with self.writing() as connection:
            connection.execute(sa.delete(event).where(event.c.until <= now))
            there = connection.execute(sa.select(event.c.key).where(event.c.key.in_(list(asked))))
            new = asked.keys() - {key for (key,) in there}
            if new:
                until = now + timedelta(hours=hours)
                connection.execute(sa.insert(event), [{"key": key, "until": until} for key in sorted(new)])
            return frozenset(asked[key] for key in new)
