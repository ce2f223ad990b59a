"""Turns fields into sightings: names that may be places there, with what their surroundings say.

Names that follow each other without a break form a chain (山东省东营市河口区), of which the last
one is meant; a name that is an everyday word counts only in a chain behind its city (南京鼓楼).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from digest.gazetteer import Gazetteer
from digest.gazetteer.lexicon import Name
from digest.gazetteer.matcher import Found
from digest.understanding.regions import cues
from digest.understanding.regions.cues import Reading
from digest.understanding.regions.fields import Field
from digest.understanding.regions.hosts import hosts, is_host
from digest.understanding.regions.persons import person_at

LINK = re.compile(r"[\s·]?[省市]?的?")
LISTED = re.compile("[省市区县]?[、和与及]")
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
    """All names in `fields` that may be places, chains linked, in reading order. Who proves to be
    a person anywhere in the story is none anywhere in it."""
    people: set[str] = set()
    out = _scan(fields, gazetteer, people)
    if people:
        out = _scan([field.without(people) for field in fields], gazetteer, people)
    return out


def _scan(fields: Sequence[Field], gazetteer: Gazetteer, people: set[str]) -> list[Sighting]:
    """The sightings of all fields; the persons met on the way are added to `people`."""
    out: list[Sighting] = []
    for field in fields:
        found = list(_with_words(field.text, gazetteer.find(field.text), gazetteer))
        found = sorted(found + hosts(field.text), key=lambda hit: hit.start)
        for i, hit in enumerate(found):
            name = _whole(field.text, hit, gazetteer)
            if name is None:
                continue
            nearest = found[i + 1].start if i + 1 < len(found) else -1
            follows = _linked(name, field, hit.start, out, gazetteer)
            head = hit.start if follows is None else out[follows].chain_start
            end = hit.start + len(name.text)
            reading = _read(field.text, head, end, name, people, more=nearest == end)
            reading = _as_listed(reading, out, field, head)
            if reading is not cues.NOTHING:
                out.append(Sighting(field, hit.start, end, name, reading, follows, head))
    return out


def _read(text: str, head: int, end: int, name: Name, people: set[str], *, more: bool) -> Reading:
    """What the surroundings make of a name whose chain starts at `head`."""
    if is_host(name):
        return cues.HOST
    bare = name.trust != "sure" or all(sense.kind == "zone" for sense in name.senses)
    chained = more or head != end - len(name.text)
    person = person_at(text, head, end) if bare and not chained else ""
    if person:
        people.add(person)
        return cues.NOTHING
    return cues.read(text, head, end, name.text, bare=bare, chained=chained)


def _as_listed(reading: Reading, before: list[Sighting], field: Field, head: int) -> Reading:
    """来自攀枝花、成都: what is said of the first of a list is said of all."""
    last = before[-1] if before else None
    if last is None or last.field is not field or reading.hint or last.reading.hint:
        return reading
    if reading is cues.NOTHING or not LISTED.fullmatch(field.text, last.end, head):
        return reading
    return replace(reading, factor=min(reading.factor, last.reading.factor))


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
    return short if short and not short.hidden else None


def _with_words(text: str, found: list[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    """`found`, with everyday words put in that stand right behind the unit they lie directly in
    (南京鼓楼, 天津和平, but not 广西资源) or in a list behind a sister (贵德、兴海两县)."""
    for i, hit in enumerate(found):
        yield hit
        limit = found[i + 1].start if i + 1 < len(found) else len(text)
        last = hit
        while (word := _word_behind(text, last, limit, gazetteer)) is not None:
            yield word
            last = word


def _word_behind(text: str, hit: Found, limit: int, gazetteer: Gazetteer) -> Found | None:
    listed = text[hit.end : hit.end + 1] == "、"
    start = hit.end + listed
    upper = hit.name.codes
    if listed:
        upper = tuple(p for c in upper if (p := gazetteer.get(c).parent) and not _province(p))
    for end in (start + 3, start + 2):
        word = gazetteer.names.get(text[start:end]) if end <= limit else None
        if word and word.hidden and gazetteer.directly(word.codes, upper):
            return Found(start, end, word)
    return None


def _province(code: str) -> bool:
    return code.endswith("0000")


def _lies_in(name: Name, upper: Name, gazetteer: Gazetteer) -> bool:
    return any(c != up and gazetteer.within(c, up) for c in name.codes for up in upper.codes)
