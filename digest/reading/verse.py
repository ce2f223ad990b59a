"""Poems and songs: short lines that stay lines.

Finds runs of short lines without a stop inside, which neither fill a column nor read as heads,
and marks each as a paragraph of its own, with the line above as the title and a name alone below it
as the poet's. Prose cut into short lines shows its stops inside them and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.reading.lines import width
from digest.reading.names import Names, is_likely_name
from digest.reading.roles import Item, Role
from digest.reading.rows import as_row

_WIDEST = 18.0  # characters of a line of verse
_MEAN = 13.0
_NARROW = 9.5  # mean width below which lines of one width are no column
_TITLE = 14.0  # characters of the title of one at most: a longer line is one of a column
_LEAST = 4  # lines of a poem
_INSIDE = re.compile(r"[\uff0c。\uff1b\uff01\uff1f、\uff1a,;!?:](?=.)")
_ENDS = re.compile(r"[\uff0c。\uff1b\uff01\uff1f、…—]$")
_STOPS = 0.3  # share of lines that may have a stop inside
_FULL = 0.6  # share of lines as wide as the widest from which they fill a column
_CLASSIC = 0.7  # share of lines with a stop at the end that make lines of one width verse
_HEADING = (Role.BYLINE, Role.AUTHOR)
_FIGURES = re.compile(r"\d")


def settle(items: Sequence[Item]) -> None:
    """Gives lines of verse the role of paragraphs that are whole."""
    at = 0
    while at < len(items):
        end = at
        while end < len(items) and _short(items[end]):
            end += 1
        if end - at >= _LEAST:
            _poem(items, at, end)
        at = max(end, at + 1)


def _short(item: Item) -> bool:
    if len(item.text) > 2 * _WIDEST:
        return False
    open_to = item.role in (Role.HEAD, Role.BODY) and not item.marked and item.parts == 1
    return open_to and item.opening is None and not item.signed and width(item.text) <= _WIDEST


def _poem(items: Sequence[Item], start: int, end: int) -> None:
    """Marks the lines from `start` to before `end` if they are a poem, less the heads around it."""
    signed = start > 0 and items[start - 1].role in _HEADING
    title = None if signed else start
    author = None
    first = start if signed else start + 1
    if not signed and is_likely_name(items[first].text.replace(" ", "")):
        author, first = items[first], first + 1
    last = end - _heads_below(items, first, end)
    lines = items[first:last]
    if title is not None and width(items[title].text) > _TITLE:
        return
    if len(lines) < _LEAST or not _is_verse([line.text for line in lines]):
        return
    tight = any(line.gap == 0 for line in lines[1:])
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        alone = tight and line.gap > 0 and following is not None and following.gap > 0
        if alone and 2 <= len(line.text) <= 10 and line is not lines[0]:
            line.role, line.marked, line.divides = Role.HEAD, True, True
        else:
            as_row(line)
    if title is not None:
        items[title].role, items[title].marked = Role.HEAD, True
    if author is not None:
        author.role = Role.AUTHOR
        author.names = Names(authors=(author.text.replace(" ", ""),))


def _heads_below(items: Sequence[Item], first: int, end: int) -> int:
    """How many of the last lines before `end` are the head of what follows there."""
    if end == len(items):
        return 0
    following = items[end]
    if following.role not in _HEADING and following.opening is None:
        return 1 if items[end - 1].gap > following.gap or items[end - 1].gap > 1 else 0
    apart = [i for i in range(end - 1, max(first, end - 4), -1) if items[i].gap > 1]
    return end - apart[0] if apart else 1


def _is_verse(texts: Sequence[str]) -> bool:
    """Few stops inside the lines, and lines that do not fill a column or that all end in one."""
    sizes = [width(text) for text in texts]
    inside = sum(bool(_INSIDE.search(text)) for text in texts)
    figures = sum(bool(_FIGURES.search(text)) for text in texts)
    if max(inside, figures) > _STOPS * len(texts) or sum(sizes) > _MEAN * len(texts):
        return False
    full = sum(size >= max(sizes) - 1.0 for size in sizes) >= _FULL * len(texts)
    ends = sum(bool(_ENDS.search(text)) for text in texts) >= _CLASSIC * len(texts)
    return ends or not full or sum(sizes) <= _NARROW * len(texts)
