"""How good a hit is: BM25-like weight of words by field, then topic, place, day, whole phrases,
how much of the question is met, and a little freshness. Pure; equal inputs, equal scores."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from digest import gazetteer
from digest.store.search.asking import Asked, Unit
from digest.store.search.grams import BODY, FIELDS, SEPARATOR

# What one occurrence counts in each field, and how many of them count: headline, other title
# lines, subheads and keyphrases, summary, body, names. A word in the headline outweighs any body.
FIELD_WEIGHTS = (7.0, 3.0, 1.5, 1.5, 1.0, 2.0)
FIELD_CAPS = (2, 2, 4, 2, 12, 1)
_BESIDE_BODY = tuple(number for number in range(len(FIELDS)) if number != BODY)
# Occurrences in the body are weighed against its length; a usual body has 700 characters.
USUAL_LENGTH, LENGTH_SHARE = 700, 0.4
SATURATION = 4.0
# A whole run of the question found as typed, in the headline and elsewhere.
CHUNK_HEADLINE, CHUNK_ANYWHERE = 2.5, 1.0
# What is left of a score when nothing but the least was met.
LEAST_COVERAGE = 0.4
# A new article counts up to a tenth more; the bonus halves in about two months.
FRESH_BONUS, FRESH_DAYS = 0.1, 90


class Candidate(NamedTuple):
    """What is weighed of an article: printed on a day, or at least read by us on one."""

    no: int
    story: str
    folded: str
    place: str | None
    published: date | None
    read: date | None
    confidence: float
    topics: Mapping[str, float]


class Weighed(NamedTuple):
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
    folded = candidate.folded
    for text, _ in unit.words:
        if text in folded:
            return True
    if unit.span and candidate.published:
        return unit.span[0] <= candidate.published <= unit.span[1]
    return not candidate.topics.keys().isdisjoint(unit.keys)


class Scales:
    """What one question weighs candidates by: each unit with its importance, and each list of
    words once (a topic and the word that named it have equal ones)."""

    def __init__(self, asked: Asked, rarities: Mapping[str, float], today: date) -> None:
        """`rarities` are by unit label; `today` tells what is fresh."""
        self._today = today
        self._chunks = asked.chunks
        self._words = list(dict.fromkeys(unit.words for unit in asked.units))
        self._parts = [
            (unit, unit.weight * rarities.get(unit.label, 1.0), self._words.index(unit.words))
            for unit in asked.units
        ]
        self._total = sum(importance for _, importance, _ in self._parts)

    def weigh(self, candidate: Candidate) -> Weighed:
        """The candidate's score for what is asked."""
        fields = candidate.folded.split(SEPARATOR)
        spoken = [word_strength(words, candidate.folded, fields) for words in self._words]
        gained = met = 0.0
        for unit, importance, words in self._parts:
            strength = _strength(unit, candidate, spoken[words])
            gained += importance * strength
            met += importance if strength > 0 else 0.0
        score = (gained + self._whole(candidate.folded, fields)) * self._coverage(met) + 0.01
        score *= 1 + _freshness(candidate.published or candidate.read or self._today, self._today)
        score *= 0.9 + 0.1 * candidate.confidence
        return Weighed(candidate.no, round(score, 6), candidate.story)

    def _coverage(self, met: float) -> float:
        return LEAST_COVERAGE + (1 - LEAST_COVERAGE) * (met / self._total if self._total else 1.0)

    def _whole(self, folded: str, fields: Sequence[str]) -> float:
        """What it counts that a run of the question stands there whole."""
        found = [chunk for chunk in self._chunks if chunk in folded]
        if not found:
            return 0.0
        in_headline = any(chunk in fields[0] for chunk in found)
        return (CHUNK_HEADLINE if in_headline else CHUNK_ANYWHERE) * (1 + self._total / 4)


@lru_cache(maxsize=4096)
def _freshness(day: date, today: date) -> float:
    age = max((today - day).days, 0)
    return FRESH_BONUS * math.exp(-age / FRESH_DAYS)


def _strength(unit: Unit, candidate: Candidate, spoken: float) -> float:
    """How well one unit is met, 0 to about 1.5; `spoken` is how well by its words."""
    if unit.kind == "region":
        return place_strength(unit.keys, candidate.place)
    if unit.kind == "topic":
        return max(topic_strength(unit.keys, candidate.topics), spoken)
    return spoken


def word_strength(words: Sequence[tuple[str, float]], folded: str, fields: Sequence[str]) -> float:
    """The best of the words, by saturated occurrences; other ones that occur add a little."""
    best = more = 0.0
    for text, factor in words:
        occurrences = folded.count(text)
        if not occurrences:
            continue
        counted = _counted(text, occurrences, fields)
        strength = factor * counted / (counted + SATURATION)
        if strength > best:
            best, strength = strength, best
        more += strength
    return best + 0.1 * min(more, 2.0)


def _counted(text: str, occurrences: int, fields: Sequence[str]) -> float:
    """A word's occurrences by the weights of the fields. The body holds nearly all of most words:
    once all occurrences are accounted for, no further field is searched."""
    body = fields[BODY]
    here = body.count(text)
    length = 1 - LENGTH_SHARE + LENGTH_SHARE * len(body) / USUAL_LENGTH
    counted = FIELD_WEIGHTS[BODY] * min(here, FIELD_CAPS[BODY]) / length
    for number in _BESIDE_BODY:
        if here == occurrences:
            break
        found = fields[number].count(text)
        here += found
        counted += FIELD_WEIGHTS[number] * min(found, FIELD_CAPS[number])
    return counted


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
    best = 0.0
    for slug in slugs:
        best = max(best, topics.get(slug, 0.0))
    first = best > 0 and best == max(topics.values())
    return best + 0.3 if first else best
