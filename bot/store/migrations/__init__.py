"""Migrations of the bot's tables, one set for both engines, append-only; beside the newsroom's in one database.

Alembic is imported only when there is something to do; a database that is up to date costs one query.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.store.schema import REVISION, VERSION_TABLE
from digests.errors import StoreTooNew
from digests.store.engine import describe, snapshot, transaction

if TYPE_CHECKING:
    from alembic.config import Config


def current(connection: Connection) -> str | None:
    """Give the revision of a database; None where the bot has no tables yet."""
    if not sa.inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()


def config(connection: Connection | None = None) -> Config:
    """Make Alembic's configuration; no file is needed."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine) -> list[str]:
    """Bring the database up to date; gives the revisions applied, oldest first. Raises StoreTooNew."""
    with snapshot(engine) as connection:
        if current(connection) == REVISION:
            return []
    with transaction(engine) as connection:  # the newsroom's lock: migrations never run side by side
        return _upgrade(connection)


def _upgrade(connection: Connection) -> list[str]:
    from alembic import command
    from alembic.script import ScriptDirectory

    found = current(connection)  # again, now that no other process can be upgrading
    settings = config(connection)
    newest_first = [script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()]
    if found is not None and found not in newest_first:
        raise StoreTooNew(
            f"{describe(connection.engine.url)} was written by a newer Downlink (revision {found} of the bot); "
            "install that version or choose another database."
        )
    ahead = newest_first if found is None else newest_first[: newest_first.index(found)]
    if ahead:
        command.upgrade(settings, "head")
    return ahead[::-1]
