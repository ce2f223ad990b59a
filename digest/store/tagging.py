"""The tags of an article as lookup's index holds them: its places and all above them, where it
happens, its topics, paper and date."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from digest import gazetteer
from digest.model import Article
from digest.store.codec import loads
from digest.store.plain import Plain
from digest.store.schema.library import article_places
from digest.store.search import grams
from digest.store.search.conditions import EVERYTHING

_PLACES = Plain(select(article_places.c.code).where(article_places.c.no == bindparam("of")))


def province(code: str | None) -> str | None:
    """The topmost region above a code, or itself."""
    if code is None:
        return None
    above = gazetteer.load().ancestors(code)
    return above[-1] if above else code


def closure(codes: Collection[str]) -> set[str]:
    """The codes and everything above them."""
    table = gazetteer.load()
    return set(codes).union(*(table.ancestors(code) for code in codes))


def _above(code: str, places: Collection[str]) -> list[str]:
    return [up for up in gazetteer.load().ancestors(code) if up in places]


def tags(article: Article, places: Collection[str]) -> set[str]:
    """The tag tokens of an article; `places` are its regions' codes and all above them."""
    found = {EVERYTHING, *grams.date_tags(article.published)}
    found.update(grams.region_tag(code) for code in places)
    found.update(grams.region_tag(region.code, own=True) for region in article.regions)
    if article.primary_region:
        happens = article.primary_region.code
        found.update(grams.scene_tag(code) for code in (happens, *_above(happens, places)))
    found.update(grams.topic_tag(topic.slug) for topic in article.topics)
    if article.paper:
        found.add(grams.paper_tag(article.paper))
    return found


def document_of(connection: Connection, row: Row[Any]) -> grams.Document:
    """What a stored article was indexed by: its places are those written down then, since the
    region table may have changed."""
    places = {code for (code,) in _PLACES.rows(connection, {"of": row.no})}
    return grams.document(row.folded, tags(loads(row.content, row.id), places))


def document(folded: str, article: Article) -> grams.Document:
    """What an article that is about to be stored will be indexed by."""
    places = closure({region.code for region in article.regions})
    return grams.document(folded, tags(article, places))
