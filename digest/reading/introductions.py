"""Paragraphs that name a place in full go before those that name it in short.

Turns the paragraphs of one story into the order in which a reader would take them, as far as
places tell: a newspaper writes 山东省日照市岚山区 once and 岚山区 from then on. Two neighbours that
have it the other way round have changed places; nothing else is moved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

# A county or district, what it lies in, and words that end like one.
_UNIT = r"[\u4e00-\u9fff]{2,4}?(?:区|县|旗|市|州)"
_ABOVE = r"[\u4e00-\u9fff]{2}(?:省|自治区|自治州|地区|[市盟州])"
_IN_FULL = re.compile(rf"(?={_ABOVE}(?P<unit>{_UNIT}))")  # one chain holds several
_NO_PLACE = re.compile(r".*(?:[园社景厂小校库辖城片]区|全市|全县|全区|[本该各]市|[本该各]县)")
_UNIT_ENDS = "省市州盟区"


def in_full_first(texts: Sequence[str], opens: Sequence[bool]) -> list[int]:
    """The order in which the paragraphs are to be read, as indices. `opens`: which of them opens
    the story and stays first."""
    named = [_named_in_full(text) for text in texts]
    order = list(range(len(texts)))
    known: set[str] = set()
    for at in range(len(order) - 1):
        here, after = order[at], order[at + 1]
        new = named[after] - named[here] - known
        if not opens[here] and any(_short(texts[here], unit) for unit in new):
            order[at], order[at + 1] = after, here
        known |= named[order[at]]
    return order


def _named_in_full(text: str) -> set[str]:
    """The places a text names together with what they lie in."""
    found = {match["unit"] for match in _IN_FULL.finditer(text)}
    return {unit for unit in found if not _NO_PLACE.fullmatch(unit)}


def _short(text: str, unit: str) -> bool:
    """Does a text name the place without what it lies in?"""
    at = text.find(unit)
    while at >= 0:
        if not at or text[at - 1] not in _UNIT_ENDS:
            return True
        at = text.find(unit, at + 1)
    return False
