"""How good a hit is: BM25-like weight of words by field, then topic, place, day, whole phrases,
how much of the question is met, and a little freshness. Pure; equal inputs, equal scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from digest.store.search.asking import Asked, Unit
from digest.store.search.grams import FIELDS, SEPARATOR
from digest.understanding import gazetteer

# What one occurrence counts in each field, and how many of them count: headline, other title
# lines, subheads and keyphrases, summary, body, names. A word in the headline outweighs any body.
FIELD_WEIGHTS = (7.0, 3.0, 1.5, 1.5, 1.0, 2.0)
FIELD_CAPS = (2, 2, 4, 2, 12, 1)
BODY = FIELDS.index("body")
# Occurrences in the body are weighed against its length; a usual body has 700 characters.
USUAL_LENGTH, LENGTH_SHARE = 700, 0.4
SATURATION = 4.0
# A whole run of the question found as typed, in the headline and elsewhere.
CHUNK_HEADLINE, CHUNK_ANYWHERE = 2.5, 1.0
# What is left of a score when nothing but the least was met.
LEAST_COVERAGE = 0.4
# A new article counts up to a tenth more; the bonus halves in about two months.
FRESH_BONUS, FRESH_DAYS = 0.1, 90


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is weighed of an article."""

    no: int
    story: str
    folded: str
    place: str | None
    published: date | None
    read: date
    confidence: float
    topics: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """An article with its score."""

    no: int
    score: float
    story: str


def rarity(found: int, total: int) -> float:
    """The weight of a word that stands in `found` of `total` articles."""
    return math.log1p((total - found + 0.5) / (found + 0.5)) if total >= found else 0.1


def fulfils(unit: Unit, candidate: Candidate) -> bool | None:
    """Whether the candidate's text, topics or date fulfil a unit; None for what only the index
    knows (places, papers), where its word is exact."""
    if unit.kind in ("region", "paper"):
        return None
    if any(text in candidate.folded for text, _ in unit.words):
        return True
    if unit.span and candidate.published:
        return unit.span[0] <= candidate.published <= unit.span[1]
    return any(slug in candidate.topics for slug in unit.keys)


def weigh(
    asked: Asked, rarities: Mapping[str, float], candidate: Candidate, today: date
) -> Weighed:
    """The candidate's score for what is asked; `rarities` are by unit label."""
    fields = candidate.folded.split(SEPARATOR)
    spoken: Spoken = {}
    gained = met = total = 0.0
    for unit in asked.units:
        importance = unit.weight * rarities.get(unit.label, 1.0)
        strength = _strength(unit, candidate, fields, spoken)
        gained += importance * strength
        total += importance
        met += importance if strength > 0 else 0.0
    whole = max((_whole(chunk, fields) for chunk in asked.chunks), default=0.0)
    coverage = LEAST_COVERAGE + (1 - LEAST_COVERAGE) * (met / total if total else 1.0)
    score = (gained + whole * (1 + total / 4)) * coverage + 0.01
    score *= 1 + _freshness(candidate.published or candidate.read, today)
    score *= 0.9 + 0.1 * candidate.confidence
    return Weighed(candidate.no, round(score, 6), candidate.story)


def _freshness(day: date, today: date) -> float:
    age = max((today - day).days, 0)
    return FRESH_BONUS * math.exp(-age / FRESH_DAYS)


# What was computed for a candidate already: a topic and the word that named it have equal words.
Spoken = dict[tuple[tuple[str, float], ...], float]


def _strength(unit: Unit, candidate: Candidate, fields: Sequence[str], spoken: Spoken) -> float:
    """How well one unit is met, 0 to about 1.5."""
    if unit.kind == "region":
        return place_strength(unit.keys, candidate.place)
    if unit.words not in spoken:
        spoken[unit.words] = word_strength(unit.words, candidate.folded, fields)
    words = spoken[unit.words]
    if unit.kind == "topic":
        return max(topic_strength(unit.keys, candidate.topics), words)
    return words


def word_strength(words: Sequence[tuple[str, float]], folded: str, fields: Sequence[str]) -> float:
    """The best of the words, by saturated occurrences; other ones that occur add a little."""
    length = 1 - LENGTH_SHARE + LENGTH_SHARE * len(fields[BODY]) / USUAL_LENGTH
    best = more = 0.0
    for text, factor in words:
        if text not in folded:
            continue
        counted = 0.0
        for field, weight, cap in zip(fields, FIELD_WEIGHTS, FIELD_CAPS, strict=True):
            occurrences = min(field.count(text), cap)
            counted += weight * occurrences / (length if field is fields[BODY] else 1)
        strength = factor * counted / (counted + SATURATION)
        best, more = (strength, more + best) if strength > best else (best, more + strength)
    return best + 0.1 * min(more, 2.0)


def place_strength(codes: Sequence[str], place: str | None) -> float:
    """Full when the story happens there or below, little when the place is only spoken of."""
    tree = gazetteer.load()
    if place is None:
        return 0.3
    if place in codes:
        return 1.1
    return 1.0 if any(tree.within(place, code) for code in codes) else 0.3


def topic_strength(slugs: Sequence[str], topics: Mapping[str, float]) -> float:
    """The topic's score in the article, more when it is the article's first."""
    best = max((topics.get(slug, 0.0) for slug in slugs), default=0.0)
    first = best > 0 and best == max(topics.values())
    return best + (0.3 if first else 0.0)


def _whole(chunk: str, fields: Sequence[str]) -> float:
    if chunk in fields[0]:
        return CHUNK_HEADLINE
    return CHUNK_ANYWHERE if any(chunk in field for field in fields) else 0.0
