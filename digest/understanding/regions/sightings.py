"""Turns fields into sightings: names that may be places there, with what their surroundings say.

Names that follow each other without a break form a chain (山东省东营市河口区), of which the last
one is meant; a name that is an everyday word counts only in a chain behind its city (南京鼓楼).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.understanding.gazetteer import Gazetteer
from digest.understanding.gazetteer.lexicon import Name
from digest.understanding.gazetteer.matcher import Found
from digest.understanding.regions import cues
from digest.understanding.regions.cues import Reading
from digest.understanding.regions.fields import Field
from digest.understanding.regions.hosts import hosts, is_host

LINK = re.compile(r"[\s·]?(?:省|市)?")
CUTS = {
    "市": re.compile(r"[场民容值售]"),
    "区": re.compile(r"[域间别块段]"),
    "县": re.compile(r"[长级域际]"),
}
"""What makes a name's last character the first of another word: 合作|市场, 赵|县长."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name in a field: where, what its surroundings make of it, and the sighting it follows in
    a chain (its position in the list; None at a chain's head), and where the chain starts."""

    field: Field
    start: int
    end: int
    name: Name
    reading: Reading
    follows: int | None
    chain_start: int

    @property
    def sure(self) -> bool:
        """Whether the name is one in full."""
        return self.name.trust == "sure"


def sightings(fields: Sequence[Field], gazetteer: Gazetteer) -> list[Sighting]:
    """All names in `fields` that may be places, chains linked, in reading order."""
    out: list[Sighting] = []
    for field in fields:
        found = list(_with_words(field.text, gazetteer.find(field.text), gazetteer))
        found = sorted(found + hosts(field.text), key=lambda hit: hit.start)
        for i, hit in enumerate(found):
            nearest = found[i + 1].start if i + 1 < len(found) else -1
            out += _sight(field, hit, nearest, out, gazetteer)
    return out


def _sight(
    field: Field, hit: Found, nearest: int, before: list[Sighting], gazetteer: Gazetteer
) -> Iterator[Sighting]:
    name = _whole(field.text, hit, gazetteer)
    if name is None:
        return
    end = hit.start + len(name.text)
    bare = name.trust != "sure" or all(sense.kind == "zone" for sense in name.senses)
    follows = _linked(name, field, hit.start, before, gazetteer)
    head = hit.start if follows is None else before[follows].chain_start
    more = nearest == end or follows is not None
    reading = (
        cues.HOST
        if is_host(name)
        else cues.read(field.text, head, end, name.text, bare=bare, chained=more)
    )
    if reading is not cues.NOTHING:
        yield Sighting(field, hit.start, end, name, reading, follows, head)


def _linked(
    name: Name, field: Field, start: int, before: list[Sighting], gazetteer: Gazetteer
) -> int | None:
    """The position of the sighting this name follows in a chain, or None."""
    last = before[-1] if before else None
    if last is None or last.field is not field or not LINK.fullmatch(field.text, last.end, start):
        return None
    return len(before) - 1 if _lies_in(name, last.name, gazetteer) else None


def _whole(text: str, hit: Found, gazetteer: Gazetteer) -> Name | None:
    """The name, or its short form where its last character begins another word (合作|市场)."""
    if hit.name.trust != "sure":
        return hit.name
    cut = CUTS.get(hit.name.text[-1])
    if cut is None or not cut.match(text, hit.end):
        return hit.name
    if hit.name.text[-1] == "县" and len(hit.name.text) > 2:
        return hit.name
    short = gazetteer.names.get(hit.name.text[:-1])
    return short if short and short.trust != "never" else None


def _with_words(text: str, found: list[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    """`found`, with everyday words put in that stand right behind the unit they lie directly in
    (南京鼓楼, 天津和平, but not 广西资源)."""
    for i, hit in enumerate(found):
        yield hit
        limit = found[i + 1].start if i + 1 < len(found) else len(text)
        for end in (hit.end + 3, hit.end + 2):
            word = gazetteer.names.get(text[hit.end : end]) if end <= limit else None
            if word and word.trust == "never" and gazetteer.directly(word.codes, hit.name.codes):
                yield Found(hit.end, end, word)
                break


def _lies_in(name: Name, upper: Name, gazetteer: Gazetteer) -> bool:
    return any(c != up and gazetteer.within(c, up) for c in name.codes for up in upper.codes)
