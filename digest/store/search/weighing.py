"""Articles fetched, proven and put in order: from the index's numbers to scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, case, select

from digest.store.listed import Listed
from digest.store.schema.library import article_topics, articles
from digest.store.search.asking import Asked
from digest.store.search.scoring import Candidate, Scales, Weighed, fulfils

# The time of reading stands in for the day of printing where that is not known. It is fetched only
# there: to make a datetime of it takes longer than all else of a row.
_READ = case((articles.c.published.is_(None), articles.c.read_at), else_=None)
_WEIGHED_ROWS = Listed(
    lambda among: select(
        articles.c.no,
        articles.c.story,
        articles.c.folded,
        articles.c.place,
        articles.c.published,
        _READ,
        articles.c.confidence,
    ).where(among(articles.c.no))
)
_TOPIC_ROWS = Listed(
    lambda among: select(article_topics.c.no, article_topics.c.slug, article_topics.c.score).where(
        among(article_topics.c.no)
    )
)


def proven(asked: Asked, found: Sequence[Candidate]) -> list[Candidate]:
    """Those of the articles that the index gave that really fulfil what is essential."""
    essential = [unit for unit in asked.units if unit.essential]
    for unit in essential:
        found = [candidate for candidate in found if fulfils(unit, candidate) is not False]
    return [*found]


def ranked(
    asked: Asked, rarities: dict[str, float], found: Sequence[Candidate], today: date
) -> list[Weighed]:
    """Best first; of several tellings of one story only the best keeps its place."""
    scales = Scales(asked, rarities, today)
    weighed = [scales.weigh(candidate) for candidate in found]
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
        for no, slug, score in _TOPIC_ROWS.run(connection, numbers).all():
            topics.setdefault(no, {})[slug] = score
    return [
        Candidate(no, story, folded, place, day, read and read.date(), sure, topics.get(no, {}))
        for no, story, folded, place, day, read, sure in rows
    ]
