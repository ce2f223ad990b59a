"""Finds and ranks: which articles fulfil what a query hinges on, the best of them weighed and in
order, the rest by newness, and, where too little is found, what lies nearest and what it lacks.

Everything is counted below a snapshot, the highest article number when the question was first
put, so that pages of an answer fit together while articles arrive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from digest.following.vocabulary import Vocabulary
from digest.model import Query
from digest.store.search import asking
from digest.store.search.asking import Asked, Unit
from digest.store.search.grams import scene_tag
from digest.store.search.hinge import hinged
from digest.store.search.index import Index
from digest.store.search.interface import (
    Condition,
    Every,
    Newest,
    Without,
    either,
    engine_for,
    every,
    narrowed,
    stressed,
    tag,
)
from digest.store.search.scoring import Candidate, Weighed, fulfils
from digest.store.search.weighing import candidates, proven, ranked

# Up to this many hits are all weighed word by word; more are first narrowed down to the second
# number: those with the words in their titles, with more of the words, and the newest.
ALL_WEIGHED, WEIGHED = 240, 80


@dataclass(frozen=True, slots=True)
class Found:
    """Article numbers in order; `total` fulfil the query, `near` do not and lack something. Of
    many the total is an estimate, and `least` says how many were really counted (else 0)."""

    hits: tuple[Weighed, ...]
    total: int
    least: int
    near: tuple[tuple[Weighed, tuple[str, ...]], ...]
    asked: Asked


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
    asked, rarities = hinged(index, asking.asked(query, known), known)
    essential = [unit for unit in asked.units if unit.essential]
    wanted = _without(asking.together(essential), asked)
    seen = index.hits(wanted)
    few = len(seen.numbers) <= ALL_WEIGHED
    numbers = seen.numbers if few else _chosen(index, asked, wanted, seen)
    found = proven(asked, candidates(connection, asked, numbers))
    best = ranked(asked, rarities, found, today)
    total = len(best) if few else max(index.total(seen), len(best))
    hits = best[offset : offset + limit]
    if not few and len(hits) < limit:
        skip = max(offset - len(best), 0)
        hits += _rest(index, asked, wanted, numbers, (skip, limit - len(hits)))
    near: tuple[tuple[Weighed, tuple[str, ...]], ...] = ()
    if total < limit and offset == 0 and len(essential) > 1:
        near = _near(index, asked, rarities, essential, today, limit - len(hits))
    least = len(seen.numbers) if seen.floor and not few else 0
    return Found(tuple(hits), total, least, near, asked)


def _without(wanted: Condition, asked: Asked) -> Condition:
    return Without(wanted, either(*asked.barred)) if asked.barred else wanted


def _chosen(index: Index, asked: Asked, wanted: Condition, seen: Newest) -> list[int]:
    """Of too many hits, those most likely to be the best."""

    def narrow(further: Condition, limit: int) -> list[int]:
        return index.newest(narrowed(wanted, further), limit, rare=not seen.floor)

    words = [unit for unit in asked.units if unit.words and unit.kind != "date"]
    others = [unit for unit in asked.units if not unit.essential]
    lists: list[list[int]] = []
    if others:
        lists.append(narrow(asking.together(others), WEIGHED // 2))
    if words:
        main = [unit for unit in words if unit.essential] or words
        lists.append(narrow(asking.in_titles(main), WEIGHED // 2))
        strong = either(*(stressed(unit.words[0][0]) for unit in main))
        lists.append(narrow(strong, WEIGHED // 4))
    for unit in asked.units:
        if unit.kind == "region":
            scene = tag(*(scene_tag(code) for code in unit.keys))
            lists.append(narrow(scene, WEIGHED // 2))
    single = others[:4] if len(others) > 1 else []
    lists += [narrow(one.condition, WEIGHED // 4) for one in single]
    lists.append(seen.numbers)
    chosen: dict[int, None] = {}
    for numbers in lists:
        for no in numbers:
            if len(chosen) == WEIGHED:
                return list(chosen)
            chosen[no] = None
    return list(chosen)


def _rest(
    index: Index, asked: Asked, wanted: Condition, weighed: list[int], part: tuple[int, int]
) -> list[Weighed]:
    """Of the hits that were not weighed, newest first, those after the first `part[0]`, at most
    `part[1]`; fewer when some of them turn out not to fulfil the query."""
    skip, limit = part
    known = set(weighed)
    newest = index.newest(wanted, len(known) + skip + limit)
    numbers = [no for no in newest if no not in known][skip : skip + limit]
    found = {c.no: c for c in proven(asked, candidates(index.connection, asked, numbers))}
    return [Weighed(no, 0.0, found[no].story) for no in numbers if no in found]


def _near(
    index: Index,
    asked: Asked,
    rarities: dict[str, float],
    essential: list[Unit],
    today: date,
    limit: int,
) -> tuple[tuple[Weighed, tuple[str, ...]], ...]:
    """The best articles that fulfil some of the essential units but not all. Those that fulfil all
    are left out when they are looked at: to the index some do that only hold a word's grams."""
    some = either(*(unit.condition for unit in essential))
    conditions = [_without(some, asked)]
    words = [unit.condition for unit in asked.units if not unit.essential]
    if words:
        conditions.insert(0, _without(every(some, *words), asked))
    if len(essential) > 2:
        for left_out in essential:
            rest = asking.together([unit for unit in essential if unit is not left_out])
            conditions.insert(0, _without(rest, asked))
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
        return index.names(unit.condition, candidate.no)
    return known


def everything() -> Condition:
    """Every article that is shown."""
    return Every(())
