"""Articles fetched, proven and put in order: from the index's numbers to scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import Connection, String, cast, select

from digest.store.listed import Listed
from digest.store.schema.library import article_topics, articles
from digest.store.search.asking import Asked
from digest.store.search.scoring import Candidate, Scales, Weighed, fulfils

# Days come as text, since to look at every value of eighty rows takes SQLAlchemy a quarter of the
# time they take to read.
_WEIGHED_ROWS = Listed(
    lambda among: select(
        articles.c.no,
        articles.c.story,
        articles.c.folded,
        articles.c.place,
        cast(articles.c.published, String),
        articles.c.confidence,
    ).where(among(articles.c.no))
)
_READ_ROWS = Listed(
    lambda among: select(articles.c.no, articles.c.read_at).where(among(articles.c.no))
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
    """What is weighed of articles; the time of reading stands in for the day of printing where that
    is not known, and is fetched only there."""
    if not numbers:
        return []
    rows = _WEIGHED_ROWS.plain(connection, numbers)
    undated = [no for no, _, _, _, day, _ in rows if day is None]
    read = {no: at.date() for no, at in _READ_ROWS.run(connection, undated)} if undated else {}
    topics: dict[int, dict[str, float]] = {}
    if any(unit.kind == "topic" for unit in asked.units):
        for no, slug, score in _TOPIC_ROWS.plain(connection, numbers):
            topics.setdefault(no, {})[slug] = score
    return [
        Candidate(no, story, folded, place, _day(day), read.get(no), sure, topics.get(no, {}))
        for no, story, folded, place, day, sure in rows
    ]


@lru_cache(maxsize=4096)
def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
