"""Keys of long commands, as they are and as they were."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from bot.store.schema import action
from bot.store.sql import open_memory

OLD = "0123456789abcdef"


def test_keys_of_an_older_version_work(tmp_path: Path) -> None:
    """Buttons that were posted with 16 digits still find their command."""
    memory = open_memory(f"sqlite:///{tmp_path}/memory.db")
    with memory.writing() as connection:
        connection.execute(sa.insert(action).values(key=OLD, command="/story old"))
    assert memory.action(OLD) == "/story old"
    memory.close()


def test_a_key_of_some_of_the_digits_finds_nothing_else(tmp_path: Path) -> None:
    """A command whose digest begins alike is another command."""
    memory = open_memory(f"sqlite:///{tmp_path}/memory.db")
    key = memory.keep_action("/story new")
    with memory.writing() as connection:
        connection.execute(sa.insert(action).values(key=key[:16], command="/story twin"))
    assert memory.keep_action("/story new") == key and memory.action(key) == "/story new"
    memory.close()
