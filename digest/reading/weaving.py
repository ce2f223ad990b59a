"""Lines that run two columns together: their pieces told apart again.

A scanner that reads straight across two columns puts the pieces of both into one line, by turns.
Where a second story opens inside a line, its pieces are dealt to two strands, each in order, so
that every strand reads on and the strands take turns. Only the pieces of one line are considered.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.reading.evidence import runs_on
from digest.reading.seams import Seams
from digest.reading.stitching import Fragment

_TURN = 0.6  # nats for the strands taking turns
_OPEN_END = 0.5  # cost of the first strand breaking off inside the line
_State = tuple[int, int]


def unweave(fragments: Sequence[Fragment], seams: Seams) -> dict[int, int]:
    """Links inside woven lines as {left: right} (indices), the second strand marked `stray`."""
    out: dict[int, int] = {}
    start = 0
    while start < len(fragments):
        end = start + 1
        while end < len(fragments) and fragments[end].line == fragments[start].line:
            end += 1
        opener = next((i for i in range(start + 1, end) if fragments[i].starts_story), None)
        if opener is not None:
            out.update(_deal(fragments, start, opener, end, seams))
        start = end
    return out


def _deal(
    fragments: Sequence[Fragment], start: int, opener: int, end: int, seams: Seams
) -> dict[int, int]:
    """The best way to deal the pieces after the second opening to the two strands."""
    best: dict[_State, tuple[float, tuple[bool, ...]]] = {(opener - 1, opener): (0.0, ())}
    for i in range(opener + 1, end):
        following: dict[_State, tuple[float, tuple[bool, ...]]] = {}
        for (first, second), (score, dealt) in best.items():
            for to_second in (False, True):
                left = second if to_second else first
                gain = runs_on(fragments[left].text, fragments[i].text, seams)
                gain += _TURN if left != i - 1 else 0.0
                gain -= 4.0 if fragments[left].closed else 0.0
                state = (first, i) if to_second else (i, second)
                if state not in following or following[state][0] < score + gain:
                    following[state] = (score + gain, (*dealt, to_second))
        best = following
    (_, _), (_, dealt) = max(
        best.items(),
        key=lambda entry: entry[1][0] - (0.0 if fragments[entry[0][0]].closed else _OPEN_END),
    )
    return _linked(fragments, start, opener, dealt)


def _linked(
    fragments: Sequence[Fragment], start: int, opener: int, dealt: tuple[bool, ...]
) -> dict[int, int]:
    out = {i: i + 1 for i in range(start, opener - 1)}
    first, second = opener - 1, opener
    fragments[opener].stray = True
    for i, to_second in enumerate(dealt, opener + 1):
        if to_second:
            out[second], second = i, i
            fragments[i].stray = True
        else:
            out[first], first = i, i
    return out
