"""What the migrations make is what the program reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.delivery.values import UNPLANNED, Due, Plan
from bot.store.migrations import MIGRATIONS
from bot.store.schema import VERSION_TABLE, metadata
from bot.store.sql import open_memory, upgrade
from digests.errors import StoreTooNew
from digests.store.engine import make_engine, parse, transaction
from digests.store.schema import metadata as newsroom
from digests.store.sql import open_store
from tests.contracts.conftest import schema_of
from tests.contracts.ledger import NOW


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty database, an engine at a time."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bot.db'}"
        return
    with schema_of(request.getfixturevalue("postgres_url")) as address:
        yield address


def test_the_schema_is_what_migrations_make(url: str) -> None:
    """Beside the newsroom's tables, which they leave alone."""
    open_store(url).close()
    assert upgrade(url) == ["0001", "0002"] and upgrade(url) == []
    engine = make_engine(parse(url), 5)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        differences = [
            each
            for each in compare_metadata(context, metadata)
            if not str(each[0]).startswith("remove_") and "article_fts" not in str(each)
        ]
        tables = set(sa.inspect(connection).get_table_names())
    engine.dispose()
    assert differences == []
    assert tables >= {*metadata.tables, *newsroom.tables, VERSION_TABLE}


def test_no_name_is_the_newsrooms() -> None:
    """Both are in one database."""
    assert not set(metadata.tables) & set(newsroom.tables)


def test_a_newer_database_is_refused(url: str) -> None:
    """One sentence, and nothing is changed."""
    open_memory(url).close()
    engine = make_engine(parse(url), 5)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="newer Downlink"):
        open_memory(url)
    engine.dispose()


def test_check_finds_what_can_not_be_read(url: str) -> None:
    """A row that no program wrote is counted; an intact database has none."""
    memory = open_memory(url)
    assert memory.check() == []
    with memory.writing() as connection:
        connection.exec_driver_sql(
            "INSERT INTO granted (platform, installation, \"user\", channel, role) VALUES ('x', 'x', 'x', '', 'king')"
        )
    assert memory.check() == ["1 lines of the table of roles can't be understood."]
    memory.close()


def test_subscriptions_from_before_the_ledger_are_due(url: str) -> None:
    """Active ones are planned from now on; paused ones are not."""
    engine = make_engine(parse(url), 5)
    row = (
        "INSERT INTO subscription (platform, installation, channel, \"when\", zone, scope, length, stories, missed, "
        "state, created_by, created_at) VALUES ('slack', 'T1', 'C1', 'daily 08:00', 'UTC', '{}', 'standard', 7, "
        "'latest', :state, 'anna', 1)"
    )
    with transaction(engine) as connection:
        command.upgrade(MIGRATIONS.config(connection), "0001")
        for state in ("active", "paused"):
            connection.execute(sa.text(row), {"state": state})
    engine.dispose()
    memory = open_memory(url)
    dues: list[Due] = []

    def decide(due: Due) -> Plan:
        dues.append(due)
        return Plan(due.subscription.id, NOW)

    assert memory.ledger.plan(NOW, decide).planned == 1
    assert dues[0].next_run_at == UNPLANNED and dues[0].subscription.changed_at is None
    assert len(memory.subscriptions()) == 2 and memory.check() == []
    memory.close()
