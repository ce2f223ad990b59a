"""Where the texts of a page play: which stories a place they name has nothing to do with.

Turns texts into the places they name, and texts and stories into whether they may be of one region:
what lies in a place of the story, or around one, may; another county does not. It only rules out:
that two name the same place is for shared words to tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from digest import gazetteer
from digest.reading.background import Numbers, Places

Place = tuple[str, ...]
"""The units that a name in a text may mean, by their codes."""
Named = frozenset[Place]
"""The places that a text names."""

_TRUSTED = ("sure", "plain")  # 安康 and 东方 are places only where more speaks for it
_ROAMING = 0.4  # of a story that tells of several provinces: it may well come to another
_NOWHERE = 0.2  # of a story that names no place
_PROVINCE = 2  # characters of a code that tell the province


def named(text: str) -> Named:
    """The places that a text names, those left out whose names are everyday words too."""
    hits = gazetteer.load().find(text)
    return frozenset(hit.name.codes for hit in hits if hit.name.trust in _TRUSTED)


def strangeness(
    texts: Sequence[Named], homes: Places, members: Sequence[Sequence[Named]]
) -> Numbers:
    """For each text (rows) and each story (columns), given by the places its texts name: 1 when the
    text names a place that has nothing to do with the story's, less where that says less, 0 when it
    does not. A text does not count for the story of its home (-1: none)."""
    out = np.zeros((len(texts), len(members)))
    told = [Counter(chain.from_iterable(map(_codes, story))) for story in members]
    regions = [_Region(codes) for codes in told]
    for at, (places, home) in enumerate(zip(texts, homes.tolist(), strict=True)):
        if places:
            out[at] = [region.strange(places) for region in regions]
            others = _without(told[home], _codes(places)) if home >= 0 else ()
            if home >= 0 and len(others) < len(told[home]):
                out[at, home] = _Region(others).strange(places)
    return out


def _codes(places: Named) -> frozenset[str]:
    return frozenset(chain.from_iterable(places))


def _without(codes: Mapping[str, int], own: frozenset[str]) -> set[str]:
    """The codes of a story that others than one of its texts tell."""
    return {code for code, times in codes.items() if times > (code in own)}


class _Region:
    """The units a story tells of, and those around them."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)
        self._around = frozenset(chain.from_iterable(map(_lineage, self._codes)))
        provinces = {code[:_PROVINCE] for code in self._codes}
        self._strange = _ROAMING if len(provinces) > 1 else 1.0 if provinces else _NOWHERE
        self._known: dict[Place, bool] = {}

    def strange(self, places: Named) -> float:
        """How strange the places of a text are to the story."""
        return 0.0 if all(map(self._knows, places)) else self._strange

    def _knows(self, place: Place) -> bool:
        """May a place be one of the story's, or one around or inside one of them?"""
        known = self._known.get(place)
        if known is None:
            around, codes = self._around, self._codes
            known = any(c in around or not codes.isdisjoint(_lineage(c)) for c in place)
            self._known[place] = known
        return known


@lru_cache(maxsize=1 << 13)
def _lineage(code: str) -> frozenset[str]:
    """A unit and those it lies in."""
    return frozenset((code, *gazetteer.load().ancestors(code)))
