"""``downlink db`` has the ledger in its care as well."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa

from bot.store.sql import open_memory
from tests.bot.cli.conftest import Downlink
from tests.contracts.ledger import NOW, compose, notice


def test_check_finds_a_broken_promise(downlink: Downlink) -> None:
    """In a sentence, with exit status 1; without one the database is whole."""
    memory = open_memory(os.environ["DOWNLINK_DATABASE_URL"], clock=lambda: NOW)
    compose(memory.ledger, parts=2)
    downlink("db", "upgrade")
    assert downlink("db", "check") == (0, "The database is whole.\n", "")
    with memory.writing() as connection:
        connection.execute(sa.text("UPDATE delivery SET part = 7 WHERE part = 1"))
    memory.close()
    assert downlink("db", "check") == (1, "1 parts have lost the part before them.\n", "")


def test_a_backup_has_the_ledger(downlink: Downlink, tmp_path: Path) -> None:
    """Every row of it, with the editions."""
    downlink("db", "upgrade")
    memory = open_memory(os.environ["DOWNLINK_DATABASE_URL"], clock=lambda: NOW)
    memory.ledger.write([notice(1), notice(2)])
    assert downlink("db", "backup", "copy.db").status == 0
    copy = open_memory(f"sqlite:///{tmp_path / 'copy.db'}")
    assert copy.ledger.deliveries() == memory.ledger.deliveries() and len(copy.ledger.deliveries()) == 2
    assert copy.ledger.edition(1) == memory.ledger.edition(1)
    copy.close()
    memory.close()
