"""What a page says of itself: the lines that hold its paper, day and number, and no story.

Tells such a line (工人日报 2023年11月2日 星期四 第3版) from others, and turns the lines of a page
into the paper, day and page number they state. A line of words that merely holds a date is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from digest.language.numerals import number_of
from digest.reading.names import is_likely_name, names_in

_H = r"\u4e00-\u9fff"
_PAPER = rf"[{_H}]{{2,8}}?(?:日报|晚报|工人报|职工报|工会报|时报|早报|晨报|商报)"
_FURNITURE = re.compile(
    r"(?:第?\s?[A-Z]?\d{1,3}\s?版.{0,20}|[A-Z]?\d{1,3}|"
    r".{0,12}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日.{0,8}星期.{0,30}|"
    r".{0,8}\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|星期[一二三四五六日天].{0,20}|"
    r"(?!编辑(?:同志|部))(?:责任?编辑?|本版编辑|版式|美编|校对|主编|值班|编辑|电话|热线|邮箱|邮编|国内统一|投稿|E-?mail|"
    r"网址|地址)[^。]{0,10}[::\uff1a].{0,60}|"
    r"(?:下转|上接|\([下上]转?接?).{0,16}版.{0,12}|https?://\S+|www\.\S+)",
    re.IGNORECASE,
)
_STAFF = re.compile(  # 本版编辑 张三 美编 李四 校对 王五
    r"(?:本版)?(?:责任?编辑?|编辑|版式设计|版式|美术?编辑?|责任校对|校对|主编|值班(?:主任|编委|编辑)|组版|监制)"
    r"(?=[\W_]|[^部组])"
)
_PRODUCED = re.compile("编|版|校")
_WORD = re.compile(r"[^\W_]")
_END = re.compile(
    r"[。\uff01\uff1f!?…”’\"'\uff09》]{1,3}"
)  # of a sentence that a column break parted
_TURNED = re.compile(r"下转|上接|转第")  # to another page
_MASTHEAD = re.compile(rf"《?{_PAPER}》?")
_NUMERALS = "〇零一二三四五六七八九"
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s?[年./-]\s?(?P<month>\d{1,2})\s?[月./-]\s?(?P<day>\d{1,2})(?:\s?日|(?!\d))|"
    rf"(?P<y>[一二][{_NUMERALS}]{{3}})年(?P<m>[{_NUMERALS}十]{{1,2}})月(?P<d>[{_NUMERALS}十]{{1,3}})日"
)
_NUMBER = re.compile(
    r"第\s?(?P<a>[A-Z]?\d{1,3})\s?版|(?<![\dA-Z])(?P<b>[A-Z]?\d{1,3})\s?版|"
    r"(?<![\dA-Z])(?P<c>[A-Z]\d{2})(?!\d)"
)
_WEEKDAY = re.compile(r"星期[一二三四五六日天]|周[一二三四五六日]")
_LUNAR = re.compile(rf"(?:农历)?[甲乙丙丁戊己庚辛壬癸][{_H}]年[{_H}]{{2,6}}|农历[{_H}]{{2,12}}")
_OTHERS = re.compile(
    "|".join(re.sub(r"\?P<\w+>", "?:", p.pattern) for p in (_WEEKDAY, _LUNAR, _NUMBER, _MASTHEAD))
)
_MOST_SECTION = 6  # characters of a page's section name (综合新闻) beside its date


@dataclass(frozen=True, slots=True)
class Said:
    """What a page states of itself; None where it does not, or says different things."""

    paper: str | None = None
    day: date | None = None
    number: str | None = None


def is_furniture(text: str) -> bool:
    """Does a line speak of the page and not of a story? One without a word is a rule or a blot."""
    if not has_word(text):
        return not _END.fullmatch(text)
    text = text.strip("()\uff08\uff09")
    if _FURNITURE.fullmatch(text) or _MASTHEAD.fullmatch(text):
        return True
    if _PRODUCED.search(text) and _lists_staff(text):
        return True
    if not _DAY.search(text):
        return False
    rest, others = _OTHERS.subn("", _DAY.sub("", text))
    rest = re.sub(r"[\W_]+", "", rest)
    return not rest or (others > 0 and len(rest) <= _MOST_SECTION)


def _lists_staff(text: str) -> bool:
    """Does a line name those who made the page, by what each did?"""
    first, *others = _STAFF.split(text)
    if has_word(first) or not (len(others) > 1 or text.lstrip("□■●").startswith("本版")):
        return False
    lists = [names_in(re.sub(r"[^\w·]", " ", part), told=True) for part in others]
    named = [name for names in lists if names for name in names]
    likely = sum(is_likely_name(name, told=True) for name in named)
    return all(lists) and 2 * likely > len(named)


def has_word(text: str) -> bool:
    """Does it hold a letter, a character or a digit?"""
    return bool(_WORD.search(text))


def said(lines: Iterable[str]) -> Said:
    """What the furniture lines of a page state."""
    texts = [text for text in lines if not _TURNED.search(text)]
    papers = {m.group().strip("《》") for text in texts for m in _MASTHEAD.finditer(text)}
    numbers = {m["a"] or m["b"] or m["c"] for text in texts for m in _NUMBER.finditer(text)}
    days = [found for text in texts for m in _DAY.finditer(text) if (found := _day(m)) is not None]
    return Said(_only(papers), days[0] if days else None, _only(numbers))


def _only(values: set[str]) -> str | None:
    return next(iter(values)) if len(values) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    try:
        if match["y"]:
            return date(*(number_of(match[part]) for part in "ymd"))
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
