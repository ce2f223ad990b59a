"""Lines that run two columns together: found, and their pieces told apart again.

A scanner that reads straight across two columns puts the pieces of both into one line, by turns.
`strands` deals the pieces of such a line to two strands, each in order, so that every strand reads
on and the strands take turns; a line that reads on as it stands is no such line. Only the pieces of
one line are considered.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from digest.reading.evidence import Edges, edges, joined
from digest.reading.roles import closed
from digest.reading.seams import Seams, head_of, likely_after, tail_of, usual

_TURN = 0.6  # nats for the strands taking turns
_OPEN_END = 0.5  # cost of the first strand breaking off inside the line
_SECOND = 3.0  # cost of there being a second strand where no second story opens
_MARGIN = 4.0  # nats by which two strands must read better than the line as it stands
_ROUGH, _LEAST_ROUGH, _LEAST_PIECES = -2.0, 3, 4
_MOST_PIECES = 120  # pieces of a line of two columns: more are a page that lost its line breaks
_MOST_STATES = 60  # ways to deal a line that are followed at once, best first
_State = tuple[int, int]
_Dealt = tuple["_Dealt", bool] | None  # the last choice, after the ones before it
_Best = dict[_State, tuple[float, _Dealt]]


class _Pieces:
    """The pieces of one line with what is known of their edges and seams."""

    def __init__(self, texts: Sequence[str], seams: Seams) -> None:
        self.texts, self._seams = texts, seams
        self._edges: list[Edges] = [edges(text, seams) for text in texts]
        self.closed = [closed(text) for text in texts]
        self._known: dict[_State, float] = {}

    def seam(self, left: int, right: int) -> float:
        """Nats for one piece running on from another; 0 after a full stop."""
        if self.closed[left]:
            return 0.0
        key = left, right
        if key not in self._known:
            gain = joined(self._edges[left], self._edges[right], self._seams)
            self._known[key] = max(-4.0, min(6.0, gain))
        return self._known[key]


def is_woven(texts: Sequence[str], seams: Seams) -> bool:
    """Does a line in pieces read much better as two strands than as it stands?"""
    if not _LEAST_PIECES <= len(texts) <= _MOST_PIECES:
        return False
    if sum(_rough(left, right) for left, right in pairwise(texts)) < _LEAST_ROUGH:
        return False
    pieces = _Pieces(texts, seams)
    natural = [pieces.seam(i, i + 1) for i in range(len(texts) - 1)]
    score, _, dealt = _free(pieces)
    turns = sum(a != b for a, b in pairwise(dealt))
    return turns >= 2 and score - sum(natural) > _MARGIN


def _rough(left: str, right: str) -> bool:
    """Is the seam one that prose hardly ever shows? A cheap look before a thorough one."""
    tail, head = tail_of(left), head_of(right)
    return bool(tail and head) and likely_after(tail, head) - usual(head) < _ROUGH


def strands(texts: Sequence[str], seams: Seams, opener: int | None) -> list[bool]:
    """For each piece of a woven line, whether it is of the second strand; `opener` is the piece
    that opens a second story, None when none does."""
    pieces = _Pieces(texts, seams)
    if opener is not None:
        _, dealt = _deal(pieces, opener)
        return [False] * opener + [True, *dealt]
    if len(texts) > _MOST_PIECES:
        return [False] * len(texts)
    _, start, dealt = _free(pieces)
    return [False] * start + [True, *dealt]


def _free(pieces: _Pieces) -> tuple[float, int, tuple[bool, ...]]:
    """The best score, start and dealing when the second strand may start at any piece."""
    best: tuple[float, int, tuple[bool, ...]] = (float("-inf"), 1, ())
    before = 0.0
    for start in range(1, len(pieces.texts) - 1):
        score, dealt = _deal(pieces, start)
        score += before - _SECOND
        if score > best[0]:
            best = (score, start, dealt)
        before += pieces.seam(start - 1, start)
    return best


def _deal(pieces: _Pieces, start: int) -> tuple[float, tuple[bool, ...]]:
    """The best way to deal the pieces after `start`, which opens the second strand."""
    best: _Best = {(start - 1, start): (0.0, None)}
    for i in range(start + 1, len(pieces.texts)):
        following: _Best = {}
        for (first, second), (score, dealt) in best.items():
            for to_second in (False, True):
                left = second if to_second else first
                gain = pieces.seam(left, i) + (_TURN if left != i - 1 else 0.0)
                gain -= 4.0 if pieces.closed[left] and i - left <= 1 else 0.0
                state = (first, i) if to_second else (i, second)
                if state not in following or following[state][0] < score + gain:
                    following[state] = (score + gain, (dealt, to_second))
        best = _likeliest(following)
    ended = [
        (score - (0.0 if pieces.closed[state[0]] else _OPEN_END), _told(dealt))
        for state, (score, dealt) in best.items()
    ]
    return max(ended)


def _likeliest(best: _Best) -> _Best:
    """The best ways only, so that a long line costs what its pieces cost one by one."""
    if len(best) <= _MOST_STATES:
        return best
    kept = sorted(best, key=lambda state: best[state][0], reverse=True)[:_MOST_STATES]
    return {state: best[state] for state in kept}


def _told(dealt: _Dealt) -> tuple[bool, ...]:
    """The choices of one way, from the first to the last."""
    out: list[bool] = []
    while dealt is not None:
        dealt, choice = dealt
        out.append(choice)
    return tuple(reversed(out))
