"""Bylines that a page broke over two lines, each set right before anything else is read.

Turns the lines of a page into the same lines with the few characters of a broken byline moved to
the line they belong to: behind the bracket that opens a story, before the one that closes it, or to
the role word whose names stand below. It adds and drops nothing, and leaves what it cannot mend.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from digest.reading import bylines
from digest.reading.lines import Line, width
from digest.reading.names import is_likely_name, vouched
from digest.reading.signatures import provided, signature

_H = r"\u3400-\u4dbf\u4e00-\u9fff"
_MOST_BLANKS = 8  # in a line of a byline; each may part it, and hostile lines have dozens
_MOST = 46.0  # width of a byline, and of each part of it
_ROLES = re.compile(
    rf"(?:(?:本报|工人日报[{_H}—\-]{{0,5}})?(?:首席|特约|特派|见习|实习|驻[站{_H}]{{1,3}}|全媒体|融媒体?){{0,2}})"
    r"(?:记者|通讯员|实习生)|(?:本报)?(?:通|通讯|记)$|本报$|[文图]/"
)
_SIGNS = re.compile(rf"\W{{0,3}}(?:[{_H}—\-·]{{0,14}}?(?:记者|通讯员|实习生)|[文图]/)")
_TAIL = re.compile(r"(?:^|[。\uff01\uff1f”讯电])\s?(\uff08[^\uff08\uff09。\uff0c]{0,44})$")
_REST = re.compile(r"([^\uff08\uff09。\uff0c]{0,40}\uff09)(.*)")
_PROSE = re.compile(r"[。\uff0c\uff1b\uff01\uff1f“”]")


def mended(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, broken bylines set right."""
    out = list(lines)
    for i in range(len(out) - 1):
        parts = _mend(out[i].text, out[i + 1].text) if out[i + 1].gap < 2 else None
        if parts is not None:
            out[i], out[i + 1] = (
                replace(line, text=text, width=width(text))
                for line, text in zip(out[i : i + 2], parts, strict=True)
            )
    return out


def _mend(upper: str, lower: str) -> tuple[str, str] | None:
    opened = upper.rfind("\uff08") > upper.rfind("\uff09")
    tail = _TAIL.search(upper, max(0, len(upper) - 60)) if opened else None
    if tail is not None:
        return _bracketed(upper[: tail.start(1)], tail[1], lower)
    if width(upper) > _MOST or width(lower) > _MOST or not _SIGNS.match(upper):
        return None
    return None if _PROSE.search(upper + lower) else _signing(upper, lower)


def _bracketed(before: str, tail: str, lower: str) -> tuple[str, str] | None:
    """A byline in brackets that close in the line below: whole above when it opens a story, below
    when it signs the end of one."""
    rest = _REST.match(lower)
    if rest is None:
        return None
    inner = _seam(tail[1:], rest[1][:-1])
    if inner is None:
        return None
    if before.rstrip().endswith(("讯", "电")) or (not before and rest[2]):
        return (f"{before}\uff08{inner}\uff09", rest[2]) if rest[2] else None
    return None if rest[2].strip("。") else (before, f"\uff08{inner}\uff09{rest[2]}")


def _seam(one: str, two: str) -> str | None:
    """Two parts of what stands in brackets as a byline or a list of names, with a blank between
    them or none, whichever gives more likely names; None when it is neither."""
    found = [(_oddities(text), text) for text in (f"{one} {two}", one + two)]
    told = [(odd, text) for odd, text in found if odd is not None]
    return min(told, key=lambda pair: pair[0])[1] if told else None


def _oddities(text: str) -> int | None:
    """How many names of a byline do not look like one; None when it is no byline."""
    found = bylines.parse(text)
    if found is None:
        return 0 if provided(text) or (len(text) <= 16 and vouched(text)) else None
    names = (*found.reporters, *found.correspondents, *found.authors, *found.photographers)
    return sum(not is_likely_name(name, told=True) for name in names)


def _signing(upper: str, lower: str) -> tuple[str, str] | None:
    """A byline on two lines, neither of which is whole: parted anew before its last role word."""
    if max(upper.count(" "), lower.count(" ")) > _MOST_BLANKS:
        return None
    if signature(lower) is not None and signature(upper) is not None:
        return None
    found: list[tuple[int, bool, str, str]] = []
    for whole in (f"{upper} {lower}", upper + lower):
        for role in _ROLES.finditer(whole):
            found += _parted(whole[: role.start()].rstrip(), whole[role.start() :])
        for blank in re.finditer(" ", whole):
            found += _parted(whole[: blank.start()], whole[blank.end() :], bare=True)
    if not found or (signature(upper) is not None and min(found)[0] and not upper.endswith("员")):
        return None  # a whole byline and a line of something else
    return min(found)[2:]


def _parted(upper: str, lower: str, *, bare: bool = False) -> list[tuple[int, bool, str, str]]:
    """The two as a way to part a byline, with the number of names in them that are odd; `bare`: the
    lower part is nothing but names."""
    odd = _oddities(upper) if upper else None
    below = _oddities(lower)
    if odd is None or below is None or (bare and bylines.parse(lower) is not None):
        return []
    return [(odd + below, bare, upper, lower)]
