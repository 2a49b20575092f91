"""Articles, stories, entities, what was read, feeds and postings.

The tables as they were when this revision was made: it doesn't import ``schema``, which moves on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT, NUMBER, SMALL, FLAG, BLOB, INSTANT = (
    sa.Text(), sa.Integer(), sa.SmallInteger(), sa.Boolean(), sa.LargeBinary(), sa.BigInteger())
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table, then the full-text index of the engine."""
    _outlets_and_stories()
    _articles()
    _entities()
    _article_parts()
    _entity_lookups()
    _quotes()
    _roles()
    _words()
    _feeds_and_postings()
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_search()
    else:
        _postgres_search()


def _outlets_and_stories() -> None:
    op.create_table(
        "outlet",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("articles", NUMBER, nullable=False),
        sa.Column("copies", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outlet"),
        sa.UniqueConstraint("key", name="uq_outlet_key"),
    )
    op.create_table(
        "story",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("headline", TEXT, nullable=False),
        sa.Column("lead", KEY, nullable=True),
        sa.Column("first_seen", INSTANT, nullable=True),
        sa.Column("last_seen", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
    )
    op.create_index("ix_story_last_seen_id", "story", ["last_seen", "id"])


def _articles() -> None:
    op.create_table(
        "article",
        sa.Column("row", KEY, nullable=False, autoincrement=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("sequence", KEY, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("outlet_id", NUMBER, nullable=False),
        sa.Column("story_id", NUMBER, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("url_key", TEXT, nullable=True),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("date_basis", TEXT, nullable=False),
        sa.Column("state_owned", FLAG, nullable=False),
        sa.Column("content_digest", TEXT, nullable=False),
        sa.Column("duplicate_of", TEXT, nullable=True),
        sa.Column("entities", BLOB, nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name="fk_article_outlet_id"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name="fk_article_story_id"),
        sa.PrimaryKeyConstraint("row", name="pk_article"),
        sa.UniqueConstraint("id", name="uq_article_id"),
        sa.UniqueConstraint("sequence", name="uq_article_sequence"),
    )
    op.create_index("ix_article_content_digest_row", "article", ["content_digest", "row"])
    op.create_index("ix_article_outlet_id_row", "article", ["outlet_id", "row"])
    op.create_index("ix_article_story_id_row", "article", ["story_id", "row"])
    op.create_index("ix_article_url_key", "article", ["url_key"])


def _entities() -> None:
    op.create_table(
        "entity",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("kind", SMALL, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("articles", NUMBER, nullable=False),
        sa.Column("first_seen", INSTANT, nullable=True),
        sa.Column("last_seen", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_entity"),
    )
    op.create_index("ix_entity_kind_articles_id", "entity", ["kind", "articles", "id"])


def _article_parts() -> None:
    op.create_table(
        "article_text",
        sa.Column("article_row", KEY, nullable=False, autoincrement=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("reading", BLOB, nullable=False),
        sa.ForeignKeyConstraint(["article_row"], ["article.row"], name="fk_article_text_article_row"),
        sa.PrimaryKeyConstraint("article_row", name="pk_article_text"),
    )
    op.create_table(
        "article_features",
        sa.Column("article_row", KEY, nullable=False, autoincrement=False),
        sa.Column("features", BLOB, nullable=False),
        sa.ForeignKeyConstraint(["article_row"], ["article.row"], name="fk_article_features_article_row"),
        sa.PrimaryKeyConstraint("article_row", name="pk_article_features"),
    )
    op.create_table(
        "article_entity",
        sa.Column("entity_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("article_row", KEY, nullable=False, autoincrement=False),
        sa.Column("copy", FLAG, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name="fk_article_entity_entity_id"),
        sa.PrimaryKeyConstraint("entity_id", "article_row", name="pk_article_entity"),
        sqlite_with_rowid=False,
    )


def _entity_lookups() -> None:
    op.create_table(
        "entity_key",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("entity_id", NUMBER, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name="fk_entity_key_entity_id"),
        sa.PrimaryKeyConstraint("key", "entity_id", name="pk_entity_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "spelling",
        sa.Column("entity_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("spelling", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name="fk_spelling_entity_id"),
        sa.PrimaryKeyConstraint("entity_id", "spelling", name="pk_spelling"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entity_word",
        sa.Column("word", TEXT, nullable=False),
        sa.Column("entity_id", NUMBER, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("word", "entity_id", name="pk_entity_word"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entity_trigram",
        sa.Column("trigram", NUMBER, nullable=False, autoincrement=False),
        sa.Column("entity_id", NUMBER, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("trigram", "entity_id", name="pk_entity_trigram"),
        sqlite_with_rowid=False,
    )


def _quotes() -> None:
    op.create_table(
        "quote",
        sa.Column("article_row", KEY, nullable=False, autoincrement=False),
        sa.Column("place", SMALL, nullable=False, autoincrement=False),
        sa.Column("entity_id", NUMBER, nullable=False),
        sa.Column("start", NUMBER, nullable=False),
        sa.Column("end", NUMBER, nullable=False),
        sa.Column("copy", FLAG, nullable=False),
        sa.Column("cue", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_row"], ["article.row"], name="fk_quote_article_row"),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name="fk_quote_entity_id"),
        sa.PrimaryKeyConstraint("article_row", "place", name="pk_quote"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_quote_entity_id_article_row", "quote", ["entity_id", "article_row"])


def _roles() -> None:
    op.create_table(
        "role",
        sa.Column("article_row", KEY, nullable=False, autoincrement=False),
        sa.Column("place", SMALL, nullable=False, autoincrement=False),
        sa.Column("entity_id", NUMBER, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("organisation", TEXT, nullable=True),
        sa.Column("organisation_id", NUMBER, nullable=True),
        sa.Column("tenure", TEXT, nullable=False),
        sa.Column("start", NUMBER, nullable=False),
        sa.Column("end", NUMBER, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["article_row"], ["article.row"], name="fk_role_article_row"),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name="fk_role_entity_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["entity.id"], name="fk_role_organisation_id"),
        sa.PrimaryKeyConstraint("article_row", "place", name="pk_role"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_role_entity_id_article_row", "role", ["entity_id", "article_row"])
    op.create_index("ix_role_organisation_id_article_row", "role", ["organisation_id", "article_row"])


def _words() -> None:
    op.create_table(
        "word",
        sa.Column("id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("word", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_word"),
        sa.UniqueConstraint("word", name="uq_word_word"),
    )
    op.create_table(
        "word_trigram",
        sa.Column("trigram", NUMBER, nullable=False, autoincrement=False),
        sa.Column("word_id", NUMBER, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("trigram", "word_id", name="pk_word_trigram"),
        sqlite_with_rowid=False,
    )


def _feeds_and_postings() -> None:
    op.create_table(
        "feed_state",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.Column("moved_to", TEXT, nullable=True),
        sa.Column("gone", FLAG, nullable=False),
        sa.Column("failures", NUMBER, nullable=False),
        sa.Column("error", TEXT, nullable=True),
        sa.Column("fetched_at", INSTANT, nullable=True),
        sa.Column("not_before", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_feed_state"),
    )
    op.create_table(
        "posted",
        sa.Column("destination", TEXT, nullable=False),
        sa.Column("story_id", NUMBER, nullable=False, autoincrement=False),
        sa.Column("posted_at", INSTANT, nullable=False),
        sa.Column("article_ids", TEXT, nullable=False),
        sa.Column("sentences", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("destination", "story_id", name="pk_posted"),
    )
    op.create_index("ix_posted_destination_posted_at", "posted", ["destination", "posted_at"])


def _sqlite_search() -> None:
    """Index title and text where they stand: the view gives FTS5 the words again when an article goes."""
    op.execute(
        "CREATE VIEW article_words AS SELECT a.row AS row, a.title AS title, t.text AS text, "
        "'outlet' || a.outlet_id AS mark FROM article a JOIN article_text t ON t.article_row = a.row"
    )
    # Diacritics: see search_words, which folds a question the same way.
    # To FTS5, whose tables are of 2012, newer emoji are letters, and would stick to the word beside them.
    emoji = "".join(map(chr, range(0x1F000, 0x1FB00)))
    op.execute(
        "CREATE VIRTUAL TABLE article_fts USING fts5(title, text, mark, content='article_words', "
        f"content_rowid='row', tokenize='unicode61 remove_diacritics 2 separators ''{emoji}''')"
    )
    # A batch of articles in one segment, and segments merged by eights: a third more articles a second.
    op.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('hashsize', 16777216)")
    op.execute("INSERT INTO article_fts (article_fts, rank) VALUES ('automerge', 8)")


def _postgres_search() -> None:
    """Keep words with their places in a table of its own, for the rows of ``article`` stay narrow."""
    op.execute(
        "CREATE TABLE article_fts (article_row bigint PRIMARY KEY, words tsvector NOT NULL) "
        "WITH (toast_tuple_target = 128)"  # the words apart, so that many rows' keys are read in few pages
    )
    op.execute("CREATE INDEX ix_article_fts_words ON article_fts USING gin (words)")
