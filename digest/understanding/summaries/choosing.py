"""Candidates turned into the summary: the sentence that says who did what first, then those that
add most, in the order of the article, as long as they fit and can be read where they stand.
"""

from __future__ import annotations

from digest.model import Article
from digest.understanding.summaries import standing, trimming
from digest.understanding.summaries.units import Unit

LIMIT = 160  # characters, the promise of the contract
AIM = 105  # characters; past it a further sentence costs more than it tells
MOST = 3  # sentences
LEAST_WORTH = 1.0


def choose(candidates: list[Unit], article: Article) -> str:
    """The summary's text, never longer than LIMIT; empty when there is nothing to say."""
    first = _first(candidates)
    if first is None:
        return _plain(article)
    chosen = [first]
    while len(chosen) < MOST and _size(chosen) < AIM:
        more = _next(candidates, chosen)
        if more is None:
            break
        chosen = sorted([*chosen, more], key=lambda unit: unit.place)
    return "".join(unit.text for unit in chosen)


def _first(candidates: list[Unit]) -> Unit | None:
    able = [
        unit
        for unit in candidates
        if unit.subject and len(unit.text) <= LIMIT and not standing.points_back(unit.text, "")
    ]
    return max(able, key=_as_first, default=None)


def _as_first(unit: Unit) -> float:
    relative = 1.0 if standing.is_relative(unit.text) else 0.0
    return unit.worth + 2.0 * unit.overlap + 1.5 / (1 + unit.place) - relative


def _next(candidates: list[Unit], chosen: list[Unit]) -> Unit | None:
    able = [unit for unit in candidates if unit not in chosen and _fits(unit, chosen)]
    best = max(able, key=lambda unit: _added(unit, chosen), default=None)
    return best if best and _added(best, chosen) >= LEAST_WORTH else None


def _fits(unit: Unit, chosen: list[Unit]) -> bool:
    if _size(chosen) + len(unit.text) > LIMIT or not unit.subject:
        return False
    before = "".join(other.text for other in chosen if other.place < unit.place)
    return not standing.points_back(unit.text, before)


def _added(unit: Unit, chosen: list[Unit]) -> float:
    said = "".join(other.text for other in chosen)
    new = sum(1 for i in range(len(unit.text) - 1) if unit.text[i : i + 2] not in said)
    return unit.worth * new / max(len(unit.text) - 1, 1) + 0.8 * bool(unit.figures)


def _size(chosen: list[Unit]) -> int:
    return sum(len(unit.text) for unit in chosen)


def _plain(article: Article) -> str:
    """When no sentence will do: the start of the text, cut at a clause."""
    for paragraph in article.paragraphs:
        text = trimming.shorten(trimming.trim(paragraph), LIMIT)
        if text:
            return trimming.cut(text, LIMIT)
    return trimming.closed(article.title[: LIMIT - 1])
