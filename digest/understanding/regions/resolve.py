"""Decides which unit each sighting means, from its chain and from the rest of the story.

Sure names come first and lend support to their units and all above them; ambiguous and short ones
then take the unit with the most support (鼓楼区 beside 徐州 is Xuzhou's, 朝阳 in a Beijing story is
the district). What finds no support is dropped, unless the name needs none; what stays equally
likely keeps all its candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from digest.gazetteer import Gazetteer
from digest.understanding.regions.sightings import Sighting

TIE = 0.9
"""A candidate with this share of the best one's support counts as equally likely."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A sighting, its position among the sightings, and the unit it means (several codes when they
    stay equally likely); `factor` is below 1 for a name believed on weak grounds."""

    position: int
    sighting: Sighting
    codes: tuple[str, ...]
    factor: float = 1.0


class Resolver:
    """One story's sightings being told apart; `home` is the province its paper is from, `month`
    (2025-11) when it was printed, where known."""

    def __init__(
        self,
        sightings: Sequence[Sighting],
        gazetteer: Gazetteer,
        home: str | None = None,
        month: str = "",
    ) -> None:
        self._sightings = sightings
        self._gazetteer = gazetteer
        self._month = month
        self._codes: dict[int, tuple[str, ...]] = {}
        self._factor: dict[int, float] = {}
        self._direct: dict[str, float] = defaultdict(float)
        self._support: dict[str, float] = defaultdict(float)
        if home:
            self._support[home] += 0.3

    def run(self) -> list[Resolved]:
        """Every sighting that means a place, in reading order."""
        waiting = [i for i in range(len(self._sightings)) if not self._at_once(i)]
        for _ in range(2):
            waiting = [i for i in waiting if not self._by_support(i)]
        for i in waiting:
            self._by_default(i)
        return [
            Resolved(i, self._sightings[i], self._codes[i], self._factor[i])
            for i in sorted(self._codes)
        ]

    def _settle(self, i: int, codes: tuple[str, ...], factor: float = 1.0) -> bool:
        self._codes[i] = codes
        self._factor[i] = factor
        if len(codes) == 1:
            weight = self._sightings[i].reading.factor * factor
            if self._sightings[i].name.trust in ("sure", "plain"):
                self._direct[codes[0]] += weight
            for code in (codes[0], *self._gazetteer.ancestors(codes[0])):
                self._support[code] += weight
        return True

    def _candidates(self, i: int) -> tuple[str, ...]:
        """The codes the name may mean, less those its chain or the paper's date excludes."""
        sighting = self._sightings[i]
        known = tuple(c for c in sighting.name.codes if self._existed(c))
        codes = known or sighting.name.codes
        if sighting.follows is None:
            return codes
        above = self._codes.get(sighting.follows) or self._sightings[sighting.follows].name.codes
        within = self._gazetteer.within
        chained = tuple(c for c in codes if any(c != up and within(c, up) for up in above))
        return chained or codes

    def _existed(self, code: str) -> bool:
        """两江新区 was a zone of 重庆 until it became a district: undated papers mean the zone."""
        since = self._gazetteer.get(code).since
        return since is None or self._month >= since

    def _at_once(self, i: int) -> bool:
        """Settle what needs no context: chained names, unique full names, plain short names."""
        sighting = self._sightings[i]
        codes = self._candidates(i)
        if sighting.follows is not None and len(codes) == 1:
            return self._settle(i, codes)
        if sighting.follows is not None:
            top = [c for c in codes if self._gazetteer.get(c).level == self._level(codes)]
            if len(top) == 1:
                return self._settle(i, (top[0],))
        if sighting.sure and len(codes) == 1:
            return self._settle(i, codes)
        if sighting.name.trust == "plain" and not self._rivals(codes):
            return self._settle(i, codes[:1])
        return False

    def _level(self, codes: tuple[str, ...]) -> int:
        return min(self._gazetteer.get(c).level for c in codes)

    def _rivals(self, codes: tuple[str, ...]) -> bool:
        """Whether another unit than the first and its own parts goes by the name."""
        return any(not self._gazetteer.within(c, codes[0]) for c in codes[1:])

    def _score(self, code: str) -> float:
        """How much of the story speaks for `code`: itself in full, then its parents."""
        above = self._gazetteer.ancestors(code)
        score = 3.0 * self._direct[code]
        for distance, ancestor in enumerate(above):
            nation_wide = self._gazetteer.get(ancestor).level == 1 and len(above) > 1
            score += self._support[ancestor] * (0.3 if nation_wide else 1.0) / (1 + distance)
        return score

    def _by_support(self, i: int) -> bool:
        """Settle a name whose unit, or what holds it, is named elsewhere in the story."""
        sighting = self._sightings[i]
        codes = self._candidates(i)
        scores = {code: self._score(code) for code in codes}
        best = max(scores.values())
        if best <= 0 or (best < 0.5 and sighting.name.trust == "cue" and not self._cued(i)):
            return False
        tied = tuple(code for code in codes if scores[code] >= TIE * best)
        top = tuple(c for c in tied if self._gazetteer.get(c).level == self._level(tied))
        factor = 1.0 if sighting.name.trust != "cue" or self._direct[top[0]] else 0.7
        return self._settle(i, top, factor)

    def _cued(self, i: int) -> bool:
        """Whether the words beside a name ask for a place: a union, an event, a line's start."""
        sighting = self._sightings[i]
        opens = sighting.field.role in ("headline", "kicker", "dateline") and sighting.start == 0
        reading = sighting.reading
        return reading.union or reading.site or reading.placed or opens

    def _by_default(self, i: int) -> None:
        """What no context speaks for: a plain name means its largest unit, a full name all its
        candidates, and a name that wants a cue is dropped without one."""
        sighting = self._sightings[i]
        codes = self._candidates(i)
        trust = sighting.name.trust
        large = tuple(c for c in codes if self._gazetteer.get(c).level < 3)
        if trust == "plain" and large:
            self._settle(i, large[:1])
        elif trust == "cue" and self._cued(i) and (large or len(codes) == 1):
            self._settle(i, (large or codes)[:1], 0.8)
        elif sighting.sure or (trust == "cue" and self._cued(i)):
            self._settle(i, codes)
