"""Articles near an article: more like it, and the same practice in other provinces."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from digest.model import Hit
from digest.store import articles as shelf
from digest.store.codec import loads
from digest.store.schema.library import articles
from digest.store.search import grams
from digest.store.search.asking import Asked, Unit
from digest.store.search.index import Index
from digest.store.search.interface import Condition, Without, either, engine_for, every, tag, word
from digest.store.search.scoring import rarity
from digest.store.search.weighing import candidates, ranked

# How many keyphrases stand for an article, and how many of the newest sharing one are weighed.
PHRASES, WEIGHED = 8, 120


def related(connection: Connection, article_id: str, limit: int, today: date) -> list[Hit]:
    """Other stories that share its subjects, the likest first."""
    row = shelf.row_of(connection, article_id)
    index, units = _subjects(connection, row)
    if not units:
        return []
    conditions = [either(*(unit.condition for unit in units))]
    return _best(index, row, units, conditions, limit, today)


def elsewhere(connection: Connection, article_id: str, limit: int, today: date) -> list[Hit]:
    """Stories on the same topics from other provinces, the likest first."""
    row = shelf.row_of(connection, article_id)
    index, units = _subjects(connection, row)
    topics = [unit for unit in units if unit.kind == "topic"]
    if not topics:
        return []
    away: Condition = topics[0].condition
    if row.province:
        away = Without(away, tag(grams.region_tag(row.province)))
    words = [unit.condition for unit in units if unit.kind == "word"]
    conditions = [every(away, either(*words)), away] if words else [away]
    return _best(index, row, units, conditions, limit, today)


def _subjects(connection: Connection, row: Row[Any]) -> tuple[Index, list[Unit]]:
    article = loads(row.content, row.id)
    top = connection.execute(select(func.max(articles.c.no))).scalar() or 0
    index = Index(connection, engine_for(connection), top)
    phrases = dict.fromkeys(grams.clean(phrase) for phrase in article.keyphrases)
    units = [
        Unit("word", phrase, word(phrase), ((phrase, 1.0),)) for phrase in list(phrases)[:PHRASES]
    ]
    slugs = tuple(topic.slug for topic in article.topics)
    if slugs:
        tags = tag(*(grams.topic_tag(slug) for slug in slugs))
        units.append(Unit("topic", "topic", tags, weight=2.0, keys=slugs))
    return index, units


def _best(
    index: Index,
    row: Row[Any],
    units: Sequence[Unit],
    conditions: Sequence[Condition],
    limit: int,
    today: date,
) -> list[Hit]:
    rarities = {
        unit.label: rarity(index.count(unit.condition), index.top)
        for unit in units
        if unit.kind == "word"
    }
    numbers: dict[int, None] = {}
    for condition in conditions:
        numbers.update(dict.fromkeys(index.newest(condition, WEIGHED)))
    numbers.pop(row.no, None)
    asked = Asked(tuple(units), (), ())
    found = candidates(index.connection, asked, list(numbers))
    order = ranked(asked, rarities, found, today)
    others = {one.no: one.score for one in order if one.story != row.story}
    stored = shelf.numbered(index.connection, list(others)[:limit])
    scores = list(others.values())
    return [Hit(one, score) for one, score in zip(stored, scores, strict=False)]
