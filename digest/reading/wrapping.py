"""What the column lines of a wrapped page tell: paragraph starts and the columns of one story.

A scanned page that keeps a space at every column break shows how wide each column line was. The
first line of a paragraph is set in by two characters, and all columns of a story are of one width:
turns those widths into evidence on fragments. Pages without such spaces give no evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from digest.reading.fragments import Fragment

_SET_IN = 1.1  # half-way between a full line and one set in by two characters, less hanging marks
_SHARPNESS, _MOST = 1.6, 1.8  # nats for a character of difference, and at most
_LAST_LINE = -1.2
_FITS, _MISFITS = 1.0, -2.5  # nats for standing in a column of one's own width, and of another
_FIRST_LINE = 0.3  # how far the first of two lines tells the width
_WIDER = 3.0  # characters by which no line outgrows its column, hanging marks and all
_TOO_WIDE = -4.0
_ODD_LINE = -2.0  # a broken-off column line by itself in a story set by paragraphs
_TELL = 2
_ENOUGH = 3  # column lines that tell a width
_SAME, _OTHER = 0.6, 0.95  # widths (characters) that count as the same column, and as another


@dataclass(frozen=True, slots=True)
class Column:
    """How a story is set: its `width` in characters, None where unknown, and whether a dump has it
    line by line (`lined`) rather than by paragraphs, None where too few lines tell."""

    width: float | None = None
    lined: bool | None = None


def measure(fragments: Sequence[Fragment], stories: int) -> list[Column]:
    """Sets the fragments' `indent`; returns the column of each story."""
    columns = of_stories(fragments, stories)
    for fragment in fragments:
        own = own_column(fragment)
        if own is None and fragment.home is not None:
            own = columns[fragment.home].width
            if own is not None and max(fragment.widths, default=0.0) >= own + _WIDER:
                continue  # it strayed here from a wider column
        if own is None or not fragment.widths or fragment.part or not fragment.widths[0]:
            continue
        _judge(fragment, own)
    return columns


def of_stories(fragments: Sequence[Fragment], stories: int) -> list[Column]:
    """The column of each story, from the lines held to belong to it."""
    lines: list[list[Fragment]] = [[] for _ in range(stories)]
    for fragment in fragments:
        if fragment.story is not None:
            lines[fragment.story].append(fragment)
    return [Column(_column(story), _lined(story)) for story in lines]


def _judge(fragment: Fragment, column: float) -> None:
    """What the first and last column line of a fragment say of its edges."""
    set_in, short = column - fragment.widths[0], column - fragment.widths[-1]
    fragment.full = short < 0.8
    fragment.single = len(fragment.widths) == 1 and set_in > -3.0
    if fragment.single and fragment.closed and set_in > 0.8:
        fragment.indent = _LAST_LINE  # a short line that ends a sentence ends a paragraph
    elif -3.0 < set_in < 6.0:
        score = _SHARPNESS * (set_in - _SET_IN)
        fragment.indent = max(-_MOST, min(_MOST, score))


def own_column(fragment: Fragment) -> float | None:
    """The column width a fragment shows by itself: that of its lines but the first and last."""
    inner = fragment.widths[1:-1]
    return median(inner) if inner else None


def _column(fragments: Sequence[Fragment]) -> float | None:
    """The column width of a story, from the lines right under its head."""
    inner: list[float] = []
    for fragment in fragments:
        inner += [size for size in fragment.widths[1:-1] if size]
        if len(inner) >= _TELL:
            break
    if inner:
        return median(inner)
    single = [f.widths[0] for f in fragments if len(f.widths) == 1 and not f.closed]
    return median(single) if len(single) >= 4 else None


def _lined(fragments: Sequence[Fragment]) -> bool | None:
    """Do most of the lines under a head hold one column line each?"""
    lines = [fragment for fragment in fragments if fragment.widths]
    if len(lines) < _ENOUGH:
        return None
    return 2 * sum(len(fragment.widths) == 1 for fragment in lines) > len(lines)


def _first_off(fragment: Fragment, width: float) -> float:
    """Characters by which the first of two column lines is off a column, set in or not."""
    if fragment.part or not fragment.widths[0]:
        return (_SAME + _OTHER) / 2
    return min(abs(fragment.widths[0] + set_in - width) for set_in in (0.0, 2.0))


def outgrows(fragment: Fragment, column: Column) -> bool:
    """Has it two lines or more, of which one is too wide for the column?"""
    if column.width is None or len(fragment.widths) < 2:
        return False
    return max(fragment.widths) >= column.width + _WIDER


def fits(fragment: Fragment, column: Column) -> float:
    """Nats for a fragment standing in that column; the more lines, the surer of its width."""
    if fragment.single and column.lined is False and not fragment.closed:
        return _ODD_LINE
    if column.width is None or len(fragment.widths) < 2:
        return 0.0
    if outgrows(fragment, column):
        return _TOO_WIDE
    own = own_column(fragment)
    if own is None:
        off, sure = _first_off(fragment, column.width), _FIRST_LINE
    else:
        off = abs(own - column.width)
        sure = min(1.0, (len(fragment.widths) - 2) / _ENOUGH)
    if off <= _SAME:
        return _FITS * sure
    return _MISFITS * sure if off >= _OTHER else 0.0
