"""An article turned into the topics an editor would file it under, each with score and evidence.

Words that speak for a topic count by grade, by where they stand (headline, kicker, subheads, lead,
body), by how often and by how far they spread. A topic is given when it weighs enough by itself
and beside the best one, so that a passing mention is none; a piece without any word of working
life, or with more words of results, forecasts and notices than of a topic, gets none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, sqrt
from operator import itemgetter

from ahocorasick_rs import AhoCorasick

from digest.language import variants
from digest.model import Article, Topic
from digest.understanding import taxonomy as taxonomies
from digest.understanding.taxonomy import GRADES, Taxonomy

# Where a word stands: how much it counts there. Calibrated on the labelled seeds and on our own
# snippets (tests/quality); a change is to be judged by `topic_f1` and `topic_top1` there.
HEADLINE, KICKER, SUBHEAD, LEAD, BODY = 4.0, 2.5, 1.6, 2.0, 1.0
LEAD_CHARACTERS = 180
USUAL_LENGTH = 700  # characters of an article for which the thresholds hold as they are
ENOUGH = 6.0  # the least weight of a topic that stands alone
BESIDE_BEST = 0.35  # the least share of the best topic's weight for a second one
FURTHER = (0.42, 0.47)  # the same for a third and a fourth one
SCALE = 14.0  # the weight at which the score reaches 1 − 1/e
_NEVER = -1  # grade of a phrase that only hides the word in it


@dataclass(slots=True)
class _Evidence:
    """What speaks for one topic: cue → multipliers of the places where it stands."""

    places: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    grades: dict[str, int] = field(default_factory=dict)
    paragraphs: set[int] = field(default_factory=set)

    def note(self, cue: str, grade: int, where: _Field) -> None:
        """The cue stands in this field."""
        self.places[cue].append(where.multiplier)
        self.grades[cue] = grade
        if where.paragraph >= 0:
            self.paragraphs.add(where.paragraph)


@dataclass(frozen=True, slots=True)
class _Field:
    """A stretch of the searched text: its start, its multiplier, which paragraph it is."""

    start: int
    multiplier: float
    paragraph: int


@dataclass(frozen=True)
class _Cues:
    """All words of a taxonomy in one automaton; `owners[i]` are (topic, grade) of pattern i."""

    patterns: tuple[str, ...]
    owners: tuple[tuple[tuple[int, int], ...], ...]
    automaton: AhoCorasick


def find(article: Article, taxonomy: Taxonomy | None = None) -> tuple[Topic, ...]:
    """The article's topics, best first, at most four; none for a piece that is off topic."""
    taxonomy = taxonomy or taxonomies.load()
    text, fields = _searched(article)
    found = _evidence(_cues(taxonomy), variants.fold(text), fields)
    if _is_off_topic(found, taxonomy):
        return ()
    weights = {
        number: _weight(found[number], taxonomy, fields)
        for number, entry in enumerate(taxonomy.entries)
        if number in found and _has_context(entry.needs, text)
    }
    return tuple(
        Topic(taxonomy.slugs[number], round(1 - exp(-weight / SCALE), 3), _shown(found[number]))
        for number, weight in _chosen(weights, _body_length(article))
    )


@lru_cache(maxsize=4)
def _cues(taxonomy: Taxonomy) -> _Cues:
    """The automaton; the two pseudo-topics behind the last one are off topic and context."""
    owners: dict[str, list[tuple[int, int]]] = defaultdict(list)
    lists = [
        (entry.strong, entry.plain, entry.weak, entry.misleading) for entry in taxonomy.entries
    ]
    lists.append(((), taxonomy.off_topic, (), ()))
    lists.append(((), taxonomy.context, (), taxonomy.context_misleading))
    for number, groups in enumerate(lists):
        for grade, words in zip((0, 1, 2, _NEVER), groups, strict=True):
            for word in words:
                owners[variants.fold(word)].append((number, grade))
    patterns = tuple(owners)
    return _Cues(patterns, tuple(tuple(o) for o in owners.values()), AhoCorasick(patterns))


