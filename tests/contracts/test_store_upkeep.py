"""The store's contract, over every engine: check and backup."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from digests.errors import StoreError
from digests.store.base import PostedStory, Store
from digests.store.engine import make_engine, parse
from digests.store.sql import open_store
from tests.contracts.archive import article, at, key, number_of, put

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


def test_what_is_old_is_taken_out(store: Store) -> None:
    """Whole stories, oldest first, with all that was read in them; the database stays whole, the rest as it was."""
    first = put(store, [article("a", TEXT), article("copy", TEXT, hours=1, copy_of="a")])
    second = put(store, [article("b", TEXT, hours=2, outlet="Other")])
    lasting = put(store, [article("c", TEXT, hours=3), article("d", TEXT, hours=300)])
    newest = put(store, [article("e", TEXT, hours=4)])
    nasa = number_of(store, "NASA")
    taken = []
    while gone := _take_out(store, at(200), 1):
        taken.append(gone)
    assert taken == [2, 1] and store.check() == []
    with store.reading() as queries:
        assert set(queries.stories([first, second, lasting, newest])) == {lasting, newest}
        assert queries.totals().articles == 3 and queries.outlets() == [("Courier", 3)]
        assert queries.articles_of(nasa, limit=9)[0].id == key("d") and len(queries.articles_of(nasa)) == 3
        assert queries.entities([nasa])[nasa].articles == 3
    assert put(store, [article("f", TEXT, hours=400)]) > newest


def test_the_last_numbers_are_never_given_again(store: Store) -> None:
    """However old the newest story is: what was posted of it is known by its number."""
    only = put(store, [article("a", TEXT)])
    assert _take_out(store, at(10_000)) == 0
    later = put(store, [article("b", TEXT, hours=1)])
    assert later > only and _take_out(store, at(10_000)) == 1
    assert put(store, [article("c", TEXT, hours=2)]) > later


def test_what_came_in_lately_is_not_old(store: Store) -> None:
    """An archive of years ago that was taken in today is kept as long as today's news."""
    old = replace(article("a", TEXT), received_at=at(5_000))
    put(store, [old])
    put(store, [article("b", TEXT, hours=1)])
    put(store, [article("c", TEXT, hours=2)])
    assert _take_out(store, at(4_000)) == 1
    with store.reading() as queries:
        assert set(queries.articles([key("a"), key("b"), key("c")])) == {key("a"), key("c")}


def test_postings_of_what_is_gone_are_forgotten(store: Store) -> None:
    """Those of stories that are there stay: they decide whether a story is told again."""
    gone, there = (put(store, [article(name, TEXT, hours=hours)]) for name, hours in (("a", 0), ("b", 100)))
    put(store, [article("c", TEXT, hours=101)])
    with store.writing() as writes:
        writes.put_posted(PostedStory("slack/T1/C1", number, at(1), (), ()) for number in (gone, there))
    assert _take_out(store, at(50)) == 1
    with store.writing() as writes:
        assert writes.forget_posted(at(1)) == 0 and writes.forget_posted(at(50)) == 1
        assert set(writes.posted("slack/T1/C1", [gone, there])) == {there}


def _take_out(store: Store, before: datetime, limit: int = 100) -> int:
    with store.writing() as writes:
        return writes.remove_old(before, limit)
