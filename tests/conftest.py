"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import lent_database


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Lend one PostgreSQL database to the whole session; each test makes a schema of its own in it."""
    with lent_database() as url:
        yield url
