"""Which fragment runs on into which: paragraphs cut by column breaks put together again.

Turns the body items of a page into links (fragment → the fragment that continues it), weighing for
the whole page at once how well each seam reads, whether quotes and brackets close, where the two
stand and what they speak of. An end that finds no continuation stays cut and is reported as such.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from digest.reading import roles
from digest.reading.evidence import edges, joined
from digest.reading.fragments import SURE_START, Fragment
from digest.reading.kinship import Kinship
from digest.reading.matching import best_pairs
from digest.reading.seams import Seams

_REACH = 160  # fragments around an end among which its continuation is looked for, fewer where
_MOST_PAIRS = 5000  # so many lines end open that these would be too many to weigh
_PAIRS_EACH = 2  # pairs weighed for each character: lines of one or two tell nothing from afar
_NEXT = 0.9  # a line that ends open and the line after it
_SKIP = 0.4  # the same with a pull-out, picture or subhead between
_STORY, _AWAY = -1.6, -2.0  # elsewhere in the story, under another head
_OTHER_STYLE = 3.0  # a single column line after a paragraph of another story
_AWAITED = 0.5  # the opening of a story found inside another line, and the line under its head
_SETTLED = 20.0
_SWAPPED = 0.3  # the two halves of a paragraph in the wrong order
_NEXT_LINE, _COLUMN = 1.2, -0.9  # single lines of one column: the next one, any other
_LOOSE = -0.9  # before any head
_STEP, _MOST_STEPS = 0.05, 0.8  # for each fragment between, and at most
_LAST, _AMID = 2.5, -2.0  # from the last line under a head, from one that others follow: on pages
# not read across columns a story goes on elsewhere only where its own lines end
_APART = 1.0  # such a start with two blank lines or more above it
_ORPHAN, _BEREFT = 0.8, 0.4  # the start follows a closed line; the end is followed by a clean start
_NEAR = 8  # fragments within which one may go on over pull-outs and pictures
_NO_FAR = -2.0  # the start of a fragment speaks too much against its continuing anything
_UNLIKELY = -0.5  # nats of words below which a far continuation is not weighed further
_KIN, _MOST_KIN = 0.4, 3.5  # for each unit of kinship more than with the story it stands under
_HEADED = 0.6  # a subhead stands above the start of a paragraph
_CLOSED = -6.0  # a sentence ended: only narrow columns run on
_CLOSED_FULL = -1.0  # the same at the end of a full column line, before a line that is not set in


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
        self._fragments, self._seams, self._woven = fragments, seams, woven
        self._edges = [edges(fragment.text, seams) for fragment in fragments]
        ends = sum(not fragment.closed for fragment in fragments)
        size = sum(len(fragment.text) for fragment in fragments)
        most = min(_MOST_PAIRS, _PAIRS_EACH * size)
        self._reach = max(_NEAR, min(_REACH, most // max(1, ends)))
        self._across = any(fragment.widths for fragment in fragments)
        self._last = [
            i + 1 == len(fragments) or fragments[i + 1].home != fragment.home
            for i, fragment in enumerate(fragments)
        ]
        self._shortlist: dict[int, list[tuple[int, float]]] = {}
        self._shares: Sequence[Mapping[int, float]] = ()
        self._sizes: list[float] = [max(1.0, len(f.text) / 60) ** 0.5 for f in fragments]
        self._orphan = [_orphan(fragments, j) for j in range(len(fragments))]
        self._bereft = [
            _BEREFT * (i + 1 == len(fragments) or fragments[i + 1].openness > 1.0)
            for i in range(len(fragments))
        ]
        self._far = [
            not fragment.starts_story and edge.goes_on - fragment.indent > _NO_FAR
            for fragment, edge in zip(fragments, self._edges, strict=True)
        ]

    def links(self, kinship: Kinship) -> dict[int, Link]:
        """The links that make the page read best as a whole, by their left fragment."""
        gains: dict[tuple[int, int], float] = dict.fromkeys(self._woven.items(), _SETTLED)
        followed = set(self._woven.values())
        self._shares = [kinship.all(f.grams, f.counted) for f in self._fragments]
        for i in range(len(self._fragments)):
            if i in self._woven:
                continue
            for j, words in self._likely(i):
                if j not in followed:
                    gain = self._gain(i, j, words)
                    if gain > 0:
                        gains[i, j] = gain
        pairs = _without_cycles(best_pairs(gains), gains)
        return {i: Link(i, j, gains[i, j]) for i, j in pairs.items()}

    def _likely(self, i: int) -> list[tuple[int, float]]:
        """The candidates whose words speak for them, with how much, weighed at the first asking."""
        found = self._shortlist.get(i)
        if found is None:
            near = _candidates(self._fragments, i, self._far, self._reach)
            weighed = ((j, self._words(i, j)) for j in near)
            found = self._shortlist[i] = [
                (j, words) for j, words in weighed if words > _UNLIKELY or abs(j - i) <= _NEAR
            ]
        return found

    def _gain(self, i: int, j: int, words: float) -> float:
        """How much better the page reads with the link than without (nats)."""
        gain = words + self._placement(i, j) + self._leaving(i, j)
        if gain <= -3.0:
            return gain
        kin = self._kin(i, j)
        if self._across and kin > 0.0:  # that it is of the other story is no word on this sentence
            kin = min(kin, max(0.0, words - gain))
        return gain + kin

    def _leaving(self, i: int, j: int) -> float:
        """Nats for a story going on under another head after its line `i`."""
        if self._across or self._fragments[i].story == self._fragments[j].story:
            return 0.0
        return _LAST if self._last[i] else _AMID

    def _kin(self, i: int, j: int) -> float:
        """Nats for what a strayed fragment shares with the story of the other. Near ones are judged
        by their seam, and of a strayed block only the first line has come from elsewhere."""
        left, right = self._fragments[i], self._fragments[j]
        if left.story is None or left.story == right.home:
            return 0.0
        if left.story == right.story and self._same_block(i, j):
            return 0.0
        share = self._shares[j]
        ours = share.get(left.story, 0.0)
        theirs = 0.0 if right.home is None else share.get(right.home, 0.0)
        return max(-_MOST_KIN, min(_MOST_KIN, _KIN * (ours - theirs) / self._sizes[j]))

    def _placement(self, i: int, j: int) -> float:
        """Nats for a link from where the two stand."""
        fragments = self._fragments
        left, right = fragments[i], fragments[j]
        together = left.story == right.story and (left.story is not None or j > i)
        if left.single and right.single and together:  # lines of one column, often out of order
            base = _NEXT_LINE if j == i + 1 else _COLUMN
            return base - min(0.4, 0.01 * abs(j - i))
        if together and j > i:
            if j == i + 1 and right.place == left.place + 1:
                return _NEXT
            if all(_passed_over(fragments[k], left.story) for k in range(i + 1, j)):
                return _SKIP
        if right.awaited and left.stray:
            return _AWAITED
        if right.single and not left.single and not together:
            return _AWAY - _OTHER_STYLE
        base = _LOOSE if right.story is None else (_STORY if together else _AWAY)
        base -= min(_MOST_STEPS, _STEP * abs(j - i)) + (0.3 if j < i else 0.0)
        if together and j == i - 1:
            base += _SWAPPED
        return base + self._orphan[j] + self._bereft[i]

    def _same_block(self, i: int, j: int) -> bool:
        """Is `j` not the first of a stretch of one story, or is `i` in the same stretch?"""
        fragments, story = self._fragments, self._fragments[j].story
        if j and fragments[j - 1].story == story:
            return True
        return j < i and all(fragment.story == story for fragment in fragments[j : i + 1])

    def _words(self, i: int, j: int) -> float:
        """Nats for one running on from the other, from their words and columns alone."""
        left, right = self._fragments[i], self._fragments[j]
        if left.note != right.note and right.note:
            return -20.0
        least = -inf if abs(j - i) <= _NEAR else _UNLIKELY + right.indent
        gain = joined(self._edges[i], self._edges[j], self._seams, least) - right.indent
        if right.openness >= SURE_START:
            gain -= SURE_START
        if right.headed:
            gain -= _HEADED
        if left.closed:
            gain += _CLOSED_FULL if left.full and right.indent < -1.0 else _CLOSED
        return gain - (2.0 if left.pull != right.pull else 0.0)


def _candidates(
    fragments: Sequence[Fragment], i: int, far: Sequence[bool], reach: int
) -> list[int]:
    """The fragments that may continue fragment `i`: any near one, and far ones that may be the
    continuation of something at all."""
    low, high = max(0, i - reach), min(len(fragments), i + reach)
    left = fragments[i]
    if left.closed and not left.full:
        return [j for j in range(i + 1, min(high, i + 3)) if _runs_on_closed(left, fragments[j])]
    if left.closed:
        return [
            j
            for j in range(low, high)
            if far[j] and fragments[j].single and fragments[j].story == left.story and j != i
        ]
    return [
        j
        for j in range(low, high)
        if j != i and (far[j] or (i < j <= i + _NEAR and not fragments[j].starts_story))
    ]


def _runs_on_closed(left: Fragment, right: Fragment) -> bool:
    """After a full stop a paragraph goes on only before a start that cannot be one."""
    return left.story == right.story and roles.broken_start(right.text)


def _orphan(fragments: Sequence[Fragment], j: int) -> float:
    """Nats for a start in mid-sentence below a line that is closed: its beginning is elsewhere."""
    right = fragments[j]
    if right.openness >= -1.0 or (j and not fragments[j - 1].closed):
        return 0.0
    return _ORPHAN + (_APART if right.gap >= 2 else 0.0)


def _passed_over(fragment: Fragment, story: int | None) -> bool:
    """May a paragraph of the story run on over it?"""
    return fragment.pull or fragment.note or fragment.story != story


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
