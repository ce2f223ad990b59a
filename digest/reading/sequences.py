"""Paragraphs that count on: which one goes before which, told by the numbers they begin with.

Turns the texts of a page, in page order, into pairs of a paragraph and the one it counts on from
(一是 … 二是 …, 第一 … 第二 …, (三) … (四) …, 问: … 答: …). Numbers inside sentences say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from itertools import chain

_DIGITS = "一二三四五六七八九十"
_COUNTED = re.compile(
    rf"(?P<before>[(\uff08]|第|其|)(?P<number>[{_DIGITS}]|[1-9]\d?)(?P<after>[)\uff09]|[、.\uff0e](?!\d)|是(?!个|种|名|位)|[\uff0c,])"
)
# the first, second, … of things told one after the other; days, times and sessions are no list
_ORDINAL = re.compile(
    rf"[\u4e00-\u9fff]{{0,4}}?第(?P<number>[{_DIGITS}])(?P<after>个|轮|步|招|条|项|件|课|站|类|种|方面)"
)
_ASKED = re.compile(r"(?P<who>问|答|记者|Q|A)\s?[:\uff1a]")
_ANSWERED = re.compile(r"[。？！?!][答A]\s?[:\uff1a]")
_TALK = "?"  # the style of questions and answers
_ITEM_ENDS = (_TALK, "、", ")", "\uff09")
_ASKS = ("问", "记者", "Q")
_NEAR = 30  # paragraphs within which numbers count on; two lists further apart are two


def begins_item(text: str) -> bool:
    """Does a question, an answer or a numbered item begin here? No sentence goes on so."""
    mark = _mark(text)
    return mark is not None and mark[0][-1] in _ITEM_ENDS


def counted_on(texts: Sequence[str], first: Container[int] = ()) -> dict[int, int]:
    """Place of a paragraph → place of the one it counts on from. The nearest that fits is taken,
    one above before one below (questions and answers look up only); no two count on from the
    same one. `first`: places where a question may be the first of its story, so that it counts on
    from no answer."""
    marks = [_mark(text) for text in texts]
    out: dict[int, int] = {}
    for i, mark in enumerate(marks):
        if mark is None:
            continue
        wanted = set() if mark == (_TALK, 1) and i in first else _before(mark)
        end = i if mark[0] == _TALK else min(len(marks), i + _NEAR + 1)
        near = range(max(0, i - _NEAR), end)
        found = [j for j in near if j != i and marks[j] in wanted and j not in out.values()]
        if found:
            out[i] = min(found, key=lambda j: (j > i, abs(j - i)))
    return out


def in_count(texts: Sequence[str]) -> list[int]:
    """The order in which the paragraphs of one story are to be read, as indices: numbered ones
    change places until they count up, and an answer that stands before its question with it. A
    story that counts twice, or leaves out a number, stays as it is."""
    marks = [_mark(text) or _ordinal(text) for text in texts]
    order = list(range(len(texts)))
    for style in {mark[0] for mark in marks if mark is not None} - {_TALK}:
        slots = [i for i, mark in enumerate(marks) if mark is not None and mark[0] == style]
        numbers = {i: _number(marks[i]) for i in slots}
        if sorted(numbers.values()) == list(range(1, len(slots) + 1)):
            for slot, i in zip(slots, sorted(slots, key=numbers.__getitem__), strict=True):
                order[slot] = i
    return _by_turns(order, marks, [bool(_ANSWERED.search(text)) for text in texts])


def _number(mark: tuple[str, int] | None) -> int:
    return 0 if mark is None else mark[1]


def _by_turns(
    order: list[int], marks: Sequence[tuple[str, int] | None], answered: Sequence[bool]
) -> list[int]:
    """As many answers as questions take turns, a question first. Else of two questions and an
    answer, or two answers and a question, the last two change places. `answered`: a question with
    its answer in the same paragraph ends as an answer does."""
    slots = [at for at, i in enumerate(order) if (mark := marks[i]) and mark[0] == _TALK]
    said = [order[at] for at in slots]
    asks, answers = ([i for i in said if _number(marks[i]) == number] for number in (1, 2))
    if len(asks) == len(answers) and not any(answered[i] for i in said):
        for at, i in zip(slots, chain.from_iterable(zip(asks, answers, strict=True)), strict=True):
            order[at] = i
        return order
    for n in range(1, len(slots) - 1):
        above, one, other = slots[n - 1 : n + 2]
        before = 2 if answered[order[above]] else _number(marks[order[above]])
        here, after = _number(marks[order[one]]), _number(marks[order[other]])
        if before == here != after and not answered[order[one]]:
            order[one], order[other] = order[other], order[one]
    return order


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


def _ordinal(text: str) -> tuple[str, int] | None:
    """As `_mark`, of what a paragraph tells as the first, second, … of its kind."""
    told = _ORDINAL.match(text)
    return ("第" + told["after"], _DIGITS.index(told["number"]) + 1) if told else None


def _before(mark: tuple[str, int]) -> set[tuple[str, int]]:
    """What may stand before a number: the one lower; an answer before a question, and so on."""
    style, number = mark
    if style == _TALK:
        return {(style, 3 - number)}
    return {(style, number - 1)} if number > 1 else set()
