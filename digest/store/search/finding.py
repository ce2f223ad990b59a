"""Finds and ranks: which articles fulfil what a query hinges on, the best of them weighed and in
order, the rest by newness, and, where too little is found, what lies nearest and what it lacks.

Everything is counted below a snapshot, the highest article number when the question was first
put, so that pages of an answer fit together while articles arrive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from digest.following.vocabulary import Vocabulary
from digest.model import Query
from digest.store.schema.library import article_topics, articles
from digest.store.search import asking
from digest.store.search.asking import Asked, Unit
from digest.store.search.interface import (
    Condition,
    Every,
    SearchEngine,
    Without,
    either,
    engine_for,
    every,
    stressed,
)
from digest.store.search.scoring import Candidate, Weighed, rarity, weigh

# Up to this many articles are weighed word by word; more are first narrowed down to those with
# the words in their titles, with more of the words, and the newest.
WEIGHED = 160
# How many of the newest hits of a common word take part; older ones follow by newness.
WINDOW = 2000
# So many hits tell how common a word is.
SAMPLE = 250
# A word in more than this share of all articles is not what a question hinges on.
COMMON = 0.4


@dataclass(frozen=True, slots=True)
class Found:
    """Article numbers in order; `total` fulfil the query, `near` do not and lack something."""

    hits: tuple[Weighed, ...]
    total: int
    near: tuple[tuple[Weighed, tuple[str, ...]], ...]
    asked: Asked


@dataclass(frozen=True, slots=True)
class Index:
    """The engine, seen as of a snapshot."""

    connection: Connection
    engine: SearchEngine
    top: int

    def newest(self, condition: Condition, limit: int, below: int | None = None) -> list[int]:
        """The newest articles that fulfil a condition."""
        return self.engine.newest(
            self.connection, condition, below=below or self.top + 1, limit=limit
        )

    def count(self, condition: Condition) -> int:
        """How many articles fulfil a condition."""
        return self.engine.count(self.connection, condition, below=self.top + 1)

    def commonness(self, condition: Condition) -> int:
        """About how many articles fulfil a condition, exact up to SAMPLE."""
        newest = self.newest(condition, SAMPLE)
        if len(newest) < SAMPLE:
            return len(newest)
        return max(SAMPLE, SAMPLE * self.top // (self.top + 1 - newest[-1]))


def find(
    connection: Connection,
    query: Query,
    known: Vocabulary,
    *,
    top: int,
    today: date,
    offset: int,
    limit: int,
) -> Found:
    """The hits `offset`…`offset + limit` of a query among articles numbered up to `top`."""
    index = Index(connection, engine_for(connection), top)
    asked, rarities = _hinged(index, asking.asked(query, known))
    essential = [unit for unit in asked.units if unit.essential]
    wanted = _without(asking.together(essential), asked)
    pool = index.newest(wanted, WINDOW)
    candidates = pool if len(pool) <= WEIGHED else _narrowed(index, asked, wanted, pool)
    ranked = _ranked(connection, asked, rarities, candidates, today)
    total = len(pool) if len(pool) < WINDOW else index.count(wanted)
    hits = _page(index, wanted, ranked, pool, offset, limit)
    near: tuple[tuple[Weighed, tuple[str, ...]], ...] = ()
    if total < offset + limit and offset == 0 and len(essential) > 1:
        near = _near(index, asked, rarities, essential, today, limit - len(hits))
    return Found(tuple(hits), total, near, asked)


def _hinged(index: Index, asked: Asked) -> tuple[Asked, dict[str, float]]:
    """The units with the rarest content word made essential, and the rarity of each."""
    common: dict[str, int] = {}
    units: list[Unit] = []
    for unit in asked.units:
        if unit.kind not in ("word", "phrase"):
            units.append(unit)
            continue
        found = index.commonness(unit.condition)
        parts = asking.pieces(unit) if not found and unit.kind == "word" else []
        common[unit.label] = found
        if any(index.newest(part.condition, 1) for part in parts):
            for part in parts:
                common[part.label] = index.commonness(part.condition)
            units.extend(parts)
        else:
            units.append(unit)
    rarities = {label: rarity(found, index.top) for label, found in common.items()}
    return replace(asked, units=_with_hinge(units, common, index.top)), rarities


def _with_hinge(units: Sequence[Unit], common: dict[str, int], top: int) -> tuple[Unit, ...]:
    content = [u for u in units if u.kind == "word" and not u.generic]
    others = any(u.essential for u in units)
    if others:
        content = [u for u in content if common[u.label] <= COMMON * top]
    else:
        content = content or [u for u in units if u.kind == "word"]
    if not content:
        return tuple(units)
    hinge = min(content, key=lambda unit: common[unit.label])
    return tuple(replace(u, essential=True) if u is hinge else u for u in units)


def _without(wanted: Condition, asked: Asked) -> Condition:
    return Without(wanted, either(*asked.barred)) if asked.barred else wanted


def _narrowed(index: Index, asked: Asked, wanted: Condition, pool: list[int]) -> list[int]:
    """Of too many hits, those most likely to be the best."""
    words = [unit for unit in asked.units if unit.words and unit.kind != "date"]
    others = [unit for unit in asked.units if not unit.essential]
    lists: list[list[int]] = []
    if others:
        lists.append(index.newest(every(wanted, asking.together(others)), WEIGHED // 2))
    if words:
        main = [unit for unit in words if unit.essential] or words
        lists.append(index.newest(every(wanted, asking.in_titles(main)), WEIGHED // 2))
        strong = either(*(stressed(unit.words[0][0]) for unit in main))
        lists.append(index.newest(every(wanted, strong), WEIGHED // 4))
    lists += [index.newest(every(wanted, unit.condition), WEIGHED // 4) for unit in others[:4]]
    lists.append(pool)
    chosen: dict[int, None] = {}
    for numbers in lists:
        for no in numbers:
            if len(chosen) == WEIGHED:
                return list(chosen)
            chosen[no] = None
    return list(chosen)


def _ranked(
    connection: Connection,
    asked: Asked,
    rarities: dict[str, float],
    numbers: Sequence[int],
    today: date,
) -> list[Weighed]:
    """Best first; of several tellings of one story only the best keeps its place."""
    weighed = [weigh(asked, rarities, c, today) for c in _candidates(connection, asked, numbers)]
    weighed.sort(key=lambda one: (-one.score, -one.no))
    seen: set[str] = set()
    first: list[Weighed] = []
    again: list[Weighed] = []
    for one in weighed:
        (again if one.story in seen else first).append(one)
        seen.add(one.story)
    return first + again


def _candidates(connection: Connection, asked: Asked, numbers: Sequence[int]) -> list[Candidate]:
    columns = (
        articles.c.no,
        articles.c.story,
        articles.c.folded,
        articles.c.place,
        articles.c.published,
        articles.c.read_at,
        articles.c.confidence,
    )
    listed: Any = bindparam("numbers", expanding=True)
    rows = connection.execute(
        select(*columns).where(articles.c.no.in_(listed)), {"numbers": list(numbers)}
    ).all()
    topics: dict[int, dict[str, float]] = {}
    if any(unit.kind == "topic" for unit in asked.units):
        tagged = select(article_topics).where(article_topics.c.no.in_(listed))
        for row in connection.execute(tagged, {"numbers": list(numbers)}):
            topics.setdefault(row.no, {})[row.slug] = row.score
    return [
        Candidate(
            row.no,
            row.story,
            row.folded,
            row.place,
            row.published or row.read_at.date(),
            row.confidence,
            topics.get(row.no, {}),
        )
        for row in rows
    ]


def _page(
    index: Index,
    wanted: Condition,
    ranked: list[Weighed],
    pool: list[int],
    offset: int,
    limit: int,
) -> list[Weighed]:
    """One page: the weighed ones, then the other hits from the newest to the oldest."""
    hits = ranked[offset : offset + limit]
    if len(hits) == limit or len(ranked) == len(pool) < WINDOW:
        return hits
    known = {one.no for one in ranked}
    skip = max(offset - len(ranked), 0)
    rest = [no for no in pool if no not in known]
    needed = skip + limit - len(hits)
    if len(rest) < needed and len(pool) == WINDOW:
        older = index.newest(wanted, needed - len(rest) + len(known), below=pool[-1])
        rest += [no for no in older if no not in known]
    return hits + [Weighed(no, 0.0, "") for no in rest[skip:needed]]


def _near(
    index: Index,
    asked: Asked,
    rarities: dict[str, float],
    essential: list[Unit],
    today: date,
    limit: int,
) -> tuple[tuple[Weighed, tuple[str, ...]], ...]:
    """The best articles that fulfil some of the essential units but not all."""
    all_of_them = asking.together(essential)
    some = Without(either(*(unit.condition for unit in essential)), all_of_them)
    conditions = [_without(some, asked)]
    words = [unit.condition for unit in asked.units if not unit.essential]
    if words:
        conditions.insert(0, _without(every(some, *words), asked))
    if len(essential) > 2:
        for left_out in essential:
            rest = asking.together([unit for unit in essential if unit is not left_out])
            conditions.insert(0, _without(Without(rest, all_of_them), asked))
    chosen: dict[int, None] = {}
    for condition in conditions:
        chosen.update(dict.fromkeys(index.newest(condition, WEIGHED // 2)))
    numbers = list(chosen)[:WEIGHED]
    ranked = _ranked(index.connection, asked, rarities, numbers, today)[: max(limit, 0)]
    return tuple((one, _lacks(index, essential, one.no)) for one in ranked)


def _lacks(index: Index, essential: list[Unit], no: int) -> tuple[str, ...]:
    """The labels of the essential units that an article does not fulfil."""
    return tuple(
        unit.label for unit in essential if index.newest(unit.condition, 1, below=no + 1) != [no]
    )


def everything() -> Condition:
    """Every article that is shown."""
    return Every(())
