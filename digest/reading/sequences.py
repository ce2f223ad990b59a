"""Paragraphs that count on: which one goes before which, told by the numbers they begin with.

Turns the texts of a page, in page order, into pairs of a paragraph and the one it counts on from
(一是 … 二是 …, 第一 … 第二 …, (三) … (四) …, 问: … 答: …). Numbers inside sentences say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_DIGITS = "一二三四五六七八九十"
_COUNTED = re.compile(
    rf"(?P<before>[(\uff08]|第|其|)(?P<number>[{_DIGITS}]|[1-9]\d?)(?P<after>[)\uff09]|[、.\uff0e]|是(?!个|种|名|位)|[\uff0c,])"
)
_ASKED = re.compile(r"(?P<who>问|答|记者|Q|A)\s?[:\uff1a]")
_TALK = "?"  # the style of questions and answers
_ASKS = ("问", "记者", "Q")
_NEAR = 30  # paragraphs within which numbers count on; two lists further apart are two


def counted_on(texts: Sequence[str]) -> dict[int, int]:
    """Place of a paragraph → place of the one it counts on from. The nearest that fits is taken,
    one above before one below (questions and answers look up only); no two count on from the
    same one."""
    marks = [_mark(text) for text in texts]
    out: dict[int, int] = {}
    for i, mark in enumerate(marks):
        if mark is None:
            continue
        wanted = _before(mark)
        end = i if mark[0] == _TALK else min(len(marks), i + _NEAR + 1)
        near = range(max(0, i - _NEAR), end)
        found = [j for j in near if j != i and marks[j] in wanted and j not in out.values()]
        if found:
            out[i] = min(found, key=lambda j: (j > i, abs(j - i)))
    return out


def _mark(text: str) -> tuple[str, int] | None:
    """How a paragraph is numbered, and its number; questions are 1 and answers 2."""
    if asked := _ASKED.match(text):
        return _TALK, 1 if asked["who"] in _ASKS else 2
    if not (counted := _COUNTED.match(text)):
        return None
    if not counted["before"] and counted["after"] in (",", "\uff0c"):
        return None  # 三,… is no number of a list
    digits = counted["number"]
    number = _DIGITS.index(digits) + 1 if digits in _DIGITS else int(digits)
    kind = "d" if digits.isdigit() else ""
    return counted["before"] + kind + counted["after"], number


def _before(mark: tuple[str, int]) -> set[tuple[str, int]]:
    """What may stand before a number: the one lower; an answer before a question, and so on."""
    style, number = mark
    if style == _TALK:
        return {(style, 3 - number)}
    return {(style, number - 1)} if number > 1 else set()
