"""Pictures on a page: which lines are a caption, from its first line to its credit.

Turns items into spans (first place → last place) of captions that stand as items of their own. A
credit at the end of a signed story without a caption is none. On pages read across columns lines of
other stories may stand between the lines of a caption, its credit and its title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from digest.reading import openers, roles
from digest.reading.rarity import pairs, weight
from digest.reading.roles import Item, Role

# a caption may set what was called before the day: “一二,加油!”12月6日,…
_CAPTION_START = re.compile(
    rf"{roles.SHOWS}|(?:“[^”。]{{1,16}}”)?(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日曰]|▲|△|↑|▼"
)
_SOFT_CAPTION = re.compile(r"(?:近日|日前|连日来|近期|入夏|入冬)")
_SHORT = 8  # characters of a picture's title; of 17 lines over head lines none had fewer than 9
_TELLING = 1.5  # weight above which shared pairs of characters tell of one matter
_MOST_CAPTION = 3  # paragraphs of a caption
_MOST_LINES = 9  # lines of one that was wrapped
_MOST_BETWEEN = 8  # lines between a caption's first and its credit, where columns were read across


def spans(items: Sequence[Item]) -> dict[int, int]:
    """Start and end places of photo captions with their credits."""
    out: dict[int, int] = {}
    for i, item in enumerate(items):
        if item.role is Role.CREDIT and item.names is not None:
            start = _caption_start(items, i - 1)
        elif item.role is Role.BODY and item.opening is None:
            close = openers.closing(item.text)
            if close is None or not close.picture:
                continue
            start = _caption_start(items, i)
        else:
            continue
        if start is not None:
            out[start] = i
    return out


def torn(items: Sequence[Item], found: Mapping[int, int]) -> dict[int, int]:
    """Captions that lines of other stories have come into, as one line of each (its place) with the
    place of the credit; `found` are those that stand whole."""
    out: dict[int, int] = {}
    ends = set(found.values())
    for item in items:
        if item.place in ends or item.role not in (Role.CREDIT, Role.BODY):
            continue
        if item.role is Role.CREDIT:
            line = _below_title(items, item.place) if item.names is not None else None
            line = _above_title(items, found, item.place) if line is None else line
        else:
            line = item.place if _ends_titled(items, found, item) else None
        if line is not None and line not in found:
            out[line] = item.place
    return out


def _below_title(items: Sequence[Item], credit: int) -> int | None:
    """The first line of a caption, right below a head line, that breaks off and whose credit stands
    further below."""
    for i in range(credit - 1, max(0, credit - _MOST_BETWEEN), -1):
        if items[i].role is not Role.BODY or items[i].opening is not None:
            return None
        if items[i - 1].role is Role.HEAD:
            begins = _CAPTION_START.match(items[i].text) and not roles.closed(items[i].text)
            return i if begins else None
    return None


def _above_title(items: Sequence[Item], photos: Mapping[int, int], credit: int) -> int | None:
    """A line above a credit that speaks of what the title below the credit does."""
    title = credit + 1
    if title >= len(items) or items[title].role is not Role.HEAD:
        return None
    for i in range(credit - 1, max(-1, credit - _MOST_CAPTION - 1), -1):
        if items[i].role is not Role.BODY or items[i].opening is not None:
            return None
        told = _shared(items[title].text, items[i].text) > 0.0
        if told and titled_below(items, photos, items[i].text, title):
            return i
    return None


def _ends_titled(items: Sequence[Item], photos: Mapping[int, int], item: Item) -> bool:
    """Is it the last line of a caption, with its credit, and the title right below it?"""
    if item.opening is not None or not item.signed:
        return False
    close = openers.closing(item.text)
    if close is None or not close.picture:
        return False
    return titled_below(items, photos, item.text, item.place + 1)


def _caption_start(items: Sequence[Item], last: int) -> int | None:
    """The first line of the caption that ends at `last`: after a head or a wide gap, or where a
    line starts as captions do; None when the credit is of a picture without a caption."""
    soft, paragraphs = None, 0
    for i in range(last, max(-1, last - _MOST_LINES), -1):
        item = items[i]
        if paragraphs == _MOST_CAPTION:
            return soft
        paragraphs += not i or item.gap > 0 or roles.closed(items[i - 1].text)
        if item.role is not Role.BODY or item.opening is not None:
            return _after_head(items, i + 1, last)
        if item.gap >= 2 and i > 0:
            return i
        if _CAPTION_START.match(item.text):
            return i
        if _SOFT_CAPTION.match(item.text):
            soft = i
    return 0 if last >= 0 and last - _MOST_LINES < 0 else soft


def _after_head(items: Sequence[Item], start: int, last: int) -> int | None:
    """A caption that starts right after a head line or an earlier credit."""
    if start > last:
        return None
    before = items[start - 1] if start else None
    if before is None or before.role in (Role.HEAD, Role.CREDIT):
        return start
    return start if _CAPTION_START.match(items[start].text) else None


def titled_below(items: Sequence[Item], photos: Mapping[int, int], caption: str, at: int) -> bool:
    """Does the head line at place `at` title the picture above it, with that caption, rather than
    what stands below? `photos` are the spans of all pictures. A line between two pictures is of the
    one whose words it shares; where it shares none, of the upper one if the lower has a title
    below, since a page sets all its titles on one side."""
    while at < len(items) and items[at].role is Role.HEAD:
        after = next((i for i in range(at, len(items)) if items[i].role is not Role.HEAD), None)
        following = items[after] if after is not None else None
        if following is None or after is None:
            return True
        if not _leads(following, photos):
            return not _heads(items[at:after], caption, following)
        if after == at + 2:
            return _titles(items[at], caption, items[at + 1])
        if after > at + 2 or following.gap >= 2:
            return True
        if after not in photos:
            return False
        lower = _text(items, photos, after)
        ours, theirs = _shared(items[at].text, caption), _shared(items[at].text, lower)
        if ours != theirs:
            return ours > theirs
        at, caption = photos[after] + 1, lower
    return False


def _text(items: Sequence[Item], photos: Mapping[int, int], at: int) -> str:
    """The caption of the picture at place `at`, with its credit."""
    return "".join(item.text for item in items[at : photos[at] + 1])


def _heads(lines: Sequence[Item], caption: str, below: Item) -> bool:
    """Do two head lines below a picture both head the text under them, by the words that the upper
    one shares with it and with the caption?"""
    if below.role is not Role.BODY or len(lines) != 2:
        return False
    return _shared(lines[0].text, below.text) > _shared(lines[0].text, caption)


def _leads(item: Item, photos: Mapping[int, int]) -> bool:
    """Would a head line right above the item be its headline?"""
    opens = item.opening is not None or item.role in (Role.BYLINE, Role.AUTHOR)
    return opens or item.place in photos


def _titles(title: Item, caption: str, other: Item) -> bool:
    """Does a line below the credit title the photo with that caption rather than stand over the
    next head line, `other`? By the words it shares with either; where it shares none, a short one
    does: lines over a head line name a place or an office, or say in two phrases what was done."""
    if other.gap >= 2:
        return True
    if title.text.endswith(("——", "\uff1a", ":", "…")):
        return False
    ours, theirs = _shared(title.text, caption), _shared(title.text, other.text)
    if ours or theirs:
        return ours >= theirs
    return len(title.text) <= _SHORT and " " not in title.text and len(other.text) > len(title.text)


def _shared(one: str, other: str) -> float:
    """How telling the words are that two texts share; 0 for those of every page."""
    shared = sum(map(weight, pairs(one) & pairs(other)))
    return shared if shared > _TELLING else 0.0
