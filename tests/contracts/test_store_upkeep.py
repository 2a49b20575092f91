"""The store's contract, over every engine: check and backup."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from digests.errors import StoreError
from digests.store.base import Store
from digests.store.engine import make_engine, parse
from digests.store.sql import open_store
from tests.contracts.archive import article, key, put

TEXT = "Yuri Borisov, chief of Roscosmos, spoke. NASA said “yes”."
DELETE_INDEX = {
    "sqlite": "INSERT INTO article_fts (article_fts, rowid, title, text, mark) "
              "SELECT 'delete', row, title, text, mark FROM article_words LIMIT 1",
    "postgresql": "DELETE FROM article_fts WHERE article_row = (SELECT min(row) FROM article)",
}
HARM = {
    "UPDATE outlet SET articles = articles + 1": "counts of 1 outlets are wrong",
    "UPDATE entity SET articles = 7 WHERE name = 'NASA'": "counts of 1 names are wrong",
    "UPDATE story SET last_seen = 0": "dates of 1 stories are wrong",
    "UPDATE story SET lead = 5": "1 stories have no leading article",
    "DELETE FROM article_features": "2 articles have no features",
    "INSERT INTO article_entity (entity_id, article_row, copy) SELECT id, 1, false FROM entity WHERE name = 'ESA'":
        "1 mentions belong to no article",
    "INSERT INTO entity_word (word, entity_id) VALUES ('lost', 999)": "1 name words belong to no entity",
    "UPDATE alembic_version SET version_num = '0000'": "db upgrade",
    "index": "search index",
}


@pytest.mark.parametrize("harm", HARM)
def test_what_is_wrong_is_found_and_said(store: Store, store_url: str, harm: str) -> None:
    """One sentence each; a whole database gives none."""
    put(store, [article("a", TEXT), article("b", TEXT, hours=1)])
    assert store.check() == []
    engine = make_engine(parse(store_url), 1.0)
    with engine.connect() as connection:
        connection.execute(sa.text(DELETE_INDEX[engine.dialect.name] if harm == "index" else harm))
        connection.commit()
    engine.dispose()
    found = store.check()
    expected = "not found by their own words" if (harm, engine.dialect.name) == ("index", "sqlite") else HARM[harm]
    assert any(expected in sentence for sentence in found), found
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in found)


def test_a_backup_is_a_whole_database_and_takes_no_files_place(store: Store, store_url: str, tmp_path: Path) -> None:
    """Made while in use; PostgreSQL's own tool is named, without the password."""
    put(store, [article("a", TEXT)])
    target = tmp_path / "copy.db"
    if not store_url.startswith("sqlite"):
        with pytest.raises(StoreError, match=r"pg_dump .*copy\.db"):
            store.backup(target)
        return
    with store.writing() as writes:
        writes.open_story("not yet committed")
        store.backup(target)
    with pytest.raises(StoreError, match="exists"):
        store.backup(target)
    with pytest.raises(StoreError, match="none"):
        store.backup(tmp_path / "none" / "copy.db")
    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.db"]
    copy = open_store(f"sqlite:///{target}")
    with copy.reading() as queries:
        assert list(queries.articles([key("a")])) == [key("a")]
    assert copy.check() == []
    copy.close()


def test_the_line_for_pg_dump_has_no_password() -> None:
    """It is printed."""
    from digests.store.backup import backup

    engine = make_engine(parse("postgresql://me:hunter2@localhost/news"), 1.0)
    with pytest.raises(StoreError) as caught:
        backup(engine, Path("a b.dump"))
    assert "hunter2" not in str(caught.value) and "--file='a b.dump'" in str(caught.value)
