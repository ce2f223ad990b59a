"""Head lines of a story into its kicker, headline and subtitle.

Turns the lines of a head, top to bottom, into those slots. A headline set in two lines is one, also
where its end stands elsewhere on the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from digest.reading import normal
from digest.reading.evidence import runs_on
from digest.reading.headness import headness
from digest.reading.lines import width
from digest.reading.roles import Item
from digest.reading.seams import Seams

ANY_PAGE = Seams(())  # heads are judged without the page's words, which name the same things
KICKER_ENDS = ("——", "—", "\uff1a", ":", "……", "…")
_GLUED = re.compile(r"(?P<rubric>【[^【】]{2,10}】)\s*(?P<rest>.{4,})")
# Logistic regression on 167 heads cut in two at a word near the middle against 54 pairs of a head
# and the line over or under it, all without blanks and dashes: of the cut ones 89 in 100 are told
# above _SURE, of the pairs 4 in 100.
_BIAS, _RUNS, _UPPER, _LOWER, _UNEVEN = 17.4, 1.23, -0.56, -1.04, -0.88
_ALONE, _BELOW, _WHOLE, _WANTS = -0.55, -0.66, 1.04, 3.3
_SURE = 2.0
_MOST, _LEAST = 28.0, 3.0  # widths of a headline, and of a line of it
_WANTING = re.compile(  # words that want something after them
    r"(?:让|为|给|请|的|把|将|在|与|和|对|向|从|有了|[市县区省州旗]总|举办|开展|推行|推动|推进|建立|实现|提升|促进|"
    r"打造|启动|发布|建起|办起|助力|织密|当好|成为)$|^[^的\uff1a“”]{2,10}工会$|[\d百千万][名个家位项]$"
)
_RESTING = re.compile(
    r"(?:的|了|与|和|及|地|得|着|总|有了|这样|变成|送来|送上)"
)  # the start of a rest


def texts(lines: Sequence[Item], end: tuple[Item, Item] | None, *, wrapped: bool) -> list[str]:
    """The head lines in house form, each whole; a line with its `end` elsewhere on the page stands
    where its end does."""
    if end is not None:
        whole = [item.text for item in lines if item is not end[0]]
        found = [*whole, end[0].text + end[1].text]
    else:
        found = _joined(lines)
    return [normal.title(text, wrapped=wrapped) for text in found]


def _joined(lines: Sequence[Item]) -> list[str]:
    """The lines, a headline set in two of them as one: those pairs first that tell it most."""
    found = [item.text for item in lines]
    told = [_parts_of_one(upper, lower) for upper, lower in pairwise(lines)]
    while told and max(told) > _SURE:
        best = told.index(max(told))
        found[best], found[best + 1] = "", found[best] + found[best + 1]
        near = slice(max(0, best - 1), best + 2)
        told[near] = [0.0] * len(told[near])
    return [text for text in found if text]


def _parts_of_one(upper: Item, lower: Item) -> float:
    """Nats for two lines being one headline rather than a head and the line over or under it: such
    parts are short, of a length, and the one wants the other."""
    one, two = upper.text, lower.text
    sizes = width(one), width(two)
    apart = lower.place != upper.place + 1 or lower.gap > 1
    if apart or not _LEAST <= min(sizes) <= sum(sizes) <= _MOST or " " in one + two:
        return 0.0
    if one.endswith(KICKER_ENDS) or upper.marked or two.startswith("—"):
        return 0.0
    runs = runs_on(one, two, ANY_PAGE)
    score = _BIAS + _RUNS * max(-4.0, min(4.0, runs))
    score += _UPPER * sizes[0] + _LOWER * sizes[1] + _UNEVEN * abs(sizes[0] - sizes[1])
    score += _ALONE * headness(one) + _BELOW * headness(two) + _WHOLE * headness(one + two)
    wants = _WANTING.search(one) is not None or _RESTING.match(two) is not None
    tight = upper.gap > lower.gap == 0
    if not (wants or tight or unpaired(one)):
        return 0.0
    return score + (_WANTS if wants else 0.0)


def cut_in_quote(upper: str, lower: str) -> bool:
    """Are two short lines halves of a headline, the upper opening a quote that the lower closes?"""
    marks = sum(text.count('"') % 2 for text in (upper, lower))
    paired = upper.count("“") - upper.count("”") == 1 == lower.count("”") - lower.count("“")
    return width(upper) + width(lower) <= _MOST and (paired or marks == 2)


def unpaired(text: str) -> bool:
    """Does a quote open in it that does not close?"""
    return text.count("“") > text.count("”") or text.count('"') % 2 > 0


def slots(lines: Sequence[str]) -> dict[str, str]:
    """Head lines into kicker, headline and subtitle: a line that ends in a dash or colon is the
    kicker; of two lines the lower is the headline, as papers set them; of three the middle one."""
    if not lines:
        return {}
    if len(lines) == 1:
        return {"headline": lines[0]}
    cut = next((i for i, text in enumerate(lines[:-1]) if text.endswith(KICKER_ENDS)), None)
    if cut is None:
        cut = 0 if len(lines) < 3 else len(lines) - 3
        if lines[-1].count(" ") and " " not in lines[cut] and not _tells(lines[cut]):
            cut = len(lines) - 3  # phrases set apart by spaces stand below the headline
    if lines[-1].startswith(("——", "—")):
        cut = max(-1, len(lines) - 3)
    found = {"headline": lines[cut + 1]}
    if cut >= 0:
        found["kicker"] = " ".join(lines[: cut + 1])
    if lines[cut + 2 :]:
        found["subtitle"] = " ".join(lines[cut + 2 :])
    return found


def rubric_in(found: dict[str, str]) -> str | None:
    """Takes the rubric out of the first head line that holds it: 【主席之声】让服务更有温度."""
    slot = "kicker" if "kicker" in found else "headline"
    match = _GLUED.match(found.get(slot, ""))
    if match is None:
        return None
    found[slot] = match["rest"]
    return match["rubric"]


def _tells(text: str) -> bool:
    """A line that tells what was done, in clauses, is a kicker whatever stands below it."""
    return len(text) > 20 and "\uff0c" in text
