"""Chooses, of the places on the scale, the one where the story happens, or none.

The tree is walked down from the country as long as one part outweighs both its whole and its
siblings: a province's union naming three cities stays with the province, two cities of the same
weight give the unit that holds both, and two provinces give none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.gazetteer import Gazetteer
from digest.understanding.regions.fields import Field

LEAST = 0.7
"""A story is set nowhere when less speaks for a place: a firm's name or a person's origin in the
body, but not one in the lead."""
SIBLING = 1.25
PROVINCE = 1.1
"""A part must outweigh its next sibling this much to stand for the whole; a province less, since
the country is no answer."""
NATION_WEIGHT = 1.5
NATION = re.compile(
    r"全国总工会|中华全国|全总(?!体)|全国[^，。,.]{0,12}(?:会议|大会|推进会|竞赛|大赛|决赛|评选|表彰)"
)
"""A national body or event in headline or lead: what the places named have to outweigh."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The primary unit (None: the story is set nowhere in particular), and the units between which
    it could not be decided, unless the story names what holds them."""

    code: str | None
    rivals: tuple[str, ...] = ()


def choose(own: Mapping[str, float], fields: Sequence[Field], gazetteer: Gazetteer) -> Choice:
    """Walk down the tree by weight."""
    mass = _mass(own, gazetteer)
    at: str | None = None
    own_weight = _nation(fields)
    while True:
        parts = sorted(
            (code for code in mass if gazetteer.get(code).parent == at),
            key=lambda code: (-mass[code], code),
        )
        if not parts or mass[parts[0]] <= max(own_weight, LEAST if at is None else 0.0):
            return Choice(at)
        margin = PROVINCE if at is None else SIBLING
        if len(parts) > 1 and mass[parts[0]] < margin * mass[parts[1]]:
            near = tuple(p for p in parts if mass[p] * margin > mass[parts[0]])
            return Choice(at, () if own_weight else near)
        at = parts[0]
        own_weight = own.get(at, 0.0)


def _mass(own: Mapping[str, float], gazetteer: Gazetteer) -> dict[str, float]:
    """What each unit weighs together with all its parts."""
    mass: dict[str, float] = defaultdict(float)
    for code, weight in own.items():
        for at in (code, *gazetteer.ancestors(code)):
            mass[at] += weight
    return mass


def _nation(fields: Sequence[Field]) -> float:
    heads = (f.text for f in fields if f.role in ("headline", "kicker", "lead"))
    return NATION_WEIGHT * sum(len(NATION.findall(text)) for text in heads)
