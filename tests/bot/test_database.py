"""Whether the database can be used, without changing it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.database import database_trouble
from bot.store.sql import upgrade as upgrade_the_bots
from digests.store.sql import upgrade


def test_a_database_that_is_current(tmp_path: Path) -> None:
    """Nothing to say."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    upgrade(url)
    upgrade_the_bots(url)
    assert database_trouble(url) is None


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A look leaves no traces."""
    said = database_trouble(f"sqlite:///{tmp_path / 'a.db'}")
    assert said and "is not there" in said
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_the_bots_tables(tmp_path: Path) -> None:
    """It says what brings it up to date."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    upgrade(url)
    said = database_trouble(url)
    assert said and "The bot's tables are at revision none" in said and "downlink db upgrade" in said


def test_an_older_database(tmp_path: Path) -> None:
    """The newsroom's tables come first."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    upgrade(url)
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()
    said = database_trouble(url)
    assert said and said.startswith("The database is at revision 0000")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """A sentence, not a traceback."""
    (tmp_path / "a.db").write_text("not a database, by a long way" * 100)
    assert database_trouble(f"sqlite:///{tmp_path / 'a.db'}")
