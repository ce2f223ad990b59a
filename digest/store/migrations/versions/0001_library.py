"""The library: pages, articles with topics and places, versions, aliases, decisions, search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from digest.store.types import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _pages()
    _articles()
    _tags()
    _sketches()
    _history()
    _search()


def downgrade() -> None:
    op.execute("DROP TABLE search")
    for name in (
        "facts",
        "decisions",
        "article_aliases",
        "article_versions",
        "article_sketches",
        "article_places",
        "article_topics",
        "articles",
        "pages",
    ):
        op.drop_table(name)


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("paper", sa.Text()),
        sa.Column("number", sa.Text()),
        sa.Column("published", sa.Date()),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("doubts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_pages"),
    )
    op.create_index("ix_pages_digest", "pages", ["digest"])


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("no", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("id", sa.String(12), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("paper", sa.Text()),
        sa.Column("page", sa.Text()),
        sa.Column("published", sa.Date()),
        sa.Column("place", sa.String(6)),
        sa.Column("province", sa.String(6)),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("read_at", UtcDateTime(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("review", sa.String(8), nullable=False),
        sa.Column("story", sa.String(12), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_articles"),
        sa.ForeignKeyConstraint(
            ["source"], ["pages.source"], name="fk_articles_source_pages", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_id", "articles", ["id"], unique=True)
    op.create_index("ix_articles_source_position", "articles", ["source", "position"])
    for name in ("read_at", "published", "story", "review"):
        op.create_index(f"ix_articles_{name}", "articles", [name])


def _tags() -> None:
    _tag_table("article_topics", sa.Column("slug", sa.String(40), nullable=False), _score())
    _tag_table("article_places", sa.Column("code", sa.String(6), nullable=False))


def _sketches() -> None:
    op.create_table(
        "article_sketches",
        sa.Column("value", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("no", sa.Integer(), nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("value", "no", name="pk_article_sketches"),
        sqlite_with_rowid=False,
    )


def _score() -> sa.Column[float]:
    return sa.Column("score", sa.Float(), nullable=False)


def _tag_table(name: str, key: sa.Column[str], *more: sa.Column[float]) -> None:
    op.create_table(
        name,
        key,
        sa.Column("no", sa.Integer(), nullable=False),
        *more,
        sa.PrimaryKeyConstraint(key.name, "no", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["no"], ["articles.no"], name=f"fk_{name}_no_articles", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{name}_no", name, ["no"])


def _history() -> None:
    op.create_table(
        "article_versions",
        sa.Column("no", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("article_id", sa.String(12), nullable=False),
        sa.Column("replaced_at", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_article_versions"),
    )
    op.create_index("ix_article_versions_article_id", "article_versions", ["article_id"])
    op.create_table(
        "article_aliases",
        sa.Column("old_id", sa.String(12), nullable=False),
        sa.Column("article_id", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("old_id", name="pk_article_aliases"),
    )
    op.create_index("ix_article_aliases_article_id", "article_aliases", ["article_id"])
    op.create_table(
        "decisions",
        sa.Column("no", sa.Integer(), nullable=False, autoincrement=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("article_id", sa.String(12), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("no", name="pk_decisions"),
    )
    op.create_index("ix_decisions_source", "decisions", ["source"])
    op.create_table(
        "facts",
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_facts"),
    )


def _search() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # detail=none: which article holds which gram is all that is kept; exact order is verified
        # on the folded text. Private-use characters mark fields and tags and count as letters.
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(grams, content='', detail=none, "
            "columnsize=0, tokenize='unicode61 remove_diacritics 0')"
        )
        return
    op.execute(
        "CREATE TABLE search (no INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL,"
        " marks TEXT NOT NULL)"
    )
    # Rows stay a few bytes wide: what is read is the index.
    op.execute("ALTER TABLE search SET (toast_tuple_target = 128)")
    op.execute(
        "CREATE INDEX ix_search_tokens ON search USING gin ("
        "array_to_tsvector(array_remove(string_to_array("
        "regexp_replace(text, '(.)', '\\1 ', 'g') || ' ' || "
        "regexp_replace(text, '(..)', '\\1 ', 'g') || ' ' || "
        "regexp_replace(substr(text, 2), '(..)', '\\1 ', 'g') || ' ' || marks, ' '), ''))"
        ") WITH (fastupdate = off)"
    )
