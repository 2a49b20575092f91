"""Every implementation of the ports, for the contract suites."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from bot.store.sql import SqlMemory, open_memory
from digests.store.base import Store
from digests.store.sql import open_store
from tests.contracts.ledger import NOW


@contextmanager
def schema_of(url: str) -> Iterator[str]:
    """Make an empty schema in a PostgreSQL database; gives the address that leads into it."""
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    try:
        yield f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3D{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database, an engine at a time."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'news.db'}"
        return
    with schema_of(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture
def memory(store_url: str) -> Iterator[SqlMemory]:
    """Open an empty memory, with its ledger, an engine at a time."""
    opened = open_memory(store_url, clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """Open an empty store, an engine at a time."""
    opened = open_store(store_url, busy_timeout=0.2)
    yield opened
    opened.close()
