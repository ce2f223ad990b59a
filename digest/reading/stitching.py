"""Which fragment runs on into which: paragraphs cut by column breaks put together again.

Turns the body items of a page into links (fragment → the fragment that continues it), weighing for
the whole page at once how well each seam reads, whether quotes and brackets close, where the two
stand and what they speak of. An end that finds no continuation stays cut and is reported as such.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.reading import roles
from digest.reading.kinship import Kinship
from digest.reading.lines import width
from digest.reading.matching import best_pairs
from digest.reading.seams import Seams, head_of, opening, tail_of

LOST_END = 4.0  # cost in nats of a sentence whose rest is not on the page
LOST_START = 3.0
_REACH = 160  # fragments around an end among which its continuation is looked for
_MIDDLE = re.compile(r"[\uff0c、\uff1b\uff1a,;:—]$")
_QUOTE_START = ("“", "‘", '"', "《", "【")


@dataclass(slots=True)
class Fragment:
    """A body line or piece: `place` in page order, house text, the story it stands under, and
    what its edges look like."""

    place: int
    line: int
    text: str
    home: int | None
    part: int = 0
    parts: int = 1
    starts_story: bool = False
    pull: bool = False
    note: bool = False
    indented: bool = False
    gap: int = 1
    grams: frozenset[str] = frozenset()
    tail: str = ""
    head: str = ""
    closed: bool = False
    openness: float = 0.0  # nats for “this is the start of a paragraph”

    def __post_init__(self) -> None:
        self.tail, self.head = tail_of(self.text), head_of(self.text)
        self.closed = roles.closed(self.text)
        self.openness = opening(self.head)
        if roles.broken_start(self.text):
            self.openness = -8.0
        elif self.text.startswith(_QUOTE_START):
            self.openness += 1.0
        if self.starts_story or self.note or self.indented:
            self.openness = 6.0


@dataclass(frozen=True, slots=True)
class Link:
    """`left` runs on into `right` (indices of fragments); `sure` is the margin in nats."""

    left: int
    right: int
    sure: float


def links(
    fragments: Sequence[Fragment], seams: Seams, kinship: Kinship, column: float | None
) -> dict[int, Link]:
    """The links that make the page read best as a whole, by their left fragment."""
    gains: dict[tuple[int, int], float] = {}
    for i, left in enumerate(fragments):
        for j in _candidates(fragments, i):
            gain = _gain(fragments, i, j, left, fragments[j], seams, kinship, column)
            if gain > 0:
                gains[i, j] = gain
    pairs = _without_cycles(best_pairs(gains), gains)
    return {i: Link(i, j, gains[i, j]) for i, j in pairs.items()}


def _candidates(fragments: Sequence[Fragment], i: int) -> list[int]:
    low, high = max(0, i - _REACH), min(len(fragments), i + _REACH)
    if fragments[i].closed:
        return [j for j in range(i + 1, min(high, i + 3)) if _runs_on_closed(fragments, i, j)]
    return [j for j in range(low, high) if j != i and not fragments[j].starts_story]


def _runs_on_closed(fragments: Sequence[Fragment], i: int, j: int) -> bool:
    """After a full stop a paragraph goes on only in pieces of one line or narrow columns."""
    left, right = fragments[i], fragments[j]
    return left.home == right.home and (left.line == right.line or roles.broken_start(right.text))


def _gain(
    fragments: Sequence[Fragment],
    i: int,
    j: int,
    left: Fragment,
    right: Fragment,
    seams: Seams,
    kinship: Kinship,
    column: float | None,
) -> float:
    """How much better than leaving both ends open (nats)."""
    alone = _end_cost(left) + _start_cost(right)
    joined = _layout_cost(fragments, i, j) - 0.9 * seams.score(left.tail, right.head)
    joined += _quote_cost(left, right) + _kin_cost(left, right, kinship)
    if left.pull != right.pull:
        joined += 2.0
    return alone - joined


def _end_cost(fragment: Fragment) -> float:
    if fragment.closed:
        return -2.0
    return LOST_END + (1.5 if _MIDDLE.search(fragment.text) else 0.0)


def _start_cost(fragment: Fragment) -> float:
    """Cost of taking the fragment for the start of a paragraph, in place of a continuation."""
    return -0.9 * fragment.openness


def _layout_cost(fragments: Sequence[Fragment], i: int, j: int) -> float:
    left, right = fragments[i], fragments[j]
    if right.line == left.line:
        return 0.3 + 0.7 * max(0, j - i - 1) if j > i else 6.0
    if j == i + 1 and left.home == right.home:
        return 0.2
    between = fragments[min(i, j) + 1 : max(i, j)]
    if j > i and all(f.pull or f.home != left.home for f in between) and left.home == right.home:
        return 0.6
    steps = abs(j - i)
    cost = 3.0 if left.home == right.home else 4.0
    if right.home is None:
        cost = 3.5
    return cost + min(1.5, 0.15 * steps) + (0.5 if j < i else 0.0)


def _quote_cost(left: Fragment, right: Fragment) -> float:
    cost = 0.0
    for a, b in (("“", "”"), ("《", "》"), ("\uff08", "\uff09")):
        is_open = left.text.rfind(a) > left.text.rfind(b)
        first = right.text.find(b)
        closes = first >= 0 and (right.text.find(a) < 0 or first < right.text.find(a))
        if is_open and closes:
            cost -= 2.0
        elif is_open != closes:
            cost += 1.0 if is_open else 1.5
    return cost


def _kin_cost(left: Fragment, right: Fragment, kinship: Kinship) -> float:
    """Far links want a story in common; near ones are judged by their seam."""
    if left.home is None or left.home == right.home:
        return 0.0
    ours = kinship.between(right.grams, left.home, member=False)
    theirs = 0.0 if right.home is None else kinship.between(right.grams, right.home, member=True)
    return max(-3.0, min(3.0, 0.6 * (theirs - ours)))


def _without_cycles(pairs: dict[int, int], gains: dict[tuple[int, int], float]) -> dict[int, int]:
    out = dict(pairs)
    for start in pairs:
        path = [start]
        while path[-1] in out and out[path[-1]] != start and len(path) <= len(pairs):
            path.append(out[path[-1]])
        if out.get(path[-1]) == start:
            weakest = min(path, key=lambda i: gains[i, out[i]])
            del out[weakest]
    return out


def narrow(fragment: Fragment, column: float | None) -> bool:
    """Is the fragment one line of a narrow column rather than a paragraph?"""
    return column is not None and width(fragment.text) <= 1.25 * column
