"""Candidates turned into the summary: the sentence that says who did what first, then those that
add most, in the order of the article, as long as they fit and can be read where they stand.
"""

from __future__ import annotations

from digest.model import Article
from digest.understanding import organisations
from digest.understanding.summaries import standing, trimming
from digest.understanding.summaries.grounding import Ground
from digest.understanding.summaries.units import Unit

LIMIT = 160  # characters, the promise of the contract
AIM = 130  # characters; past it a further sentence costs more than it tells
MOST = 3  # sentences
TOLD_FIGURE = 0.8  # how much a figure speaks for a further sentence
LEAST_WORTH = 2.2  # what a further sentence must add
SHORT, LEAST_WORTH_OF_SHORT = 60, 1.0  # to a summary of fewer characters less will do
ANNOUNCED = 1.5  # how much it speaks for a sentence that an editor set it above the piece
FIRST = 4.0  # how much being the first sentence speaks for standing first


_BODIES = (
    "总工会",
    "公司工会",
    "集团工会",
    "局工会",
    "省总",
    "市总",
    "区总",
    "县总",
    "州总",
    "旗总",
)


def choose(candidates: list[Unit], article: Article) -> str:
    """The summary's text, never longer than LIMIT; empty when there is nothing to say."""
    first = _first(candidates, article)
    if first is None:
        return _plain(article)
    chosen = [first]
    while len(chosen) < MOST and _size(chosen) < AIM:
        more = _next(candidates, chosen, first)
        if more is None:
            break
        chosen = sorted([*chosen, more], key=lambda unit: unit.place)
    joined = _joined(chosen)
    full = _in_full(joined, article)
    ground = Ground(article)
    return next(filter(ground.holds, (_placed(full, article), full)), joined)


def _placed(text: str, article: Article) -> str:
    """The story's place with the units it lies in, where the article itself names them in a row
    (定西市安定区) and the summary so far only the last one."""
    region = article.primary_region
    units = region.name.split("/") if region else []
    body = "".join(article.paragraphs)
    rows = ("".join(units[start:]) for start in range(len(units) - 1))
    row = next((row for row in rows if row in body), "")
    place = text.find(units[-1]) if row else -1
    if place < 0 or any(unit[:2] in text[:place] for unit in units[:-1]):
        return text
    placed = text[:place] + row + text[place + len(units[-1]) :]
    return placed if len(placed) <= LIMIT else text


def _joined(chosen: list[Unit]) -> str:
    """The sentences one behind the other; one without a subject shares that of the one before."""
    text = ""
    for unit in chosen:
        text = text + unit.text if unit.subject or not text else text[:-1] + "；" + unit.text
    return text


def _in_full(text: str, article: Article) -> str:
    """The first organisation named, in the fullest form the article gives, where it still fits."""
    forms = organisations.full_forms(article)
    places = {
        name: place
        for name in forms
        if name.endswith(_BODIES) and (place := text.find(name)) >= 0
        if not text.startswith("工会", place + len(name))
    }
    if not places:
        return text
    first = min(places, key=lambda name: (places[name], -len(name)))
    before, behind = text[: places[first]], text[places[first] + len(first) :]
    added = forms[first][: -len(first)] if forms[first].endswith(first) else forms[first]
    if added[:2] in before:
        return text  # what the full form adds stands there already
    there = next((k for k in range(len(added), 0, -1) if before.endswith(added[-k:])), 0)
    whole = before[: len(before) - there] + forms[first] + behind
    return whole if len(whole) <= LIMIT else text


def _first(candidates: list[Unit], article: Article) -> Unit | None:
    """The sentence to open with; for a photo the caption's own first one, which sets the scene."""
    if article.kind == "photo":
        ranked = candidates
    else:
        ranked = sorted(candidates, key=_as_first, reverse=True)
    return next((unit for unit in ranked if _opens(unit)), None)


def _opens(unit: Unit) -> bool:
    return len(unit.text) <= LIMIT and unit.subject and not standing.points_back(unit.text, "")


def _as_first(unit: Unit) -> float:
    vague = -1.0 * unit.acts + 1.0 * standing.is_relative(unit.text) + 1.5 * (not unit.named)
    announced = ANNOUNCED * (unit.place < 0)
    return announced + unit.worth + 2.0 * unit.overlap + FIRST / (1 + max(unit.place, 0)) - vague


def _next(candidates: list[Unit], chosen: list[Unit], first: Unit) -> Unit | None:
    """The sentence that adds most; those that cannot beat the best so far are not compared."""
    taken = {unit.place for unit in chosen}
    best, least = None, LEAST_WORTH if _size(chosen) >= SHORT else LEAST_WORTH_OF_SHORT
    for unit in sorted(candidates, key=_at_most, reverse=True):
        if _at_most(unit) < least:
            break
        if unit.place in taken or not (unit.place > first.place or unit.acts):
            continue
        added = _added(unit, chosen)
        if added >= least and _fits(unit, chosen):
            best, least = unit, added
    return best


def _at_most(unit: Unit) -> float:
    return unit.worth + TOLD_FIGURE * bool(unit.figures)


def _fits(unit: Unit, chosen: list[Unit]) -> bool:
    if _size(chosen) + len(unit.text) > LIMIT:
        return False
    before = [other for other in chosen if other.place < unit.place]
    if not unit.subject and not (unit.figures and before and _shares(before[-1], unit)):
        return False
    return not standing.points_back(unit.text, "".join(other.text for other in before))


def _shares(before: Unit, unit: Unit) -> bool:
    """Whether a sentence without a subject may borrow that of the one before it: its own
    neighbour, or one in which the actor of the whole piece acts."""
    if unit.place - before.place == 1:
        return before.text.endswith("。")
    return before.subject and before.acts and before.text.endswith("。")


def _added(unit: Unit, chosen: list[Unit]) -> float:
    new = len(unit.grams.difference(*(other.grams for other in chosen)))
    return unit.worth * new / max(len(unit.grams), 1) + TOLD_FIGURE * bool(unit.figures)


def _size(chosen: list[Unit]) -> int:
    return sum(len(unit.text) for unit in chosen)


def _plain(article: Article) -> str:
    """When no sentence will do: the start of the text, cut at a clause."""
    for paragraph in article.paragraphs:
        text = trimming.shorten(trimming.trim(paragraph[: 2 * LIMIT]), LIMIT)
        if any(character.isalnum() for character in text):
            return trimming.cut(text, LIMIT)
    return trimming.closed(article.title[: LIMIT - 1])
