"""Which fragment runs on into which: paragraphs cut by column breaks put together again.

Turns the body items of a page into links (fragment → the fragment that continues it), weighing for
the whole page at once how well each seam reads, whether quotes and brackets close, where the two
stand and what they speak of. An end that finds no continuation stays cut and is reported as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from digest.reading.background import Flags, Numbers, Places
from digest.reading.candidates import candidates
from digest.reading.fragments import Fragment
from digest.reading.kinship import Kinship
from digest.reading.matching import best_pairs
from digest.reading.placement import Placement, Stories, numbered
from digest.reading.seams import Seams

_SETTLED = 20.0
_LEAST = -3.0  # nats below which kinship does not make a link likely
_KIN, _MOST_KIN = 0.4, 3.5  # for each unit of kinship more than with the story it stands under
_USUAL_SIZE = 60  # characters of a line; longer ones share more


@dataclass(frozen=True, slots=True)
class Link:
    """`left` runs on into `right` (indices of fragments); `sure` is the margin in nats."""

    left: int
    right: int
    sure: float


class Stitcher:
    """Finds the links of one page; what the words say is weighed once and kept between rounds."""

    def __init__(
        self, fragments: Sequence[Fragment], seams: Seams, woven: Mapping[int, int]
    ) -> None:
        """`woven`: links inside lines of two columns, which are settled."""
        self._fragments, self._woven = fragments, woven
        found = candidates(fragments, seams, woven.keys(), set(woven.values()))
        self._lefts, self._rights, self._words = found.lefts, found.rights, found.words
        self._placement = Placement(fragments, found.lefts, found.rights)
        self._across = any(fragment.widths for fragment in fragments)
        self._homes = numbered(fragment.home for fragment in fragments)
        self._sizes = np.array([max(1.0, len(f.text) / _USUAL_SIZE) ** 0.5 for f in fragments])

    def links(self, kinship: Kinship) -> dict[int, Link]:
        """The links that make the page read best as a whole, by their left fragment."""
        gains: dict[tuple[int, int], float] = dict.fromkeys(self._woven.items(), _SETTLED)
        weighed = self._gains(kinship)
        likely = weighed > 0.0
        ends, starts = self._lefts[likely].tolist(), self._rights[likely].tolist()
        gains.update(zip(zip(ends, starts, strict=True), weighed[likely].tolist(), strict=True))
        pairs = _without_cycles(best_pairs(gains), gains)
        return {i: Link(i, j, gains[i, j]) for i, j in pairs.items()}

    def _gains(self, kinship: Kinship) -> Numbers:
        """How much better the page reads with each candidate than without (nats)."""
        stories = numbered(fragment.story for fragment in self._fragments)
        gains = self._words + self._placement.nats(stories)
        open_ = np.flatnonzero(gains > _LEAST)
        kin = self._kin(kinship, stories, open_)
        if self._across:  # that it is of the other story is no word on this sentence
            kin = np.minimum(kin, np.maximum(0.0, self._words[open_] - gains[open_]))
        gains[open_] += kin
        return gains

    def _kin(self, kinship: Kinship, stories: Stories, chosen: Places) -> Numbers:
        """Nats for what a strayed fragment shares with the story of the other. Near ones are judged
        by their seam, and of a strayed block only the first line has come from elsewhere."""
        lefts, rights = self._lefts[chosen], self._rights[chosen]
        story, home = stories[lefts], self._homes[rights]
        strayed = (story >= 0) & (story != home) & ~_same_block(lefts, rights, stories)
        shares = [kinship.all(f.matter, f.counted) for f in self._fragments]
        more = [
            shares[j].get(ours, 0.0) - shares[j].get(theirs, 0.0)
            for j, ours, theirs in zip(
                rights[strayed].tolist(),
                story[strayed].tolist(),
                home[strayed].tolist(),
                strict=True,
            )
        ]
        nats = np.zeros(len(chosen))
        nats[strayed] = _KIN * np.array(more) / self._sizes[rights[strayed]]
        return np.clip(nats, -_MOST_KIN, _MOST_KIN)


def _same_block(lefts: Places, rights: Places, stories: Stories) -> Flags:
    """Are both of one story, and the right not the first of a stretch of it, or the left in the
    same stretch?"""
    breaks = np.append(np.flatnonzero(np.diff(stories)), len(stories) - 1)
    until = breaks[np.searchsorted(breaks, np.arange(len(stories)))]
    goes_on = np.append(False, np.diff(stories) == 0)
    in_stretch = (rights < lefts) & (until[rights] >= lefts)
    same: Flags = (stories[lefts] == stories[rights]) & (goes_on[rights] | in_stretch)
    return same


def _without_cycles(pairs: dict[int, int], gains: dict[tuple[int, int], float]) -> dict[int, int]:
    """The pairs less the weakest of each ring. No fragment is continued twice, so every walk ends
    or comes back to where it began."""
    out = dict(pairs)
    walked: set[int] = set()
    for start in pairs:
        if start in walked:
            continue
        path = [start]
        while (following := pairs.get(path[-1])) is not None and following != start:
            if following in walked:
                break
            path.append(following)
        walked.update(path)
        if following == start:
            del out[min(path, key=lambda i: gains[i, pairs[i]])]
    return out
