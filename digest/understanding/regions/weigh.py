"""Weighs the places of a story against each other: which one it happens in, which it mentions.

Each sighting adds what its field is worth to its unit; the tree is then walked down from the top
as long as one part outweighs both its whole and its siblings, so that a province's union naming
three cities stays with the province, and two cities that weigh the same give their common parent.
Names that only hint at a place (a firm's) may decide what is primary when nothing else does, but
are never listed as mentioned.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from digest.model import Region
from digest.understanding.gazetteer import Gazetteer
from digest.understanding.regions.fields import Field
from digest.understanding.regions.resolve import Resolved

SITE_BONUS = 3.0
"""“在…举行” in the first paragraph says where; worth as much as the paragraph's own weight."""
FIRST_BONUS = 1.5
"""The first place a lead names is where the story is set more often than the second."""
REPEAT = 0.3
"""A place named again in the same paragraph adds this share."""
SIBLING = 1.25
"""A part must outweigh its next sibling this much to stand for the whole."""
LEVEL_WORDS = {
    "省": re.compile(r"全省|省总|我省|全自治区"),
    "市": re.compile(r"全市|市总(?!体|结|部)|我市"),
    "区": re.compile(r"全区|区总(?!体|结|部)|我区|辖区"),
    "县": re.compile(r"全县|县总(?!体|结|部)|我县"),
    "州": re.compile(r"全州|州总(?!体|结|部)|我州"),
    "旗": re.compile(r"全旗|旗总(?!体|结|部)|我旗"),
    "盟": re.compile(r"全盟|盟总|我盟"),
}
LEVEL_SHARE = 0.5
LEVEL_MOST = 3.0
NATION = re.compile(r"全国总工会|中华全国|全总|全国[^，。]{0,12}(?:会议|大会|推进会|竞赛|大赛|决赛|活动|启动|评选|表彰)")


class Weighing:
    """One story's resolved sightings on the scale."""

    def __init__(
        self, resolved: Sequence[Resolved], fields: Sequence[Field], gazetteer: Gazetteer
    ) -> None:
        self._resolved = resolved
        self._fields = fields
        self._gazetteer = gazetteer
        self._own: dict[str, float] = defaultdict(float)
        self._best: dict[str, tuple[float, Resolved]] = {}
        self._listed: list[str] = []
        self._doubts: list[str] = []
        self._weigh()
        self._add_level_words()

    def _weigh(self) -> None:
        heads = {r.sighting.follows for r in self._resolved if r.sighting.follows is not None}
        del heads
        seen: set[tuple[int, str]] = set()
        first = True
        chained = self._chained()
        for r in self._resolved:
            if id(r.sighting) in chained:
                continue
            weight = self._worth(r)
            if first and r.sighting.field.role == "lead" and not r.sighting.reading.hint:
                weight += FIRST_BONUS * r.sighting.reading.factor
                first = False
            for code in r.codes:
                key = (r.sighting.field.number, code) if r.sighting.field.role in ("lead", "body") else (-9, "")
                again = REPEAT if key in seen and key[0] >= -1 else 1.0
                seen.add(key)
                share = weight * again / len(r.codes)
                self._own[code] += share
                if code not in self._best or weight > self._best[code][0]:
                    self._best[code] = (weight, r)
                if not r.sighting.reading.hint and code not in self._listed:
                    self._listed.append(code)

    def _chained(self) -> set[int]:
        """The sightings that are only the upper part of a chain."""
        by_place = {(id(r.sighting.field), r.sighting.start): r for r in self._resolved}
        del by_place
        upper: set[int] = set()
        previous: Resolved | None = None
        for r in self._resolved:
            if (
                previous is not None
                and r.sighting.follows is not None
                and previous.sighting.field is r.sighting.field
                and any(
                    self._gazetteer.within(low, up) for low in r.codes for up in previous.codes
                )
            ):
                upper.add(id(previous.sighting))
            previous = r
        return upper

    def _worth(self, r: Resolved) -> float:
        reading = r.sighting.reading
        worth = r.sighting.field.weight * reading.factor * r.factor
        if reading.site and r.sighting.field.role == "lead":
            worth += SITE_BONUS
        return worth

    def _add_level_words(self) -> None:
        """“全市” and “市总” speak for the heaviest city of the story, and so on by kind."""
        text = "\n".join(field.text for field in self._fields)
        for kind, words in LEVEL_WORDS.items():
            fits = [c for c in self._own if self._is(c, kind)]
            if fits:
                best = max(fits, key=lambda c: self._own[c])
                said = len(words.findall(text))
                self._own[best] += min(LEVEL_MOST, LEVEL_SHARE * said)

    def _is(self, code: str, kind: str) -> bool:
        place = self._gazetteer.get(code)
        if kind == "区" and place.level == 1:
            return place.name.endswith("自治区")
        return place.name.endswith(kind)

    def _mass(self) -> dict[str | None, float]:
        mass: dict[str | None, float] = defaultdict(float)
        for code, own in self._own.items():
            for at in (code, *self._gazetteer.ancestors(code)):
                mass[at] += own
        return mass

    def primary(self) -> str | None:
        """The unit the story happens in, or None."""
        mass = self._mass()
        at: str | None = None
        while True:
            parts = sorted(
                (c for c in mass if c is not None and self._parent(c) == at),
                key=lambda c: (-mass[c], c),
            )
            if not parts:
                return at
            best = mass[parts[0]]
            rival = mass[parts[1]] if len(parts) > 1 else 0.0
            own = self._own.get(at, 0.0) if at else self._nation()
            if best <= own or best < SIBLING * rival:
                return at
            at = parts[0]

    def _parent(self, code: str) -> str | None:
        return self._gazetteer.get(code).parent

    def _nation(self) -> float:
        """What speaks for no single place: a national body or event in headline or lead."""
        said = sum(
            len(NATION.findall(f.text)) for f in self._fields if f.role in ("headline", "kicker", "lead")
        )
        return 1.5 * said

    def regions(self) -> tuple[Region, ...]:
        """The primary region first, then the mentioned ones in reading order."""
        primary = self.primary()
        out = []
        if primary:
            out.append(self._region(primary, primary=True))
        above = set(self._gazetteer.ancestors(primary)) if primary else set()
        for code in self._listed:
            if code != primary and code not in above:
                out.append(self._region(code, primary=False))
        return tuple(out)

    def _region(self, code: str, *, primary: bool) -> Region:
        return Region(code, self._gazetteer.get(code).path, primary, self._evidence(code))

    def _evidence(self, code: str) -> str:
        if code in self._best:
            s = self._best[code][1].sighting
            return s.field.text[s.start : s.end]
        inside = [c for c in self._best if self._gazetteer.within(c, code)]
        return "、".join(self._evidence(c) for c in inside[:2])

    def doubts(self) -> tuple[str, ...]:
        """What stayed equally likely, as sentences."""
        said = {}
        for r in self._resolved:
            if len(r.codes) > 1:
                names = "、".join(self._gazetteer.get(c).path for c in r.codes)
                said[r.sighting.name.text] = f"{r.sighting.name.text}可能是{names}"
        return tuple(said.values())
