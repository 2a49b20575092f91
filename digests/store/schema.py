"""The tables. ``migrations`` makes exactly these; a test compares the two on both engines.

The full-text index is not here, for it differs by engine: see :mod:`digests.store.search_index`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
)

from digests.store.columns import Instant, Key, Plain

#: The revision that this program reads and writes; the last one in ``migrations/versions``.
REVISION = "0001"

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

outlet = Table(
    "outlet",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", Plain, nullable=False, unique=True),  # of the exact name; see columns.short_key
    Column("name", Plain, nullable=False),
    Column("folded", Plain, nullable=False),
    Column("articles", Integer, nullable=False),  # copies included
    Column("copies", Integer, nullable=False),
)

story = Table(
    "story",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("headline", Plain, nullable=False),
    Column("lead", Key),  # article.row; null only until the first article
    Column("first_seen", Instant),
    Column("last_seen", Instant),
    Index("ix_story_last_seen_id", "last_seen", "id"),
)

article = Table(
    "article",
    metadata,
    Column("row", Key, primary_key=True, autoincrement=False),  # see columns.first_row
    Column("id", Plain, nullable=False, unique=True),
    Column("sequence", Key, nullable=False, unique=True),
    Column("title", Plain, nullable=False),
    Column("outlet_id", ForeignKey("outlet.id"), nullable=False),
    Column("story_id", ForeignKey("story.id"), nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("received_at", Instant),
    Column("url", Plain),
    Column("url_key", Plain, index=True),  # columns.short_key of the address with its host in lower case
    Column("author", Plain),
    Column("language", Plain),
    Column("date_basis", Plain, nullable=False),
    Column("state_owned", Boolean, nullable=False),
    Column("content_digest", Plain, nullable=False),
    Column("duplicate_of", Plain),
    Column("entities", LargeBinary, nullable=False),  # see packing.pack_entities
    Index("ix_article_content_digest_row", "content_digest", "row"),
    Index("ix_article_outlet_id_row", "outlet_id", "row"),
    Index("ix_article_story_id_row", "story_id", "row"),
)

#: What lists don't need, apart, so that lists read few pages.
article_text = Table(
    "article_text",
    metadata,
    Column("article_row", ForeignKey("article.row"), primary_key=True, autoincrement=False),
    Column("text", Plain, nullable=False),
    Column("reading", LargeBinary, nullable=False),  # see packing.pack_reading
)

article_features = Table(
    "article_features",
    metadata,
    Column("article_row", ForeignKey("article.row"), primary_key=True, autoincrement=False),
    Column("features", LargeBinary, nullable=False),
)

entity = Table(
    "entity",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kind", SmallInteger, nullable=False),  # see packing.KINDS
    Column("name", Plain, nullable=False),
    Column("folded", Plain, nullable=False),
    Column("articles", Integer, nullable=False),  # copies included
    Column("first_seen", Instant),
    Column("last_seen", Instant),
    Index("ix_entity_kind_articles_id", "kind", "articles", "id"),
)

entity_key = Table(
    "entity_key",
    metadata,
    Column("key", Plain, primary_key=True),
    Column("entity_id", ForeignKey("entity.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

spelling = Table(
    "spelling",
    metadata,
    Column("entity_id", ForeignKey("entity.id"), primary_key=True, autoincrement=False),
    Column("spelling", Plain, primary_key=True),
    sqlite_with_rowid=False,
)

#: Words of folded names, for completion.
entity_word = Table(
    "entity_word",
    metadata,
    Column("word", Plain, primary_key=True),
    Column("entity_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: Trigrams of folded names and spellings, packed as by packing.trigrams.
entity_trigram = Table(
    "entity_trigram",
    metadata,
    Column("trigram", Integer, primary_key=True, autoincrement=False),
    Column("entity_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: One row for each article that an entity is in; keys are in order of date. No foreign key to the article,
#: for it would want an index of its own only to check deletions; ``check`` looks for orphans.
article_entity = Table(
    "article_entity",
    metadata,
    Column("entity_id", ForeignKey("entity.id"), primary_key=True, autoincrement=False),
    Column("article_row", Key, primary_key=True, autoincrement=False),
    Column("copy", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

#: Quotations with a resolved speaker. Kept in the order of articles, so that an article's are written together.
quote = Table(
    "quote",
    metadata,
    Column("article_row", ForeignKey("article.row"), primary_key=True, autoincrement=False),
    Column("place", SmallInteger, primary_key=True, autoincrement=False),  # in the reading's quotes
    Column("entity_id", ForeignKey("entity.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("copy", Boolean, nullable=False),
    Column("cue", Plain),
    Column("text", Plain, nullable=False),
    Column("folded", Plain, nullable=False),  # of the quotation, spaces around
    Index("ix_quote_entity_id_article_row", "entity_id", "article_row"),
    sqlite_with_rowid=False,
)

#: Roles of resolved people.
role = Table(
    "role",
    metadata,
    Column("article_row", ForeignKey("article.row"), primary_key=True, autoincrement=False),
    Column("place", SmallInteger, primary_key=True, autoincrement=False),  # in the reading's roles
    Column("entity_id", ForeignKey("entity.id"), nullable=False),
    Column("role", Plain, nullable=False),
    Column("organisation", Plain),
    Column("organisation_id", ForeignKey("entity.id")),
    Column("tenure", Plain, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Plain, nullable=False),
    Index("ix_role_entity_id_article_row", "entity_id", "article_row"),
    Index("ix_role_organisation_id_article_row", "organisation_id", "article_row"),
    sqlite_with_rowid=False,
)

#: Every word of every article once, in order of first appearance, for correcting typing mistakes.
word = Table(
    "word",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("word", Plain, nullable=False, unique=True),
)

word_trigram = Table(
    "word_trigram",
    metadata,
    Column("trigram", Integer, primary_key=True, autoincrement=False),
    Column("word_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

feed_state = Table(
    "feed_state",
    metadata,
    Column("key", Plain, primary_key=True),  # of the address; see columns.short_key
    Column("url", Plain, nullable=False),
    Column("etag", Plain),
    Column("last_modified", Plain),
    Column("moved_to", Plain),
    Column("gone", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("error", Plain),
    Column("fetched_at", Instant),
    Column("not_before", Instant),
)

#: The last posting of a story to a destination.
posted = Table(
    "posted",
    metadata,
    Column("destination", Plain, primary_key=True),
    Column("story_id", Integer, primary_key=True, autoincrement=False),
    Column("posted_at", Instant, nullable=False),
    Column("article_ids", Plain, nullable=False),  # JSON
    Column("sentences", Plain, nullable=False),  # JSON
    Index("ix_posted_destination_posted_at", "destination", "posted_at"),
)
