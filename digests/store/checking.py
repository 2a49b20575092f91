"""Look for what is wrong with a database, and say it in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digests.store.cards import chunks
from digests.store.migrations import MIGRATIONS
from digests.store.schema import (
    REVISION,
    article,
    article_entity,
    article_features,
    article_text,
    entity,
    entity_key,
    entity_trigram,
    entity_word,
    outlet,
    quote,
    role,
    spelling,
    story,
    word,
    word_trigram,
)
from digests.store.search_index import newest
from digests.store.search_words import Wanted, words_in

_SAMPLE = 500
_WORDS = 20
_CHILDREN = (
    (article_text, "article_row", article.c.row, "texts"),
    (article_features, "article_row", article.c.row, "features"),
    (article_entity, "article_row", article.c.row, "mentions"),
    (quote, "article_row", article.c.row, "quotations"),
    (role, "article_row", article.c.row, "roles"),
    (article_entity, "entity_id", entity.c.id, "mentions"),
    (quote, "entity_id", entity.c.id, "quotations"),
    (role, "entity_id", entity.c.id, "roles"),
    (spelling, "entity_id", entity.c.id, "spellings"),
    (entity_key, "entity_id", entity.c.id, "keys"),
    (entity_word, "entity_id", entity.c.id, "name words"),
    (entity_trigram, "entity_id", entity.c.id, "name trigrams"),
    (word_trigram, "word_id", word.c.id, "word trigrams"),
    (article, "outlet_id", outlet.c.id, "articles"),
    (article, "story_id", story.c.id, "articles"),
)


def check(connection: Connection) -> Sequence[str]:
    """See ``Store.check``; reads the whole database."""
    if connection.dialect.name == "sqlite":
        damage = list(_sqlite_damage(connection))
        if damage:
            return damage  # what follows would only repeat it
    found = MIGRATIONS.current(connection)
    if found != REVISION:
        return [f"The database is at revision {found}, this program needs {REVISION}: run “downlink db upgrade”."]
    return [*_orphans(connection), *_missing_parts(connection), *_counts(connection), *_stories(connection),
            *_search_index(connection), *_words(connection)]


def _sqlite_damage(connection: Connection) -> Iterator[str]:
    for line in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
        if line != "ok":
            yield f"The file is damaged: {line}."
    broken = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    if broken:
        yield f"{broken} rows point to rows that are not there."


def _number(connection: Connection, question: sa.Select[Any]) -> int:
    return int(connection.execute(question).scalar_one())


def _orphans(connection: Connection) -> Iterator[str]:
    for table, column, parent, what in _CHILDREN:
        absent = sa.select(sa.func.count()).select_from(table).where(
            ~sa.exists(sa.select(parent).where(parent == table.c[column])))
        if number := _number(connection, absent):
            yield f"{number} {what} belong to no {parent.table.name}."


def _missing_parts(connection: Connection) -> Iterator[str]:
    for table, what in ((article_text, "text"), (article_features, "features")):
        absent = sa.select(sa.func.count()).select_from(article).where(
            ~sa.exists(sa.select(table.c.article_row).where(table.c.article_row == article.c.row)))
        if number := _number(connection, absent):
            yield f"{number} articles have no {what}."


def _counts(connection: Connection) -> Iterator[str]:
    copies = sa.func.sum(sa.case((article.c.duplicate_of.is_not(None), 1), else_=0))
    at = sa.select(article.c.outlet_id, sa.func.count().label("n"), copies.label("c")).group_by(
        article.c.outlet_id).subquery()
    off = sa.select(sa.func.count()).select_from(
        outlet.outerjoin(at, at.c.outlet_id == outlet.c.id)
    ).where(sa.or_(outlet.c.articles != sa.func.coalesce(at.c.n, 0), outlet.c.copies != sa.func.coalesce(at.c.c, 0)))
    if number := _number(connection, off):
        yield f"The article counts of {number} outlets are wrong."
    mentioned = sa.select(article_entity.c.entity_id, sa.func.count().label("n")).group_by(
        article_entity.c.entity_id).subquery()
    off = sa.select(sa.func.count()).select_from(
        entity.outerjoin(mentioned, mentioned.c.entity_id == entity.c.id)
    ).where(entity.c.articles != sa.func.coalesce(mentioned.c.n, 0))
    if number := _number(connection, off):
        yield f"The article counts of {number} names are wrong."


def _stories(connection: Connection) -> Iterator[str]:
    inside = sa.select(
        article.c.story_id, sa.func.min(article.c.published_at).label("first"),
        sa.func.max(article.c.published_at).label("last"),
    ).group_by(article.c.story_id).subquery()
    off = sa.select(sa.func.count()).select_from(
        story.join(inside, inside.c.story_id == story.c.id)
    ).where(sa.or_(story.c.first_seen.is_distinct_from(inside.c.first),
                   story.c.last_seen.is_distinct_from(inside.c.last)))
    if number := _number(connection, off):
        yield f"The dates of {number} stories are wrong."
    leaderless = sa.select(sa.func.count()).select_from(story).where(
        ~sa.exists(sa.select(article.c.row).where(
            article.c.row == story.c.lead, article.c.story_id == story.c.id)))
    if number := _number(connection, leaderless):
        yield f"{number} stories have no leading article."


def _search_index(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        missing = "SELECT count(*) FROM article WHERE row NOT IN (SELECT id FROM article_fts_docsize)"
        extra = "SELECT count(*) FROM article_fts_docsize WHERE id NOT IN (SELECT row FROM article)"
    else:
        missing = "SELECT count(*) FROM article WHERE row NOT IN (SELECT article_row FROM article_fts)"
        extra = "SELECT count(*) FROM article_fts WHERE article_row NOT IN (SELECT row FROM article)"
    for statement, what in ((missing, "are missing in the search index"), (extra, "too many are in the search index")):
        if number := connection.exec_driver_sql(statement).scalar_one():
            yield f"{number} articles {what}."


def _words(connection: Connection) -> Iterator[str]:
    """Look whether articles, spread evenly, are found by words of theirs."""
    rows = connection.execute(sa.select(article.c.row).order_by(article.c.row)).scalars().all()
    sample = rows[::max(1, len(rows) // _SAMPLE)]
    question = sa.select(article.c.row, article.c.title, sa.func.substr(article_text.c.text, 1, 600)).join_from(
        article, article_text, article_text.c.article_row == article.c.row)
    lost = 0
    for part in chunks(sample):
        for row, title, text in connection.execute(question.where(article.c.row.in_(part))):
            words = words_in(title) + words_in(text)[:_WORDS]
            wanted = Wanted(tuple((word,) for word in dict.fromkeys(words[:_WORDS])))
            lost += bool(wanted.phrases) and newest(connection, wanted, row, row + 1) != [row]
    if lost:
        yield f"{lost} of {len(sample)} articles looked for are not found by their own words."
