"""Which fragments may run on into which, and what their words say of it.

Turns the fragments of a page into pairs of an end and a start with nats for the one running on into
the other, from how the seam reads and from what their form says of their edges. It weighs words
once; where the two stand, and which story each is of, changes between rounds and is not looked at.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from digest.reading import roles
from digest.reading.background import Flags, Numbers, Places
from digest.reading.evidence import Edges, all_joined, edges
from digest.reading.fragments import SURE_START, Fragment
from digest.reading.seams import Seams

_REACH = 160  # fragments around an end among which its continuation is looked for, fewer where
_MOST_PAIRS = 5000  # so many lines end open that these would be too many to weigh
_PAIRS_EACH = 2  # pairs weighed for each character: lines of one or two tell nothing from afar
_NEAR = 8  # fragments within which one may go on over pull-outs and pictures
_NO_FAR = -2.0  # the start of a fragment speaks too much against its continuing anything
_UNLIKELY = -0.5  # nats of words below which a far continuation is not weighed further
_HEADED = 0.6  # a subhead stands above the start of a paragraph
_CLOSED = -6.0  # a sentence ended: only narrow columns run on
_CLOSED_FULL = -1.0  # the same at the end of a full column line, before a line that is not set in
_NO_NOTE = -20.0  # running text does not go on in an editor's note
_SET_IN = -1.0  # nats for being set in below which a line is not
_PULLED = -2.0  # a pull-out is another text than the paragraph it interrupts


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of fragments, the right of which may continue the left, by their indices, each with
    nats from their words."""

    lefts: Places
    rights: Places
    words: Numbers


def candidates(
    fragments: Sequence[Fragment], seams: Seams, ends: Container[int], starts: Container[int]
) -> Candidates:
    """The pairs whose words speak for them, and near ones whatever these say, in page order. The
    continuation of `ends`, and what `starts` continue, is settled."""
    known = [edges(fragment.text, seams) for fragment in fragments]
    far = [
        not fragment.starts_story and edge.goes_on - fragment.indent > _NO_FAR
        for fragment, edge in zip(fragments, known, strict=True)
    ]
    reach = _reach(fragments)
    following = [
        [] if i in ends else [j for j in _may_follow(fragments, i, far, reach) if j not in starts]
        for i in range(len(fragments))
    ]
    lefts = np.repeat(np.arange(len(fragments)), [len(found) for found in following])
    rights = np.fromiter(chain.from_iterable(following), np.intp)
    if not len(lefts):
        return Candidates(lefts, rights, np.zeros(0))
    words = _words(fragments, known, seams, lefts, rights)
    kept = _near(lefts, rights) | (words > _UNLIKELY)
    return Candidates(lefts[kept], rights[kept], words[kept])


def _reach(fragments: Sequence[Fragment]) -> int:
    """How far from an end its continuation is looked for."""
    open_ends = sum(not fragment.closed for fragment in fragments)
    size = sum(len(fragment.text) for fragment in fragments)
    most = min(_MOST_PAIRS, _PAIRS_EACH * size)
    return max(_NEAR, min(_REACH, most // max(1, open_ends)))


def _may_follow(
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


def _words(
    fragments: Sequence[Fragment],
    known: Sequence[Edges],
    seams: Seams,
    lefts: Places,
    rights: Places,
) -> Numbers:
    """Nats for one running on from the other, from their words and columns alone."""
    set_in = np.array([f.indent for f in fragments])[rights]
    least = np.where(_near(lefts, rights), -np.inf, _UNLIKELY + set_in)
    gain: Numbers = all_joined(known, lefts, rights, seams, least) - set_in
    gain -= np.array([SURE_START * (f.openness >= SURE_START) for f in fragments])[rights]
    gain -= np.array([_HEADED * f.headed for f in fragments])[rights]
    closed, full = np.array([(f.closed, f.full) for f in fragments]).T
    goes_on = np.where(full[lefts] & (set_in < _SET_IN), _CLOSED_FULL, _CLOSED)
    gain += np.where(closed[lefts], goes_on, 0.0)
    pull, note = np.array([(f.pull, f.note) for f in fragments]).T
    gain += _PULLED * (pull[lefts] != pull[rights])
    gain[note[rights] & ~note[lefts]] = _NO_NOTE
    return gain


def _near(lefts: Places, rights: Places) -> Flags:
    near: Flags = np.abs(rights - lefts) <= _NEAR
    return near
