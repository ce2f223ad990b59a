"""The tables of the library: pages, their articles with tags and places, earlier versions, merged
ids and review decisions. The search index stands beside them: FTS5 on SQLite, a tsvector table
on PostgreSQL, created by the first migration since SQLAlchemy has no words for it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from digest.store.schema import metadata
from digest.store.types import UtcDateTime

pages = Table(
    "pages",
    metadata,
    Column("source", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("paper", Text),
    Column("number", Text),
    Column("published", Date),
    Column("read_at", UtcDateTime, nullable=False),
    Column("doubts", Text, nullable=False, default="[]"),
    Index("ix_pages_digest", "digest"),
)

# `folded` stands before `content`: SQLite walks a long row's overflow pages in order, and lookup
# reads only the former.
articles = Table(
    "articles",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=True),
    Column("id", String(12), nullable=False),
    Column("source", Text, ForeignKey("pages.source", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("paper", Text),
    Column("page", Text),
    Column("published", Date),
    Column("place", String(6)),
    Column("province", String(6)),
    Column("confidence", Float, nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
    Column("hidden", Boolean, nullable=False, default=False),
    Column("review", String(8), nullable=False, default="none"),
    Column("story", String(12), nullable=False),
    Column("folded", Text, nullable=False),
    Column("content", Text, nullable=False),
    Index("ix_articles_id", "id", unique=True),
    Index("ix_articles_source_position", "source", "position"),
    Index("ix_articles_read_at", "read_at"),
    Index("ix_articles_published", "published"),
    Index("ix_articles_story", "story"),
    Index("ix_articles_review", "review"),
    sqlite_autoincrement=True,
)

article_topics = Table(
    "article_topics",
    metadata,
    Column("slug", String(40), primary_key=True),
    Column(
        "no", Integer, ForeignKey("articles.no", ondelete="CASCADE"), primary_key=True, index=True
    ),
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)

# An article's own places and everything above them, so that a province includes its counties.
article_places = Table(
    "article_places",
    metadata,
    Column("code", String(6), primary_key=True),
    Column(
        "no", Integer, ForeignKey("articles.no", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sqlite_with_rowid=False,
)

# A few of the smallest hashes of each article's text: who shares them may tell the same story.
article_sketches = Table(
    "article_sketches",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False),
    Column("no", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(12), nullable=False, index=True),
    Column("replaced_at", UtcDateTime, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("content", Text, nullable=False),
)

# Ids that once named an article and now stand for another: merged pieces, taken-over pages.
article_aliases = Table(
    "article_aliases",
    metadata,
    Column("old_id", String(12), primary_key=True),
    Column("article_id", String(12), nullable=False, index=True),
)

# What a person decided about a page's articles, in order; replayed over a corrected page.
decisions = Table(
    "decisions",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=True),
    Column("source", Text, nullable=False, index=True),
    Column("article_id", String(12), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("data", Text, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
