"""Whether a store is whole: the database's own check, references, and lookup's index beside the
articles. Says what is wrong; changes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from digest.errors import StoreDamaged
from digest.store.articles import chunks
from digest.store.codec import loads
from digest.store.schema.library import article_aliases, articles, pages
from digest.store.search.finding import everything
from digest.store.search.interface import Wanted, engine_for

TOP = 2**31 - 1
BATCH = 500


def findings(connection: Connection) -> list[str]:
    """What is wrong with the store, in words; empty when it is whole."""
    return [
        *_engine(connection),
        *_references(connection),
        *_articles(connection),
        *_index(connection),
    ]


def _engine(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for row in connection.execute(text("PRAGMA integrity_check(20)")):
        if row[0] != "ok":
            yield f"database: {row[0]}"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"database: row {row[1]} of {row[0]} refers to nothing in {row[2]}"


def _references(connection: Connection) -> Iterator[str]:
    missing = select(articles.c.id).where(articles.c.source.not_in(select(pages.c.source)))
    for row in connection.execute(missing.limit(20)):
        yield f"article {row.id}: its page is not there"
    lost = select(article_aliases.c.old_id).where(
        article_aliases.c.article_id.not_in(select(articles.c.id))
    )
    for row in connection.execute(lost.limit(20)):
        yield f"id {row.old_id}: leads to an article that is not there"


def _articles(connection: Connection) -> Iterator[str]:
    """Every article can be read, and its columns say what its content says."""
    numbers = connection.execute(select(articles.c.no).order_by(articles.c.no)).scalars().all()
    for chunk in chunks(numbers):
        rows = connection.execute(select(articles).where(articles.c.no.in_(chunk)))
        for row in rows:
            try:
                article = loads(row.content, row.id)
            except StoreDamaged:
                yield f"article {row.id}: its content cannot be read"
                continue
            if (article.source, article.position) != (row.source, row.position):
                yield f"article {row.id}: content and columns disagree"


def _index(connection: Connection) -> Iterator[str]:
    """The index holds the articles that are shown, no more and no fewer."""
    shown = articles.c.hidden.is_(False)
    stored = set(connection.execute(select(articles.c.no).where(shown)).scalars())
    count = connection.execute(select(func.count()).select_from(articles)).scalar_one()
    most = 2 * count + 1000
    found = engine_for(connection).newest(connection, Wanted(everything(), TOP, most, most))
    indexed = set(found.numbers)
    if stored - indexed:
        yield f"index: {len(stored - indexed)} articles cannot be found by lookup"
    if indexed - stored:
        yield f"index: {len(indexed - stored)} entries lead to no article"
