"""Finds every name of the lexicon in a text in one pass, and keeps those that do not overlap.

Aho–Corasick over the raw text, never over segmented words: segmentation cuts 滨海县总工会 as
滨海/县总工会. Where names overlap the longer one stands, then the surer one (从江西: 江西, not
从江); a blocking phrase that is as long as what it overlaps removes it (安康杯, 推广西部).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from digest.gazetteer.lexicon import Name

TRUST_RANK = {"sure": 3, "plain": 2, "cue": 1}
BLOCK_RANK = 4
WARD_RANK = 5
"""市中区, 市南区, 市北区: 济南市中区 is 济南's 市中区, though 济南市 is as long and surer."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name that stands at text[start:end]."""

    start: int
    end: int
    name: Name


class Matcher:
    """One automaton over all names that may be looked for in running text, and the blocks."""

    def __init__(self, names: Mapping[str, Name], blocks: Iterable[str]) -> None:
        looked_for = [n for n in names.values() if n.trust in TRUST_RANK and len(n.text) > 1]
        self._names: list[Name | None] = [*looked_for]
        patterns = [n.text for n in looked_for]
        ranks = [WARD_RANK if n.text.startswith("市") else TRUST_RANK[n.trust] for n in looked_for]
        for phrase in sorted(set(blocks) - set(patterns)):
            self._names.append(None)
            patterns.append(phrase)
            ranks.append(BLOCK_RANK)
        self._ranks = ranks
        self._automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard)

    def find(self, text: str) -> list[Found]:
        """The names in `text`, left to right, none overlapping another."""
        kept: list[tuple[int, int, int]] = []
        cluster: list[tuple[int, int, int]] = []
        reach = 0
        hits = self._automaton.find_matches_as_indexes(text, overlapping=True)
        for pattern, start, end in sorted(hits, key=_by_start):
            if start >= reach and cluster:
                kept += cluster if len(cluster) == 1 else self._settle(cluster)
                cluster = []
            cluster.append((pattern, start, end))
            reach = max(reach, end)
        kept += cluster if len(cluster) == 1 else self._settle(cluster)
        names = self._names
        return [Found(s, e, name) for p, s, e in kept if (name := names[p]) is not None]

    def _settle(self, cluster: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """Of hits that overlap, the longest, then the surest, then the first, and so on."""
        ranks = self._ranks
        kept: list[tuple[int, int, int]] = []
        for hit in sorted(cluster, key=lambda h: (h[1] - h[2], -ranks[h[0]], h[1])):
            if all(hit[2] <= other[1] or hit[1] >= other[2] for other in kept):
                kept.append(hit)
        return sorted(kept, key=_by_start)


def _by_start(hit: tuple[int, int, int]) -> int:
    return hit[1]
