"""Weighs the resolved sightings of a story: how much each unit is worth, and on which words.

Only the last name of a chain weighs (山东省东营市河口区 is about 河口区). A place named again in
the same paragraph adds little, the first place of the lead more, “在…举行” in the lead the most;
“全市” and “市总” speak for the heaviest city of the story.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.gazetteer import Gazetteer
from digest.understanding.regions.fields import Field
from digest.understanding.regions.resolve import Resolved

SITE_BONUS = 3.0
"""“在…举行” in the lead is worth as much again as the lead's own weight."""
FIRST_BONUS = 1.5
"""The first place a lead names is where the story is set more often than the second."""
UNION_BONUS = 0.5
"""A place whose union or office acts is where the story is set more often than one passed by."""
REPEAT = 0.3
"""A place named again in the same paragraph adds this share of the paragraph's weight."""
BESIDE = re.compile("(?:省|市|区|县|各级)?(?:总工会|工会|总|两地)?[与和、同及]")
LEVEL_SHARE = 0.5
LEVEL_MOST = 3.0
"""Each “全市” adds the share, and all of them together no more than the most."""
LEVEL_WORDS = {
    "省": re.compile(r"全省|省总(?![体结部])|我省"),
    "市": re.compile(r"全市|市总(?![体结部])|我市"),
    "区": re.compile(r"全区|区总(?![体结部])|我区|辖区"),
    "县": re.compile(r"全县|县总(?![体结部])|我县"),
    "州": re.compile(r"全州|州总(?![体结部])|我州"),
    "旗": re.compile(r"全旗|旗总(?![体结部])|我旗"),
    "盟": re.compile(r"全盟|盟总(?![体结部])|我盟"),
}


@dataclass(slots=True)
class Scale:
    """What a story's places weigh: `own` weight by code, the weightiest sighting of each code, and
    the codes named as places (not only hinted at): the keys of `named`, in reading order."""

    own: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    best: dict[str, tuple[float, Resolved]] = field(default_factory=dict)
    named: dict[str, None] = field(default_factory=dict)


def weigh(resolved: Sequence[Resolved], fields: Sequence[Field], gazetteer: Gazetteer) -> Scale:
    """Put every sighting that is not the upper part of a chain on the scale."""
    scale = Scale()
    seen: set[tuple[int, str]] = set()
    kept = lowest(resolved, gazetteer)
    first = first_of_lead(kept)
    for r in kept:
        bonus = FIRST_BONUS * r.sighting.reading.factor if r is first else 0.0
        if r.sighting.reading.site and r.sighting.field.role == "lead":
            bonus += SITE_BONUS
        if r.sighting.reading.union:
            bonus += UNION_BONUS
        for code in r.codes:
            _put(scale, seen, code, bonus, r)
    _add_level_words(scale, _unsighted(resolved, fields), gazetteer)
    return scale


def first_of_lead(resolved: Sequence[Resolved]) -> Resolved | None:
    """The first place the lead names, unless another stands beside it as its equal (南京市鼓楼区总
    工会与徐州市鼓楼区总工会)."""
    lead = [r for r in resolved if r.sighting.field.role == "lead" and not r.sighting.reading.hint]
    if len(lead) > 1:
        one, other = lead[0].sighting, lead[1].sighting
        if BESIDE.fullmatch(one.field.text, one.end, other.chain_start):
            return None
    return lead[0] if lead else None


def lowest(resolved: Sequence[Resolved], gazetteer: Gazetteer) -> list[Resolved]:
    """The sightings that no next one narrows down."""
    kept: list[Resolved] = []
    for r in resolved:
        last = kept[-1] if kept else None
        if last and last.position == r.sighting.follows and _narrows(r, last, gazetteer):
            kept.pop()
        kept.append(r)
    return kept


def _narrows(low: Resolved, up: Resolved, gazetteer: Gazetteer) -> bool:
    return any(gazetteer.within(c, u) for c in low.codes for u in up.codes)


def _put(scale: Scale, seen: set[tuple[int, str]], code: str, bonus: float, r: Resolved) -> None:
    where = r.sighting.field
    weight = where.weight * r.sighting.reading.factor * r.factor
    again = where.role in ("lead", "body") and (where.number, code) in seen
    seen.add((where.number, code))
    scale.own[code] += (weight * (REPEAT if again else 1.0) + bonus) / len(r.codes)
    if code not in scale.best or weight + bonus > scale.best[code][0]:
        scale.best[code] = (weight + bonus, r)
    if not r.sighting.reading.hint:
        scale.named[code] = None


def _unsighted(resolved: Sequence[Resolved], fields: Sequence[Field]) -> str:
    """The story's text less the names found in it: in 河口区总工会 no 区总 speaks for itself."""
    letters = {f.position: list(f.text) for f in fields}
    for r in resolved:
        s = r.sighting
        letters[s.field.position][s.start : s.end] = " " * (s.end - s.start)
    return "\n".join("".join(row) for row in letters.values())


def _add_level_words(scale: Scale, text: str, gazetteer: Gazetteer) -> None:
    for kind, words in LEVEL_WORDS.items():
        fits = [code for code in scale.own if _is_kind(code, kind, gazetteer)]
        if fits:
            heaviest = max(fits, key=lambda code: scale.own[code])
            scale.own[heaviest] += min(LEVEL_MOST, LEVEL_SHARE * len(words.findall(text)))


def _is_kind(code: str, kind: str, gazetteer: Gazetteer) -> bool:
    name = gazetteer.get(code).name
    if kind == "区" and code.endswith("0000"):
        return name.endswith("自治区")
    return name.endswith(kind)
