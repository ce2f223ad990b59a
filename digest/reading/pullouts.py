"""The text of a pull-out: which line stands under its label.

A pull-out is printed amid a column, so that the line below its label may be the rest of the one
above. Tells the place of its text, or that it has none; it moves nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from digest.reading import headlike
from digest.reading.evidence import runs_on, starts
from digest.reading.roles import Item, Role
from digest.reading.seams import Seams

_NEAR = 5  # lines under a label among which its text is looked for
_SHORTEST, _LONGEST = 30, 150  # characters of one that is not the first
_WIDER = 1.2  # times the usual column: a line that is no column line
_SURELY = 2.0  # nats by which one line goes on with another rather than a third does


def text_under(items: Sequence[Item], label: int, column: float | None, seams: Seams) -> int | None:
    """The place of the text over which the label stands: the next body line, or, where that one
    breaks off or goes on with the line above the label, a whole short paragraph soon after it. On
    pages read across their columns (of width `column`) one that is set in a measure of its own."""
    near = [
        item
        for item in items[label + 1 : label + 1 + _NEAR]
        if item.role is Role.BODY and item.opening is None
    ]
    if not near or near[0].place != label + 1:
        return None
    whole = [item for item in near[1:] if _is_whole(item)]
    if column is not None and not _apart(near[0], column):
        apart = next((item for item in whole if _apart(item, column)), None)
        if apart is not None:
            return apart.place
    if label and _goes_on(items[label - 1], near, seams):
        return near[1].place if near[1] in whole else near[0].place
    if headlike.ended(near[0]):
        return near[0].place
    return next((item.place for item in whole if starts(item.text) > 0.0), near[0].place)


def _is_whole(item: Item) -> bool:
    return headlike.ended(item) and _SHORTEST <= len(item.text) <= _LONGEST


def _apart(item: Item, column: float) -> bool:
    """Is it set in one line, wider than the columns of the page?"""
    return len(item.widths) == 1 and item.widths[0] > _WIDER * column


def _goes_on(above: Item, near: Sequence[Item], seams: Seams) -> bool:
    """Does the first of the lines go on with the one above the label, better than the second?"""
    if len(near) < 2 or above.role is not Role.BODY or headlike.ended(above):
        return False
    first, second = (runs_on(above.text, item.text, seams) for item in near[:2])
    return first > 0.0 and first > second + _SURELY
