"""The migrations make exactly the tables of ``schema``, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from digests.store.engine import make_engine, parse
from digests.store.migrations import MIGRATIONS
from digests.store.schema import REVISION, metadata
from digests.store.sql import upgrade
from tests.contracts.conftest import schema_of


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database, an engine at a time."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'news.db'}"
        return
    with schema_of(request.getfixturevalue("postgres_url")) as address:
        yield address


def test_an_empty_database_becomes_the_schema(url: str) -> None:
    """Nothing more, nothing less; the full-text index and Alembic's own table are no part of it."""
    assert upgrade(url)[-1] == REVISION
    assert upgrade(url) == []
    engine = make_engine(parse(url), 1.0)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True,
                  "include_name": lambda name, kind, _: not (kind == "table" and str(name).startswith("article_fts"))},
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_revision_the_program_wants_is_the_last_one() -> None:
    """There is one line of revisions, and it ends there."""
    scripts = ScriptDirectory.from_config(MIGRATIONS.config())
    assert scripts.get_heads() == [REVISION]


def test_the_migrations_are_part_of_the_package() -> None:
    """An installed wheel has them too; nothing is looked for in the working directory."""
    folder = files("digests.store.migrations")
    assert folder.joinpath("env.py").is_file()
    assert any(file.name.startswith(REVISION) for file in folder.joinpath("versions").iterdir())
