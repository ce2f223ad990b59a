"""Which of the short lines of a page are heads, and which are pieces of its columns.

Settles the role of every head-like item: a line of a narrow column, a paragraph cut short by a
column break and a byline that looks like a credit lose or change theirs. A line's own form, the
lines around it and how it reads on from and into them are weighed together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from digest.reading import roles, signatures
from digest.reading.evidence import runs_on, starts
from digest.reading.headness import headness
from digest.reading.lines import width
from digest.reading.roles import Item, Role
from digest.reading.seams import Seams

_CONNECTIVE = re.compile(
    r"(?:据悉|据了解|据介绍|此外|同时|与此同时|其中|随后|目前|截至|下一步|另据)"
)
_ONLY_ONE = 0.5  # nats for the one line that can be continued by an open start below it
_LEADS, _ABOVE = 4.0, 1.5  # right above a byline or an opening, and above another head line
_LONE = -3.0  # headness below which a line is no head whatever stands around it


def settle(items: Sequence[Item], column: float | None, seams: Seams) -> None:
    """Changes the role of items that only look like heads, and of credits that sign a story."""
    _promote_subtitles(items)
    _demote_wrapped(items, column)
    _demote_fragments(items, seams, column)
    _promote_names(items)
    _promote_bylines(items)


def _promote_subtitles(items: Sequence[Item]) -> None:
    """A line that starts with a dash under a head is its subtitle (——来自港口的观察)."""
    for before, item in pairwise(items):
        if item.role is Role.BODY and before.role is Role.HEAD and item.text.startswith("—"):
            rest = item.text.lstrip("—").strip()
            if roles.head_like(rest) and item.parts == 1 and not before.text.endswith("—"):
                item.role = Role.HEAD


def _promote_names(items: Sequence[Item]) -> None:
    """Lines of nothing but names between a head and its text sign the story."""
    for i in range(1, len(items) - 1):
        before, item, after = items[i - 1], items[i], items[i + 1]
        between = before.role is Role.HEAD and after.role is Role.BODY and after.opening is None
        if not between or item.parts > 1 or item.role not in (Role.HEAD, Role.BODY):
            continue
        names = signatures.bare_names(item.text)
        if names is not None and not roles.is_rubric_word(before.text):
            item.role, item.names = Role.BYLINE, names


def _demote_wrapped(items: Sequence[Item], column: float | None) -> None:
    """Head-like lines in a run of narrow column lines are lines of the column."""
    for i, item in enumerate(items):
        if item.role is not Role.HEAD:
            continue
        if item.parts > 1:
            item.role = Role.BODY
            continue
        if column is None or width(item.text) < 0.75 * column:
            continue
        near = [other for other in items[max(0, i - 3) : i + 4] if other is not item]
        narrow = sum(
            width(other.text) <= 1.2 * column and other.role in (Role.HEAD, Role.BODY)
            for other in near
        )
        if narrow >= 3 and not _heads_story(items, i):
            item.role = Role.BODY


def _heads_story(items: Sequence[Item], i: int) -> bool:
    """Do the head lines from `i` on lead straight to a byline or an opening?"""
    for item in items[i + 1 : i + 4]:
        if item.role in (Role.BYLINE, Role.AUTHOR) or item.opening is not None:
            return True
        if item.role not in (Role.HEAD, Role.RUBRIC):
            return False
    return False


def _demote_fragments(items: Sequence[Item], seams: Seams, column: float | None) -> None:
    """A head-like line that runs on into the next body line, or from the one before, is a piece
    of a paragraph that a column break or a lost line cut short."""
    for i, item in enumerate(items):
        if item.role is not Role.HEAD:
            continue
        likeness = headness(item.text) + (1.5 if item.gap >= 2 else 0.0)
        likeness -= _column_like(items, i, column)
        likeness += 0.6 * max(0.0, -_usual_news(items, i))
        if _heads_story(items, i):
            likeness += _LEADS if items[i + 1].role is not Role.HEAD else _ABOVE
        if max(_into_next(items, i, seams), _from_last(items, i, seams), _LONE) > likeness:
            item.role = Role.BODY


def _column_like(items: Sequence[Item], i: int, column: float | None) -> float:
    """Nats for the line being one of the column lines around it: one that ends open is a full one,
    or the first of a paragraph, set in by two characters. Pages not wrapped say nothing."""
    if column is None or len(items[i].widths) != 1:
        return 0.0
    near = [size for item in items[max(0, i - 3) : i + 4] for size in item.widths[1:-1]]
    usual, size = (median(near) if len(near) >= 2 else column), items[i].widths[0]
    if min(abs(size - usual), abs(size - usual + 2.0)) <= 1.0:
        return 2.0
    return -2.0 if size < usual - 3.5 else 0.0


def ended(item: Item) -> bool:
    """Does the item end where a paragraph can end?"""
    return item.signed or roles.closed(item.text)


def _into_next(items: Sequence[Item], i: int, seams: Seams) -> float:
    """Nats for the line running on into the body line below it."""
    before, after = _around(items, i)
    if after is None or after.role is not Role.BODY or after.opening is not None:
        return -9.0
    score = runs_on(items[i].text, after.text, seams)
    if (before is None or ended(before)) and starts(after.text) < -0.5:
        score += _ONLY_ONE  # the line below continues something, and nothing else is left open
    return score


def _from_last(items: Sequence[Item], i: int, seams: Seams) -> float:
    """Nats for the line running on from the body line above it, which ends open; against the line
    above running on below it, with a subhead between."""
    before, after = _around(items, i)
    if before is None or before.role is not Role.BODY or ended(before):
        return -9.0
    score = runs_on(before.text, items[i].text, seams) + _usual_news(items, i)
    if after is not None and after.role is Role.BODY and starts(after.text) <= 0.0:
        over = runs_on(before.text, after.text, seams)
        return score + min(3.0, runs_on(items[i].text, after.text, seams)) - max(0.0, over) - 1.5
    return score + (1.5 if after is not None and _CONNECTIVE.match(after.text) else 0.0)


def _around(items: Sequence[Item], i: int) -> tuple[Item | None, Item | None]:
    return items[i - 1] if i else None, items[i + 1] if i + 1 < len(items) else None


def _usual_news(items: Sequence[Item], i: int) -> float:
    """News stories rarely have subheads; signed pieces have several."""
    for item in reversed(items[:i]):
        if item.opening is not None:
            return 1.5
        if item.role in (Role.BYLINE, Role.AUTHOR):
            return -1.5
    return 0.0


def _promote_bylines(items: Sequence[Item]) -> None:
    """“本报记者 … 文/图” right under a head signs the story, not a picture."""
    for before, item, after in zip(items, items[1:], items[2:], strict=False):
        under_head = before.role in (Role.HEAD, Role.RUBRIC) and after.role is Role.BODY
        if item.role is Role.CREDIT and under_head and "文" in item.text:
            item.role = Role.BYLINE
