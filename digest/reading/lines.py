"""A page as lines: numbered, in house form, with what their layout says.

Turns page text into `Line`s: the text as printed and in house form, how many blank lines stand
before it, whether it is indented, and — where the dump kept a space at every column break — the
pieces it was wrapped from. It judges nothing about what a line is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from digest.reading import normal

_LEAST_WRAP, _MOST_WRAP = 9.0, 40.0  # widths of a newspaper column in Chinese characters

_WORD = re.compile(r"[^\W_]")  # what always shows
_BRACKETED = re.compile(r"\uff08[^\uff08\uff09]{2,60}\uff09")  # names, whose blanks are no breaks


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank page line: 1-based `number`, `raw` text, `text` in house form (head lines
    keep their spaces), `gap` blank lines before it, whether it is indented, its width in Chinese
    characters."""

    number: int
    raw: str
    text: str
    gap: int
    indented: bool
    width: float


def width(text: str) -> float:
    """Printed width in Chinese characters: ASCII counts half."""
    return len(text) - 0.5 * len(text.encode("ascii", "ignore"))


def split(text: str) -> tuple[Line, ...]:
    """The non-blank lines of a page."""
    lines: list[Line] = []
    gap = 0
    for number, raw in enumerate(text.split("\n"), 1):
        cleaned = normal.clean(raw)
        if not cleaned:
            gap += 1
            continue
        lead = raw[: len(raw) - len(raw.lstrip(" \t\u3000\xa0"))].replace("\t", "    ")
        indented = len(lead.replace("\u3000", "  ")) >= 2
        lines.append(Line(number, raw, normal.marks(cleaned), gap, indented, width(cleaned)))
        gap = 0
    return tuple(lines)


def unseen(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank and yet show nothing: numbers and raw texts."""
    for number, raw in enumerate(text.split("\n"), 1):
        if raw and not raw.isspace() and not _WORD.search(raw) and not normal.clean(raw):
            yield number, raw


def pieces(text: str) -> list[str]:
    """A line cut at the spaces inside it."""
    return text.split()


def column_width(lines: Sequence[Line]) -> float | None:
    """The width the page was wrapped at, when its lines keep a space at every column break.

    A wrapped paragraph shows pieces of one width; a page whose lines have few spaces, or spaces
    that cut pieces of any length, was not wrapped: None.
    """
    texts = [_BRACKETED.sub("", line.text) for line in lines if line.width >= 2 * _LEAST_WRAP]
    sizes = [[width(piece) for piece in pieces(text)] for text in texts]
    inner = [size for line in sizes if max(line, default=0.0) >= _LEAST_WRAP for size in line[1:-1]]
    usable = [size for size in inner if _LEAST_WRAP <= size <= _MOST_WRAP]
    if len(usable) < 4 or len(usable) < 0.6 * len(inner):
        return None
    middle = median(usable)
    near = sum(abs(size - middle) <= 0.2 * middle for size in usable)
    return middle if near >= 0.5 * len(usable) else None
