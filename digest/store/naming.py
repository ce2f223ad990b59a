"""Ids for new articles: those they bring, or new ones, never one that was ever used."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select, union_all

from digest.model import Article
from digest.store.identity import short_id
from digest.store.listed import Listed
from digest.store.schema.library import article_aliases, article_versions, articles

_COLUMNS = (articles.c.id, article_aliases.c.old_id, article_versions.c.article_id)
_KNOWN = Listed(lambda among: union_all(*(select(c).where(among(c)) for c in _COLUMNS)))


def new_ids(
    connection: Connection, found: Sequence[Article], reserved: Collection[str] = ()
) -> list[str]:
    """Ids that no article, past or present, has; those that the articles bring, if free."""
    wanted = [_brought(article) or short_id(article) for article in found]
    taken = set(reserved) | _known(connection, wanted)
    ids: list[str] = []
    for article, candidate in zip(found, wanted, strict=True):
        ids.append(_free(connection, article, candidate, taken))
        taken.add(ids[-1])
    return ids


def _free(connection: Connection, article: Article, wanted: str, taken: set[str]) -> str:
    attempt = 0
    while wanted in taken:
        attempt += 1
        wanted = short_id(article, attempt)
        taken |= _known(connection, [wanted])
    return wanted


def _brought(article: Article) -> str | None:
    own = article.id or ""
    return own if own.isascii() and own.isalnum() and len(own) <= 12 else None


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    return {row[0] for row in _KNOWN.plain(connection, ids)}
