"""Bring tables up to date by a set of migrations, one set for both engines, append-only.

A file in ``versions`` is never changed once released. Alembic is imported only when there is something to do; a
database that is up to date costs one query.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from digests.errors import StoreTooNew
from digests.store.engine import describe, snapshot, transaction

if TYPE_CHECKING:
    from alembic.config import Config


@dataclass(frozen=True, slots=True)
class Migrations:
    """A set of migrations: the ``folder`` they are in, the ``revision`` that this program needs, the table that
    says which one a database has, and ``whose`` they are where it is not the newsroom."""

    folder: Path
    revision: str
    version_table: str = "alembic_version"
    whose: str = ""

    def current(self, connection: Connection) -> str | None:
        """Give the revision of a database; None when it has none of these tables."""
        if not sa.inspect(connection).has_table(self.version_table):
            return None
        return connection.exec_driver_sql(f"SELECT version_num FROM {self.version_table}").scalar()

    def config(self, connection: Connection | None = None) -> Config:
        """Make Alembic's configuration; no file is needed."""
        from alembic.config import Config

        made = Config()
        made.set_main_option("script_location", str(self.folder))
        made.attributes["connection"] = connection
        return made

    def upgrade(self, engine: Engine) -> list[str]:
        """Bring the database up to date; gives the revisions applied, oldest first. Raises StoreTooNew."""
        with snapshot(engine) as connection:
            if self.current(connection) == self.revision:
                return []
        with transaction(engine) as connection:  # one lock for all sets: migrations never run side by side
            return self._upgrade(connection)

    def _upgrade(self, connection: Connection) -> list[str]:
        from alembic import command
        from alembic.script import ScriptDirectory

        found = self.current(connection)  # again, now that no other process can be upgrading
        settings = self.config(connection)
        newest_first = [script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()]
        if found is not None and found not in newest_first:
            raise StoreTooNew(
                f"{describe(connection.engine.url)} was written by a newer Downlink (revision {found}{self.whose}); "
                "install that version or choose another database."
            )
        ahead = newest_first if found is None else newest_first[: newest_first.index(found)]
        if ahead:
            command.upgrade(settings, "head")
        return ahead[::-1]
