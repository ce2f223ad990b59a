"""The pieces of woven lines as fragments: which belongs to the story of the line, which to another.

Marks the fragments of a second strand as strays and settles the links inside the line, so that
stitching only has to find where each strand comes from and goes to.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.reading import weaving
from digest.reading.fragments import Fragment
from digest.reading.seams import Seams


def settle(fragments: Sequence[Fragment], seams: Seams) -> dict[int, int]:
    """Links inside woven lines as {left: right} (indices), second strands marked `stray`."""
    out: dict[int, int] = {}
    start = 0
    while start < len(fragments):
        end = start + 1
        while end < len(fragments) and fragments[end].line == fragments[start].line:
            end += 1
        if end - start > 1:
            out.update(_line(fragments, start, end, seams))
        start = end
    return out


def _line(fragments: Sequence[Fragment], start: int, end: int, seams: Seams) -> dict[int, int]:
    opener = next((i for i in range(start + 1, end) if fragments[i].starts_story), None)
    texts = [fragment.text for fragment in fragments[start:end]]
    second = weaving.strands(texts, seams, None if opener is None else opener - start)
    out: dict[int, int] = {}
    last: dict[bool, int] = {}
    for i, is_second in zip(range(start, end), second, strict=True):
        fragments[i].stray = is_second
        if is_second in last:
            out[last[is_second]] = i
        last[is_second] = i
    return out
