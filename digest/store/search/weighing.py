"""Articles fetched, proven and put in order: from the index's numbers to scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from digest.store.listed import Listed
from digest.store.schema.library import article_topics, articles
from digest.store.search.asking import Asked
from digest.store.search.scoring import Candidate, Weighed, fulfils, weigh

_WEIGHED_ROWS = Listed(
    lambda among: select(
        articles.c.no,
        articles.c.story,
        articles.c.folded,
        articles.c.place,
        articles.c.published,
        articles.c.read_at,
        articles.c.confidence,
    ).where(among(articles.c.no))
)
_TOPIC_ROWS = Listed(lambda among: select(article_topics).where(among(article_topics.c.no)))


def proven(asked: Asked, candidate: Candidate) -> bool:
    """Whether an article that the index gave really fulfils what is essential."""
    return all(fulfils(unit, candidate) is not False for unit in asked.units if unit.essential)


def ranked(
    asked: Asked, rarities: dict[str, float], found: Sequence[Candidate], today: date
) -> list[Weighed]:
    """Best first; of several tellings of one story only the best keeps its place."""
    weighed = [weigh(asked, rarities, candidate, today) for candidate in found]
    weighed.sort(key=lambda one: (-one.score, -one.no))
    seen: set[str] = set()
    first: list[Weighed] = []
    again: list[Weighed] = []
    for one in weighed:
        (again if one.story in seen else first).append(one)
        seen.add(one.story)
    return first + again


def candidates(connection: Connection, asked: Asked, numbers: Sequence[int]) -> list[Candidate]:
    if not numbers:
        return []
    rows = _WEIGHED_ROWS.run(connection, numbers).all()
    topics: dict[int, dict[str, float]] = {}
    if any(unit.kind == "topic" for unit in asked.units):
        for row in _TOPIC_ROWS.run(connection, numbers):
            topics.setdefault(row.no, {})[row.slug] = row.score
    return [
        Candidate(
            row.no,
            row.story,
            row.folded,
            row.place,
            row.published,
            row.read_at.date(),
            row.confidence,
            topics.get(row.no, {}),
        )
        for row in rows
    ]
