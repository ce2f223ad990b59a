"""An article turned into the quantities it states: value, unit, and what they count.

Dates, clock times, ordinals and labels such as “1+N” are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.model import Article
from digest.understanding import genre

_SCALES = {"": 1.0, "千": 1e3, "万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8}
_UNITS = (
    "人次|人份|批次|场次|例次|平方米|平方公里|公里|公顷|千米|立方米|万千瓦|千瓦|兆瓦|个百分点|个小时|小时|分钟|"
    "美元|元|名|人|位|家|个|项|件|起|场|次|批|期|条|份|支|所|处|座|台|辆|套|间|户|种|类|门|篇|幅|册|本|"
    "部|张|组|对|队|万|吨|公斤|米|亩|岁|天|年|节|例|笔|只|株|箱|袋|瓶|盒|枚|块|把|顶|双|站|街|镇|村"
)
_QUANTITY = re.compile(
    r"(?<![\d.+\-·“第A-Za-z])(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?P<vague>[余多来])?"
    rf"(?P<scale>百万|千万|[万亿千])?(?P<vague2>[余多])?(?P<unit>%|％|‰|㎡|(?:{_UNITS}))?"
)
_NOUN = re.compile(r"[\u4e00-\u9fff]{1,14}")
_BEFORE = re.compile(r"[\u4e00-\u9fff“”·]{1,14}$")


@dataclass(frozen=True, slots=True)
class Number:
    """`value` in plain units, `unit` as written without its scale, `counts` what is counted (may
    be empty), `text` as written, `about` whether the text says it is more or less that."""

    value: float
    unit: str
    counts: str
    text: str
    about: bool
    paragraph: int
    start: int


def find(article: Article) -> tuple[Number, ...]:
    """The quantities of the body in order."""
    return tuple(
        number
        for place, paragraph in enumerate(article.paragraphs)
        for number in in_text(paragraph, place)
    )


def in_text(text: str, paragraph: int = 0) -> Iterator[Number]:
    """The quantities of one paragraph in order."""
    for match in _QUANTITY.finditer(text):
        unit, scale = match.group("unit") or "", match.group("scale") or ""
        if not (unit or scale) or _is_date(text, match, unit):
            continue
        yield Number(
            value=float(match.group("number").replace(",", "")) * _SCALES[scale],
            unit="%" if unit == "％" else unit,
            counts=_counted(text, match),
            text=match.group().strip(),
            about=bool(match.group("vague") or match.group("vague2")),
            paragraph=paragraph,
            start=match.start(),
        )


def _is_date(text: str, match: re.Match[str], unit: str) -> bool:
    """2023年 is a date, 近5年 and 10年间 are periods; 1+N and 3·15 are labels."""
    if text[match.end("number") : match.end("number") + 1] in {"+", "·", "-", ":"}:
        return True
    if unit != "年":
        return False
    return len(match.group("number")) == 4 or text[match.end() : match.end() + 1].isdecimal()


def _counted(text: str, match: re.Match[str]) -> str:
    """The noun right behind the unit (120名职工), else the one right before (驿站118家)."""
    behind = _NOUN.match(text, match.end())
    if behind:
        noun = _first_noun(behind.group())
        if noun:
            return noun
    before = _BEFORE.search(text[max(0, match.start() - 14) : match.start()])
    return _last_noun(before.group().strip("“”·")) if before else ""


def _first_noun(run: str) -> str:
    """The words at the start of the run up to its first verb or particle; a 的 is stepped over."""
    kept: list[str] = []
    for word in genre.tokens(run):
        if word == "的" and kept:
            kept.clear()
            continue
        if word in genre.verbs() or word in "的了着过等和与及或":
            break
        kept.append(word)
    return "".join(kept[:4])


def _last_noun(run: str) -> str:
    kept: list[str] = []
    for word in reversed(genre.tokens(run)):
        if word in genre.verbs() or word in "的了着过等和与及或共已约近":
            break
        kept.insert(0, word)
    return "".join(kept[-3:])
