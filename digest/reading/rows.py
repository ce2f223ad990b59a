"""Lines that stand as they are printed: names in columns, units with names, rows of a table.

Marks the rows of lists on a page as paragraphs of their own, whose cells stay parted by a blank,
and the lines over them (二、先进个人(9名), 一等奖) as subheads. A single line that merely looks
like a row is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from digest.reading.lines import width
from digest.reading.names import is_likely_name, names_in
from digest.reading.roles import Item, Role

_H = r"\u3400-\u4dbf\u4e00-\u9fff\u3007"
_OPEN_TO = (Role.HEAD, Role.BODY, Role.AUTHOR)
_PROSE = re.compile(r"[\uff0c。\uff1b\uff01\uff1f,;!?]")
_WIDE_NAME = re.compile(rf"(?<![{_H}])([{_H}]) ([{_H}])(?=[ \uff08]|$)")  # 李 梅
_NAME = rf"(?P<name>[{_H}]{{2,4}}|[{_H}]{{1,8}}·[{_H}]{{1,8}})(?:\uff08[{_H}\d]{{1,6}}\uff09)?"
_NAMED = re.compile(rf"{_NAME} .{{3,40}}")
_NAMES = re.compile(rf".{{3,40}} {_NAME}")
_FIGURE = re.compile(r"\d|[零〇一二三四五六七八九十]{1,3}(?:级|名|个|位)")
_UNIT = re.compile(
    rf"[{_H}A-Za-z0-9\uff08\uff09“”\"]{{2,26}}(?:公司|集团|工会|总工会|医院|学校|大学|学院|中学|小学|工厂|厂|矿|车间|班组|班|队|"
    r"所|局|中心|站|室|院|社区|街道|支行|分行|支队|大队|段|场|馆|项目部|工作室|合作社|分公司|协会|委员会)"
)
_DIVIDES = re.compile(
    r"[一二三四五六七八九十]{1,3}、.{2,30}|\uff08[一二三四五六七八九十]{1,3}\uff09.{2,30}|"
    r".{0,16}[特一二三]等奖.{0,8}|"
    r".{2,24}\uff08\d{1,4}[名个人家位项件篇]\uff09|"
    r"(?:优秀|优胜|入围|鼓励|单项|团体|组织)[^ ]{0,6}奖.{0,8}"
)
_MEASURE = re.compile(r"\uff08?单位[:\uff1a][^。\uff0c]{1,12}\uff09?")  # 单位：万元
_MOST = 48.0  # width of a row
_CELL = 14.0  # width of a table's cell
_ROWS = 3  # rows that make a list
_SURE = 5  # names that make one by themselves


def settle(items: Sequence[Item]) -> None:
    """Gives the rows of lists the role of paragraphs that are whole, and what parts them that of
    subheads."""
    kinds = [_kind(item) for item in items]
    at = 0
    while at < len(items):
        end = at
        while end < len(items) and kinds[end]:
            end += 1
        if end - at >= _ROWS or any(_many_names(item) for item in items[at:end]):
            end = _tight_below(items, at, end) - _is_head(items, end - 1)
            for item in items[_first(items, at, kinds[at] == "figure") : end]:
                as_row(item)
        at = max(end, at + 1)
    for item, following in pairwise(items):
        if following.row and not item.row:
            _divide(item)


def as_row(item: Item) -> None:
    """Makes a line a paragraph of its own that keeps its blanks."""
    item.role, item.names, item.marked, item.row = Role.BODY, None, True, True
    names = names_in(item.text) if " " in item.text else None
    item.text = " ".join(names) if names else _WIDE_NAME.sub(r"\1\2", item.text)


def divides(item: Item) -> bool:
    """Is it a numbered line or one that counts what stands below it (一、…, 一等奖, …(9名))?"""
    return bool(_DIVIDES.fullmatch(item.text)) and not _PROSE.search(item.text)


def _is_head(items: Sequence[Item], last: int) -> bool:
    """Is the last row, set apart from the others, rather the head of the story below it?"""
    below = items[last + 1] if last + 1 < len(items) else None
    leads = below is not None and (below.opening is not None or below.role is Role.BYLINE)
    return leads and items[last].gap > 0 and " " not in items[last].text


def _tight_below(items: Sequence[Item], start: int, end: int) -> int:
    """The end of a list whose rows stand without blanks between them: odd ones are rows too."""
    if all(item.gap for item in items[start + 1 : end]):
        return end
    while end < len(items) and items[end].gap == 0 and _plain(items[end]):
        end += 1
    return end


def _first(items: Sequence[Item], at: int, table: bool) -> int:
    """The first line of a list: the names of a table's columns and its unit stand above it."""
    if table and at and _is_header(items, at - 1):
        at -= 1
    return at - 1 if at and _MEASURE.fullmatch(items[at - 1].text) else at


def _plain(item: Item) -> bool:
    """A line by itself, without a stop in it, that may be a row."""
    text = item.text
    if len(text) > 2 * _MOST or item.role not in _OPEN_TO or item.parts > 1 or item.opening:
        return False
    fits = 2.0 <= width(text) <= _MOST and not _PROSE.search(text)
    return fits and not _DIVIDES.fullmatch(text)


def _divide(item: Item) -> None:
    """What stands over a list parts it from the one above, or is its head."""
    if item.role is Role.HEAD:
        item.marked = True
    if item.role in (Role.HEAD, Role.BODY) and divides(item):
        item.role, item.marked, item.divides = Role.HEAD, True, True


def _kind(item: Item) -> str | None:
    """What kind of row a line looks like; None when it looks like none."""
    if not _plain(item):
        return None
    return next((kind for kind, fits in _KINDS.items() if fits(item.text)), None)


def _of_names(text: str) -> bool:
    names = names_in(text) if " " in text else None
    return bool(names) and len(names or ()) > 1 and all(map(is_likely_name, names or ()))


def _entry(text: str) -> bool:
    """A name and who that is, or a unit and a name."""
    text = _WIDE_NAME.sub(r"\1\2", text)
    found = _NAMED.fullmatch(text) or _NAMES.fullmatch(text)
    return found is not None and is_likely_name(found["name"])


def _figures(text: str) -> bool:
    cells = text.split(" ")
    return len(cells) > 1 and _narrow(cells) and any(map(_FIGURE.search, cells[1:]))


def _narrow(cells: Sequence[str]) -> bool:
    return all(width(cell) <= _CELL for cell in cells)


_KINDS: dict[str, Callable[[str], object]] = {
    "names": _of_names,
    "figure": _figures,
    "entry": _entry,
    "unit": _UNIT.fullmatch,
}


def _many_names(item: Item) -> bool:
    names = names_in(item.text) if item.role in _OPEN_TO and " " in item.text else None
    return names is not None and len(names) >= _SURE and all(map(is_likely_name, names))


def _is_header(items: Sequence[Item], at: int) -> bool:
    """Does a line name the columns of the table below it?"""
    item, cells = items[at], items[at].text.split(" ")
    open_to = item.role in _OPEN_TO and item.opening is None and not _PROSE.search(item.text)
    return open_to and len(cells) == len(items[at + 1].text.split(" ")) > 1 and _narrow(cells)
