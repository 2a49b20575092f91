"""What goes wrong with a database is said in one sentence, and nothing half done stays."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from digests.errors import (
    DigestsError,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreTooNew,
    StoreUnreachable,
)
from digests.model import Reading
from digests.store.base import Arrival
from digests.store.sql import open_store, upgrade
from tests.contracts.archive import article, put
from tests.contracts.conftest import schema_of

WRITER = """
import sys
from digests.model import Reading
from digests.store.base import Arrival
from digests.store.sql import open_store
from tests.contracts.archive import article

store = open_store(sys.argv[1])
with store.writing() as writes:
    for n in range(300):
        writes.put_article(Arrival(article(f"{n}", "Words. " * 50), Reading(), writes.open_story("S"), {}, b""))
    writes.totals()
    print("written", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a database with one article."""
    path = tmp_path / "news.db"
    store = open_store(f"sqlite:///{path}")
    put(store, [article("first", "First.")])
    store.close()
    return path


def one_sentence(error: BaseException) -> str:
    """Check that an error is fit for a user; gives its text."""
    text = str(error)
    assert text and "\n" not in text and "Traceback" not in text and "sqlalche" not in text
    return text


@pytest.mark.parametrize("url", ["mysql://u:secret@host/db", "nonsense", "", "://", "sqlite", "postgresql+asyncpg:/x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    """With the form that would be right; no secret in it."""
    with pytest.raises(StoreError) as caught:
        open_store(url)
    assert "secret" not in one_sentence(caught.value)


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path: Path) -> None:
    """And left as it is."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to look at it\n" * 200)
    before = path.read_bytes()
    with pytest.raises(StoreDamaged) as caught:
        open_store(f"sqlite:///{path}")
    assert "notes.txt" in one_sentence(caught.value)
    assert path.read_bytes() == before


def test_a_corrupt_file_is_said_to_be_damaged(path: Path) -> None:
    """Either when it is opened or when the damaged page is read, and check() finds it."""
    content = bytearray(path.read_bytes())
    content[4096 * 2:] = os.urandom(len(content) - 4096 * 2)
    path.write_bytes(content)
    with pytest.raises(StoreDamaged) as caught:
        store = open_store(f"sqlite:///{path}")
        with store.reading() as queries:
            queries.cards()
            queries.totals()
    one_sentence(caught.value)


def test_a_newer_database_is_refused(path: Path) -> None:
    """And not changed."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreTooNew, match="9999"):
        open_store(f"sqlite:///{path}")
    with pytest.raises(StoreTooNew):
        upgrade(f"sqlite:///{path}")


def test_a_folder_or_an_unwritable_place_is_refused(tmp_path: Path) -> None:
    """Naming it."""
    (tmp_path / "file").write_text("")
    for place in (tmp_path, tmp_path / "file" / "news.db", Path("/proc/none/news.db")):
        with pytest.raises(StoreError) as caught:
            open_store(f"sqlite:///{place}")
        assert str(place.parent) in one_sentence(caught.value)


def test_another_process_that_holds_the_database_is_waited_for_and_then_named(path: Path) -> None:
    """Only the time allowed; readers go on."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    store = open_store(f"sqlite:///{path}", busy_timeout=0.05)
    with pytest.raises(StoreLocked) as caught:
        put(store, [article("second", "Second.")])
    assert "news.db" in one_sentence(caught.value)
    with store.reading() as queries:
        assert queries.totals().articles == 1
    holder.execute("ROLLBACK")
    put(store, [article("second", "Second.")])
    store.close()


def test_a_full_disk_undoes_the_transaction(path: Path) -> None:
    """The rest stays readable, and there is room for less."""
    store = open_store(f"sqlite:///{path}")
    pages = 0

    def limit(most: int) -> int:
        with store._engine.connect() as connection:  # the pool gives the same connection to the next writer
            return int(connection.exec_driver_sql(f"PRAGMA max_page_count = {most}").scalar_one())

    pages = limit(1)
    with pytest.raises(StoreFull) as caught:
        put(store, [article(f"{n}", f"{n} words to fill a page. " * 400) for n in range(40)])
    one_sentence(caught.value)
    limit(pages + 100_000)
    with store.reading() as queries:
        assert queries.totals().articles == 1
    put(store, [article("second", "Second.")])
    assert store.check() == []
    store.close()


def test_a_kill_in_a_transaction_leaves_a_whole_database(path: Path) -> None:
    """As it was before."""
    url = f"sqlite:///{path}"
    with subprocess.Popen([sys.executable, "-c", WRITER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == b"written\n"
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    store = open_store(url)
    assert store.check() == []
    with store.reading() as queries:
        assert queries.totals().articles == 1
    put(store, [article("second", "Second.")])
    store.close()


def test_two_processes_write_to_one_file_in_turn(path: Path) -> None:
    """Neither loses anything."""
    script = WRITER.replace('print("written", flush=True)\n    sys.stdin.read()', "pass").replace(
        'f"{n}"', 'f"{sys.argv[2]} {n}"')
    url = f"sqlite:///{path}"
    writers = [subprocess.Popen([sys.executable, "-c", script, url, name]) for name in ("a", "b")]
    assert [writer.wait() for writer in writers] == [0, 0]
    store = open_store(url)
    assert store.check() == []
    with store.reading() as queries:
        assert queries.totals().articles == 601
    store.close()


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[str]:
    """Give the address of an empty schema."""
    with schema_of(postgres_url) as url:
        yield url


@pytest.mark.parametrize("url", [
    "postgresql://user:hunter2@127.0.0.1:1/news",
    "postgresql://user:hunter2@no-such-host.invalid/news",
])
def test_an_unreachable_server_is_named_without_the_password(url: str) -> None:
    """Host and database are."""
    with pytest.raises(StoreUnreachable) as caught:
        open_store(url)
    text = one_sentence(caught.value)
    assert "hunter2" not in text and "news" in text
    assert "hunter2" not in repr(caught.value)


def test_a_missing_database_on_the_server_is_said(postgres_url: str) -> None:
    """It isn't made."""
    with pytest.raises(StoreError) as caught:
        open_store(postgres_url.replace("/downlink_test_", "/none_downlink_test_", 1))
    assert "none_downlink_test_" in one_sentence(caught.value)


def test_a_server_that_ends_a_connection_is_an_unreachable_one(postgres: str) -> None:
    """The next transaction has a new connection."""
    store = open_store(postgres)
    with pytest.raises(StoreError) as caught, store.reading() as queries:
        with psycopg.connect(postgres, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                          "AND pid <> pg_backend_pid()")
        queries.totals()
    one_sentence(caught.value)
    put(store, [article("first", "First.")])
    store.close()


def test_an_unknown_story_is_refused_by_the_store_itself(path: Path, postgres: str) -> None:
    """No driver's exception comes out, and nothing is stored."""
    for url in (f"sqlite:///{path}", postgres):
        store = open_store(url)
        with pytest.raises(DigestsError), store.writing() as writes:
            writes.put_article(Arrival(article("x", "X."), Reading(), 999, {}, b""))
        with store.reading() as queries:
            assert queries.articles([article("x", "X.").id]) == {}
        store.close()
