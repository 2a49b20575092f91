"""Native state: commands too long for a button, and events seen."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.connected import Connected
from bot.store.schema import action, event
from digests.store.columns import plain
from digests.store.rows import insert_or_replace


class Native(Connected):
    """See ``Memory``."""

    def keep_action(self, command: str) -> str:
        """Keep a command; one that is kept already costs a read. The whole digest is its key: nobody finds a twin."""
        key = hashlib.sha256(plain(command).encode()).hexdigest()  # what is stored, so equal keys are equal commands
        if self.action(key) is None:
            with self.writing() as connection:
                insert_or_replace(connection, action, [{"key": key, "command": command}])
        return key

    def action(self, key: str) -> str | None:
        """Look a command up."""
        with self.reading() as connection:
            return connection.execute(sa.select(action.c.command).where(action.c.key == key)).scalar()

    def first_time(self, key: str, now: datetime, hours: int = 24) -> bool:
        """Note an event in one transaction of the one writer; what is past its time is dropped on the way."""
        with self.writing() as connection:
            connection.execute(sa.delete(event).where(event.c.until <= now))
            if connection.execute(sa.select(event.c.key).where(event.c.key == key)).first():
                return False
            connection.execute(sa.insert(event).values(key=key, until=now + timedelta(hours=hours)))
            return True
