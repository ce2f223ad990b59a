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
from digest.store.search.grams import scene_tag
from digest.store.search.interface import (
    Condition,
    Every,
    SearchEngine,
    Without,
    either,
    engine_for,
    every,
    narrowed,
    stressed,
    tag,
)
from digest.store.search.scoring import Candidate, Weighed, fulfils, rarity, weigh

# Up to this many articles are weighed word by word; more are first narrowed down to those with
# the words in their titles, with more of the words, and the newest.
WEIGHED = 80
# Hits are counted up to this many; beyond, their number is estimated from how thick they lie.
COUNTED = 1000
# So many hits tell how common a word is.
SAMPLE = 250
# A word in more than this share of all articles (and not merely of a few) is not what a question
# hinges on.
COMMON, FEW = 0.4, 50


_NUMBERS: Any = bindparam("numbers", expanding=True)
_WEIGHED_ROWS = select(
    articles.c.no,
    articles.c.story,
    articles.c.folded,
    articles.c.place,
    articles.c.published,
    articles.c.read_at,
    articles.c.confidence,
).where(articles.c.no.in_(_NUMBERS))
_TOPIC_ROWS = select(article_topics).where(article_topics.c.no.in_(_NUMBERS))


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

    def count(self, condition: Condition, limit: int = SAMPLE) -> int:
        """How many articles fulfil a condition: exact below `limit`, else estimated."""
        found = self.engine.extent(self.connection, condition, below=self.top + 1, limit=limit)
        if found.count < limit:
            return found.count
        return max(limit, limit * self.top // (self.top + 1 - found.oldest))


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
    asked, rarities = _hinged(index, asking.asked(query, known), known)
    essential = [unit for unit in asked.units if unit.essential]
    wanted = _without(asking.together(essential), asked)
    newest = index.newest(wanted, WEIGHED + 1)
    few = len(newest) <= WEIGHED
    numbers = newest if few else _chosen(index, asked, wanted, newest)
    found = [c for c in candidates(connection, asked, numbers) if _proven(asked, c)]
    best = ranked(asked, rarities, found, today)
    total = len(best) if few else max(index.count(wanted, COUNTED), len(best))
    hits = best[offset : offset + limit]
    if not few and len(hits) < limit:
        skip = max(offset - len(best), 0)
        hits += _rest(index, asked, wanted, numbers, (skip, limit - len(hits)))
    near: tuple[tuple[Weighed, tuple[str, ...]], ...] = ()
    if total < limit and offset == 0 and len(essential) > 1:
        near = _near(index, asked, rarities, essential, today, limit - len(hits))
    return Found(tuple(hits), total, near, asked)


def _hinged(index: Index, asked: Asked, known: Vocabulary) -> tuple[Asked, dict[str, float]]:
    """The units with the rarest content word made essential, and the rarity of each."""
    common: dict[str, int] = {}
    units: list[Unit] = []
    alone = len(asked.units) == 1
    for unit in asked.units:
        units.extend(_counted(index, unit, known, common, alone=alone))
    units = _without_junk(units, common)
    rarities = {label: rarity(found, index.top) for label, found in common.items()}
    return replace(asked, units=_with_hinge(units, common, index.top)), rarities


def _counted(
    index: Index, unit: Unit, known: Vocabulary, common: dict[str, int], *, alone: bool
) -> list[Unit]:
    """The unit, or the words it is made of when no article holds it; how common each is goes into
    `common`. A unit that stands alone need only be known to exist."""
    if unit.kind not in ("word", "phrase"):
        return [unit]
    common[unit.label] = index.count(unit.condition, 1 if alone else SAMPLE)
    parts = asking.pieces(unit, known) if unit.kind == "word" and not common[unit.label] else []
    if not any(index.count(part.condition, 1) for part in parts):
        return [unit]
    common.update((part.label, index.count(part.condition)) for part in parts)
    return parts


def _without_junk(units: list[Unit], common: dict[str, int]) -> list[Unit]:
    """Without what no article holds and no dictionary knows, if anything else is asked: such are
    slips of the segmenter (工当), not words."""
    real = [u for u in units if common.get(u.label, 1) or u.kind != "word" or u.familiar]
    return real if any(u.kind in ("word", "topic", "phrase") for u in real) else units


def _with_hinge(units: list[Unit], common: dict[str, int], top: int) -> tuple[Unit, ...]:
    """The rarest content word is essential. Where no article holds it, the rarest one that is
    held is so too: what comes near must have at least that."""
    content = [u for u in units if u.kind == "word" and not u.generic]
    if any(u.essential for u in units):
        content = [u for u in content if common[u.label] <= max(COMMON * top, FEW)]
    else:
        content = content or [u for u in units if u.kind == "word"]
    content.sort(key=lambda unit: common[unit.label])
    hinges = content[:1]
    if hinges and not common[hinges[0].label]:
        hinges += [u for u in content if common[u.label]][:1]
    return tuple(replace(u, essential=True) if u in hinges else u for u in units)


def _without(wanted: Condition, asked: Asked) -> Condition:
    return Without(wanted, either(*asked.barred)) if asked.barred else wanted


def _chosen(index: Index, asked: Asked, wanted: Condition, newest: list[int]) -> list[int]:
    """Of too many hits, those most likely to be the best."""
    words = [unit for unit in asked.units if unit.words and unit.kind != "date"]
    others = [unit for unit in asked.units if not unit.essential]
    lists: list[list[int]] = []
    if others:
        lists.append(index.newest(narrowed(wanted, asking.together(others)), WEIGHED // 2))
    if words:
        main = [unit for unit in words if unit.essential] or words
        lists.append(index.newest(narrowed(wanted, asking.in_titles(main)), WEIGHED // 2))
        strong = either(*(stressed(unit.words[0][0]) for unit in main))
        lists.append(index.newest(narrowed(wanted, strong), WEIGHED // 4))
    for unit in asked.units:
        if unit.kind == "region":
            scene = tag(*(scene_tag(code) for code in unit.keys))
            lists.append(index.newest(narrowed(wanted, scene), WEIGHED // 2))
    single = others[:4] if len(others) > 1 else []
    lists += [index.newest(narrowed(wanted, one.condition), WEIGHED // 4) for one in single]
    lists.append(newest)
    chosen: dict[int, None] = {}
    for numbers in lists:
        for no in numbers:
            if len(chosen) == WEIGHED:
                return list(chosen)
            chosen[no] = None
    return list(chosen)


def _proven(asked: Asked, candidate: Candidate) -> bool:
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
    rows = connection.execute(_WEIGHED_ROWS, {"numbers": list(numbers)}).all()
    topics: dict[int, dict[str, float]] = {}
    if any(unit.kind == "topic" for unit in asked.units):
        for row in connection.execute(_TOPIC_ROWS, {"numbers": list(numbers)}):
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


def _rest(
    index: Index, asked: Asked, wanted: Condition, weighed: list[int], part: tuple[int, int]
) -> list[Weighed]:
    """Of the hits that were not weighed, newest first, those after the first `part[0]`, at most
    `part[1]`; fewer when some of them turn out not to fulfil the query."""
    skip, limit = part
    known = set(weighed)
    newest = index.newest(wanted, len(known) + skip + limit)
    numbers = [no for no in newest if no not in known][skip : skip + limit]
    found = {c.no: c for c in candidates(index.connection, asked, numbers) if _proven(asked, c)}
    return [Weighed(no, 0.0, found[no].story) for no in numbers if no in found]


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
    found = {c.no: c for c in candidates(index.connection, asked, list(chosen)[:WEIGHED])}
    result = []
    for one in ranked(asked, rarities, list(found.values()), today):
        lacks = tuple(u.label for u in essential if not _has(index, u, found[one.no]))
        if 0 < len(lacks) < len(essential):
            result.append((one, lacks))
        if len(result) >= limit:
            break
    return tuple(result)


def _has(index: Index, unit: Unit, candidate: Candidate) -> bool:
    known = fulfils(unit, candidate)
    if known is None:
        return index.newest(unit.condition, 1, below=candidate.no + 1) == [candidate.no]
    return known


def everything() -> Condition:
    """Every article that is shown."""
    return Every(())