def _searched(article: Article) -> tuple[str, list[_Field]]:
    """The text to search and the fields it is made of, in order."""
    parts: list[str] = []
    fields: list[_Field] = []
    size = 0
    for text, multiplier, paragraph in _stretches(article):
        fields.append(_Field(size, multiplier, paragraph))
        parts.append(text)
        size += len(text) + 1
    return "\n".join(parts), fields


def _stretches(article: Article) -> Iterator[tuple[str, float, int]]:
    yield article.headline or "", HEADLINE, -1
    yield article.kicker or "", KICKER, -1
    yield article.subtitle or "", KICKER, -1
    yield article.rubric or "", BODY, -1
    yield article.group_headline or "", BODY, -1
    for text in (*article.subheads, *article.pullouts):
        yield text, SUBHEAD, -1
    left = LEAD_CHARACTERS
    for number, paragraph in enumerate(article.paragraphs):
        if left > 0:
            yield paragraph[:left], LEAD, number
        yield paragraph[max(left, 0) :], BODY, number
        left -= len(paragraph)


def _evidence(cues: _Cues, text: str, fields: list[_Field]) -> dict[int, _Evidence]:
    """What speaks for each topic; of overlapping words of one topic the longest counts."""
    found: dict[int, _Evidence] = defaultdict(_Evidence)
    covered: dict[int, int] = {}
    ends = [field.start for field in fields[1:]] + [len(text) + 1]
    place = 0
    for pattern, start, end in _longest_first(cues, text):
        while ends[place] <= start:
            place += 1
        for topic, grade in cues.owners[pattern]:
            if end <= covered.get(topic, 0):
                continue
            covered[topic] = end
            if grade != _NEVER:
                found[topic].note(cues.patterns[pattern], grade, fields[place])
    return found


def _longest_first(cues: _Cues, text: str) -> list[tuple[int, int, int]]:
    """All matches, overlapping ones too, as (pattern, start, end): by start, then longest first."""
    matches = list(cues.automaton.find_matches_as_indexes(text, overlapping=True))
    matches.sort(key=itemgetter(2), reverse=True)
    matches.sort(key=itemgetter(1))
    return matches


def _weight(evidence: _Evidence, taxonomy: Taxonomy, fields: list[_Field]) -> float:
    """Σ over cues of grade weight × places (each further place counts less), × spread."""
    weights = [taxonomy.weights[grade] for grade in GRADES]
    total = 0.0
    for cue, places in evidence.places.items():
        if len(places) == 1:
            counted = places[0]
        else:
            ranked = sorted(places, reverse=True)[:6]
            counted = sum(m / n for n, m in enumerate(ranked, 1))
        total += weights[evidence.grades[cue]] * counted
    paragraphs = max((f.paragraph for f in fields), default=-1) + 1
    spread = len(evidence.paragraphs) / paragraphs if paragraphs else 0.0
    return total * (0.75 + 0.5 * spread)


def _chosen(weights: dict[int, float], length: int) -> list[tuple[int, float]]:
    """The topics that weigh enough: by themselves, and beside the best one."""
    least = ENOUGH * sqrt(min(max(length, 60), 2 * USUAL_LENGTH) / USUAL_LENGTH)
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    chosen: list[tuple[int, float]] = []
    for number, weight in ranked[:4]:
        share = (0.0, BESIDE_BEST, *FURTHER)[len(chosen)]
        if weight < least or weight < share * ranked[0][1]:
            break
        chosen.append((number, weight))
    return chosen


def _is_off_topic(found: dict[int, _Evidence], taxonomy: Taxonomy) -> bool:
    off, context = len(taxonomy.entries), len(taxonomy.entries) + 1
    if taxonomy.context and context not in found:
        return True
    noise = sum(len(places) for places in found[off].places.values()) if off in found else 0
    life = sum(len(places) for places in found[context].places.values()) if context in found else 0
    return noise >= 2 and noise > life


def _has_context(needs: tuple[str, ...], text: str) -> bool:
    return not needs or any(word in text for word in needs)


def _shown(evidence: _Evidence) -> tuple[str, ...]:
    """The words the topic stands on, the weightiest first."""
    ranked = sorted(
        evidence.places, key=lambda cue: (evidence.grades[cue], -sum(evidence.places[cue]))
    )
    return tuple(ranked[:5])


def _body_length(article: Article) -> int:
    return sum(len(paragraph) for paragraph in article.paragraphs)
