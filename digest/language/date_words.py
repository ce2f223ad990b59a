"""Which words of a newspaper's running text name days, and how much of the paper's own date each
needs to be reckoned.

Finds places, and what kind of words stand there; reckons nothing. What only looks like a date is
passed over: a time that comes again (每年9月, 每月5日), the number of a thing (第5日, 15号楼), a
length (三年, 5日内), the lunar calendar, an age, an anniversary, a ratio, a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from digest.language import date_forms as forms
from digest.language.date_forms import DAY, HALVES, MONTH, MONTH_PART, YEAR, Reader, Span
from digest.language.numerals import number_of

Need = Literal["year", "month", "day"]  # how exactly the paper's date must be known
Shape = Literal["dated", "bare", "lone", "near", "vague", "part"]
TO = r"\s?(?:至|到|-{1,2}|~)\s?"
AND = r"\s?[、,和及与]\s?"
_CENTURY = 50  # years of two digits from here on are of the last century


@dataclass(frozen=True, slots=True)
class DateWord:
    """Words at [start:end] that name days: `match` is what `reader` reads.

    `shape`: "dated" names its year (去年 too), "bare" a month or day of some year, "lone" a day of
    some month, "part" a part of some year, "near" is counted from today, "vague" is 近日.
    """

    start: int
    end: int
    match: re.Match[str]
    reader: Reader
    shape: Shape
    need: Need

    @property
    def month(self) -> bool:
        """Whether a month is named."""
        return bool(self._named("month")) or self._named("near") is not None

    @property
    def lead(self) -> str | None:
        """同年 or 次年 before a month, which hang on a year named before."""
        return self._named("lead")

    @property
    def parted(self) -> bool:
        """Whether a part of a year is named."""
        return bool(self._named("part"))

    @property
    def relative(self) -> bool:
        """Whether the year is told from the present one (去年)."""
        return (self._named("year") or "")[:1] in tuple("今本去前明")

    def _named(self, group: str) -> str | None:
        return self.match.groupdict().get(group)


def _near_month(match: re.Match[str], today: date) -> Span | None:
    index = today.year * 12 + today.month - 1 - (match["near"] == "上")
    if match["day"]:
        day = date(index // 12, index % 12 + 1, number_of(match["day"]))
        return day, day, "day"
    return forms.month_part(index // 12, index % 12 + 1, match["part"])


def _part(match: re.Match[str], today: date) -> Span | None:
    return forms.year_part(today.year, match["part"])


def _short_year(match: re.Match[str], _today: date) -> Span | None:
    year = int(match["short"])
    year += 2000 if year < _CENTURY else 1900
    if match["day"]:
        day = date(year, number_of(match["month"]), number_of(match["day"]))
        return day, day, "day"
    return forms.month_part(year, number_of(match["month"]), None)


# 三年前年轻的他, 过去年均, 说明年底, 基本年度; 今年轻, 去年均
_REAL_YEAR = (
    r"(?<![过说表证申声阐](?=[去明]年))(?<!年(?=前年))(?<!个(?=前年))(?<!基(?=本年))"
    r"(?!(?:今|本|去|前|明)年[轻均龄幼迈])"
)
# What comes again, counts months, or is of the moon: 每年9月, 第3月, 农历八月.
_REAL_MONTH = r"(?<![每第个满几近过])(?<!农历|阴历|夏历|旧历|每年|历年|往年|常年)(?<!年的)"
_LEAD = r"(?P<lead>同年|当年|次年|翌年)?(?P<year>)"
_NO_LENGTH = r"(?![龄薪均度嫂]|革命|怀胎|以上|以下|以内|之内|内(?!蒙))"
_NO_THING = r"(?!(?<=号)[楼院馆文令线厅室店车])"
_LONE = (
    r"(?<![\d.月第每期近前后过满达长余隔约为共多数这那半初几至到-])(?P<day>[12]\d|3[01]|[1-9])日"
)
_LONE_ON = (
    r"(?=[,。、;:至到)~-]|上午|下午|中午|晚|凌晨|清晨|早|傍晚|起|电|讯|在|从|获悉|举|召|开|发|$)"
)
_NEWS = r"(?=上午|下午|中午|晚|凌晨|清晨|早|傍晚|[,在从由举召开发印获记])"

_ROWS: tuple[tuple[str, Reader, Shape, Need], ...] = (
    (rf"{_REAL_YEAR}{YEAR}的?{MONTH}份?\s?{DAY}{_NO_THING}", forms.full_day, "dated", "year"),
    (rf"{_REAL_YEAR}{YEAR}的?{MONTH}{_NO_LENGTH}份?{MONTH_PART}?", forms.month, "dated", "year"),
    (
        rf"{_REAL_YEAR}{YEAR}度?(?P<part>{HALVES}|[春夏秋冬](?:天|季)|年?[初底末])?"
        r"(?!的?历史|文明|级)",
        forms.year,
        "dated",
        "year",
    ),
    # 9月12日至15日, 3至5月 and 2021—2023年 name the unit once, behind.
    (
        rf"{_REAL_YEAR}{YEAR}{MONTH}(?P<day>[0-3]?\d)(?=(?:{TO}|{AND})[0-3]?\d[日号])",
        forms.full_day,
        "dated",
        "year",
    ),
    (
        rf"{_REAL_MONTH}{_LEAD}{MONTH}(?P<day>[0-3]?\d)(?=(?:{TO}|{AND})[0-3]?\d[日号])",
        forms.full_day,
        "bare",
        "month",
    ),
    (
        rf"{_REAL_YEAR}{YEAR}的?(?P<month>1[0-2]|[1-9])(?P<part>)(?={TO}\d{{1,2}}月)",
        forms.month,
        "dated",
        "year",
    ),
    (
        rf"{_REAL_MONTH}{_LEAD}(?P<month>1[0-2]|[1-9])(?P<part>)"
        rf"(?={TO}\d{{1,2}}月(?![内龄]|以))",
        forms.month,
        "bare",
        "month",
    ),
    (rf"(?P<year>(?:19|20)\d\d)(?P<part>)(?={TO}(?:19|20)\d\d年)", forms.year, "dated", "year"),
    (
        rf"(?<![第近满过达超])(?P<short>\d\d)年{MONTH}{_NO_LENGTH}(?:{DAY}{_NO_THING})?",
        _short_year,
        "dated",
        "year",
    ),
    (rf"{_REAL_MONTH}{_LEAD}{MONTH}份?\s?{DAY}{_NO_THING}", forms.full_day, "bare", "month"),
    (
        rf"{_REAL_MONTH}{_LEAD}{MONTH}{_NO_LENGTH}份?{MONTH_PART}?",
        forms.month,
        "bare",
        "month",
    ),
    (rf"{_LONE}{_LONE_ON}", forms.lone_day, "lone", "day"),
    (
        r"(?<![-/])(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])"
        r"(?P=sep)(?P<day>[0-3]?\d)(?![\d./-])",
        forms.digits,
        "dated",
        "year",
    ),
    (
        r"(?<![当目以之此先提年月个])(?:昨[天日]|前[天日])(?![头的])",
        forms.relative_day,
        "near",
        "day",
    ),
    (rf"(?<![当至如迄])今[天日]{_NEWS}", forms.relative_day, "near", "day"),
    (
        r"(?<![晚早身路街网线台桌墙车船基成资])(?P<back>本|上)周(?P<day>[一二三四五六日天])?"
        r"(?![边围岁期转刊年])",
        forms.week,
        "near",
        "day",
    ),
    (
        rf"(?<![以路街网线台早晚马加基成资书年])(?P<near>[本上])个?月"
        rf"(?:{MONTH_PART}|{DAY})?(?![均球亮度])",
        _near_month,
        "near",
        "month",
    ),
    (
        rf"(?<![每历多近往逐全同当次翌整\d半今去前明本来末])(?<![每历往]年)"
        rf"(?![一二三四1-4]个)(?P<part>{HALVES}|年[初底末](?![会考一]))",
        _part,
        "part",
        "year",
    ),
    (
        r"(?<![附最临将接靠])近[日期](?![内将拟])"
        r"|(?<![\d一二三四五六七八九十两几数多生节假作今明昨周末平往终即休当目])日前|不久前",
        forms.fuzzy,
        "vague",
        "day",
    ),
)
_FORMS = tuple((re.compile(row[0]), row[1], row[2], row[3]) for row in _ROWS)
_NUMERAL = "零〇一二三四五六七八九十"
# Where words that name days may begin: everything else is passed over at the speed of one search.
_TRIGGER = re.compile(
    r"(?<![\d.])\d{1,4}(?=\s?(?:[年月日号]|至|到|[-~/.]{1,2}\s?\d))"
    rf"|(?<![{_NUMERAL}])[{_NUMERAL}]{{1,4}}[年月]|[今去前明本]年|[同当次翌]年(?=[\d一二三四五六七八九十])|[昨前今][天日]|[本上]个?[周月]"
    r"|[上下]半年|[前第]?[一二两三四1-4]个?季度|年[初底末]|近[日期]|日前|不久前"
)


def found(text: str) -> Iterator[DateWord]:
    """The words of a folded, simplified text that name days, in order, without overlap; at each
    place the longest. Linear in the text."""
    end = 0
    for trigger in _TRIGGER.finditer(text):
        if trigger.start() >= end:
            word = _at(text, trigger.start(), end)
            if word is not None:
                end = word.end
                yield word


def _at(text: str, position: int, before: int) -> DateWord | None:
    best: DateWord | None = None
    for pattern, reader, shape, need in _FORMS:
        match = pattern.match(text, position)
        if match and match.end() > position and (best is None or match.end() > best.end):
            best = DateWord(position, match.end(), match, reader, shape, need)
    if best is None and before:
        best = _goes_on(text, position, before)
    return best


_MORE = re.compile(r"(?P<day>[0-3]?\d)[日号](?![均游]|内(?!蒙))")
_BETWEEN = re.compile(rf"{TO}|{AND}")


def _goes_on(text: str, position: int, before: int) -> DateWord | None:
    """The day that goes on from the one before it: 9月12日至15日, 9月12日、13日."""
    match = _MORE.match(text, position)
    if match and _BETWEEN.fullmatch(text, before, position):
        return DateWord(position, match.end(), match, forms.lone_day, "lone", "day")
    return None
