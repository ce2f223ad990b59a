"""Lookup's index made anew from the articles, for a restored store and for a migration: it reads no
column of theirs that a later schema may add."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, select

from digest.store.articles import chunks
from digest.store.schema.library import articles
from digest.store.search.interface import engine_for
from digest.store.tagging import document_of

# What of an article's row its document is made from.
INDEXED = (articles.c.no, articles.c.id, articles.c.folded, articles.c.content)


def reindex(connection: Connection) -> int:
    """Empty the index and fill it; how many articles it holds."""
    engine = engine_for(connection)
    engine.clear(connection)
    shown = select(articles.c.no).where(articles.c.hidden.is_(False)).order_by(articles.c.no)
    numbers = connection.execute(shown).scalars().all()
    for some in chunks(numbers):
        wanted: Select[Any] = select(*INDEXED).where(articles.c.no.in_(some))
        rows = connection.execute(wanted).all()
        engine.add(connection, [(row.no, document_of(connection, row)) for row in rows])
    return len(numbers)
