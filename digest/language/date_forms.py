"""What each kind of date expression means: a pattern, and the span of days that a match stands
for on a given day. Raises ValueError for what only looks like a date (the 31st of June).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Literal

from digest.language.numerals import NUMERAL, number_of

DatePrecision = Literal["day", "month", "year", "span", "fuzzy"]
# 近日, 日前: newspapers use them for up to two weeks.
FUZZY_DAYS = 14
Span = tuple[date, date, DatePrecision]
Reader = Callable[[re.Match[str], date], Span | None]


def month_span(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month."""
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def _day(day: date) -> Span:
    return day, day, "day"


def _year_of(text: str | None, today: date) -> int | None:
    if not text:
        return None
    relative = {"今年": 0, "本年": 0, "去年": -1, "前年": -2, "明年": 1}
    if text in relative:
        return today.year + relative[text]
    return number_of(text.rstrip("年"))


def full_day(match: re.Match[str], today: date) -> Span | None:
    """7月25日, 去年7月25日: the latest one not after `today` where no year is named."""
    named = _year_of(match["year"], today)
    month, day = number_of(match["month"]), number_of(match["day"])
    if named is not None:
        return _day(date(named, month, day))
    # Eight years back at most: the 29th of February skips seven around 1900 and 2100.
    for back in range(9):
        if day <= month_span(today.year - back, month)[1].day:
            found = date(today.year - back, month, day)
            if found <= today:
                return _day(found)
    return None


_PARTS = {"初": (1, 10), "上旬": (1, 10), "中旬": (11, 20), "中": (11, 20), "下旬": (21, 31)}
_PARTS |= {"底": (21, 31), "末": (21, 31)}


def month_part(year: int, month: int, part: str | None) -> Span:
    """A month, or what is meant by its 初, 中旬 or 底."""
    first, last = month_span(year, month)
    days = _PARTS.get(part or "")
    if days is None:
        return first, last, "month"
    return first.replace(day=days[0]), first.replace(day=min(days[1], last.day)), "span"


def month(match: re.Match[str], today: date) -> Span | None:
    """9月, 今年9月, 9月中旬: the latest one not after `today` where no year is named."""
    number = number_of(match["month"])
    year = _year_of(match["year"], today)
    if year is None:
        year = today.year if number <= today.month else today.year - 1
    return month_part(year, number, match["part"])


_SEASONS = {"春": (3, 5), "夏": (6, 8), "秋": (9, 11), "冬": (12, 12)}
_YEAR_PARTS = {"上半年": (1, 6), "下半年": (7, 12), "初": (1, 3), "底": (10, 12), "末": (10, 12)}


def year_part(year: int, part: str | None) -> Span:
    """A year, or what is meant by its 上半年, 三季度, 前三季度, 春天 or 底."""
    if not part:
        return date(year, 1, 1), date(year, 12, 31), "year"
    if "季" in part and part[0] not in _SEASONS:
        quarter = number_of(part.strip("前第个季度"))
        months = (1 if part[0] == "前" else 3 * quarter - 2, 3 * quarter)
    else:
        months = _YEAR_PARTS.get(part.lstrip("年")) or _SEASONS[part[0]]
    return date(year, months[0], 1), month_span(year, months[1])[1], "span"


def year(match: re.Match[str], today: date) -> Span | None:
    """2023年, 今年上半年, 去年底."""
    found = _year_of(match["year"], today)
    return None if found is None else year_part(found, match["part"])


_DAYS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2, "前日": 2, "大前天": 3, "明天": -1}


def relative_day(match: re.Match[str], today: date) -> Span | None:
    """今日, 昨天."""
    return _day(today - timedelta(days=_DAYS[match[0]]))


def week(match: re.Match[str], today: date) -> Span | None:
    """上周, 本周三, 周五."""
    back = match["back"].replace("个", "").count("上")
    monday = today - timedelta(days=today.weekday() + 7 * back)
    day = match["day"]
    if not day:
        return monday, monday + timedelta(days=6), "span"
    weekday = 6 if day in "日天" else number_of(day) - 1
    found = monday + timedelta(days=weekday)
    return _day(found if match["back"] or found <= today else found - timedelta(days=7))


def _this_month(match: re.Match[str], today: date) -> Span | None:
    back = match[0].count("上")
    index = today.year * 12 + today.month - 1 - back
    return *month_span(index // 12, index % 12 + 1), "month"


def _this_quarter(match: re.Match[str], today: date) -> Span | None:
    index = today.year * 4 + (today.month - 1) // 3 - match[0].count("上")
    first = 3 * (index % 4) + 1
    return date(index // 4, first, 1), month_span(index // 4, first + 2)[1], "span"


def _last_n(match: re.Match[str], today: date) -> Span | None:
    unit = match["unit"]
    if match["half"]:
        return _back(today, 6 if "年" in unit else 0, 15), today, "span"
    number = number_of(match["number"]) if match["number"] else 1
    if unit in ("天", "日"):
        return today - timedelta(days=number - 1), today, "span"
    if unit in ("周", "星期", "个星期", "礼拜", "个礼拜"):
        return today - timedelta(days=7 * number - 1), today, "span"
    return _back(today, number * (12 if unit == "年" else 1), 0), today, "span"


def _back(today: date, months: int, days: int) -> date:
    """The day after the same day so many months back, at most that month's last."""
    if not months:
        return today - timedelta(days=days)
    index = today.year * 12 + today.month - 1 - months
    first, last = month_span(index // 12, index % 12 + 1)
    return first.replace(day=min(today.day, last.day)) + timedelta(days=1)


def fuzzy(_match: re.Match[str], today: date) -> Span | None:
    """近日, 日前."""
    return today - timedelta(days=FUZZY_DAYS), today, "fuzzy"


def lone_day(match: re.Match[str], today: date) -> Span | None:
    """5日: the latest one not after `today`."""
    day = number_of(match["day"])
    if day <= today.day:
        return _day(today.replace(day=day))
    first = month_span(today.year - (today.month == 1), (today.month - 2) % 12 + 1)[0]
    return _day(first.replace(day=day))


def digits(match: re.Match[str], _today: date) -> Span | None:
    """2023-11-01, 2023.11."""
    named, number = int(match["year"]), int(match["month"])
    if match["day"]:
        return _day(date(named, number, int(match["day"])))
    return month_part(named, number, None)


YEAR = r"(?P<year>今年|本年|去年|前年|明年|(?<![\d.])\d{4}年|[零〇一二三四五六七八九]{4}年)"
MONTH = r"(?P<month>(?<![\d.])1[0-2]|(?<![\d.])0?[1-9]|十[一二]?|[一二三四五六七八九])月(?!饼)"
DAY = rf"(?P<day>[0-3]?\d|{NUMERAL}+)[日号]"

MONTH_PART = r"(?P<part>初|上旬|中旬|下旬|中(?!旬|心|国|学|央)|底|末)"
HALVES = r"上半年|下半年|第?[一二三四1-4]个?季度|前[二两三23]个?季度"


def _compiled(rows: Iterable[tuple[str, Reader]]) -> list[tuple[re.Pattern[str], Reader]]:
    return [(re.compile(pattern), reader) for pattern, reader in rows]


READERS = _compiled(
    (
        (rf"(?:{YEAR}的?)?{MONTH}份?\s*{DAY}", full_day),
        (
            rf"(?:{YEAR}的?)?{MONTH}份?{MONTH_PART}?",
            month,
        ),
        (
            rf"{YEAR}度?(?:的|全年|一年)?"
            rf"(?P<part>{HALVES}|[春夏秋冬](?:天|季)|年?[初底末])?",
            year,
        ),
        (r"大前天|今[天日]|昨[天日]|前[天日]|明天", relative_day),
        (r"(?P<back>本|这个?|上上个?|上个?)(?:周|星期|礼拜)(?P<day>[一二三四五六日天])?", week),
        (
            r"(?P<back>)(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?![\u4e00-\u9fff]{0,1}[至到])",
            week,
        ),
        (r"(?:本|这个|上个?|当)月(?!球)", _this_month),
        (r"(?:本|这个|上个?)季度", _this_quarter),
        (
            rf"(?:最近|过去|近|这|前)的?这?(?P<half>半)?(?P<number>\d{{1,3}}|{NUMERAL}{{1,3}})?"
            r"(?:(?<=半)个?|(?<=[\d零〇一二两三四五六七八九十百]))个?(?P<unit>天|日|周|星期|礼拜|月|年)(?!度|级|代)",
            _last_n,
        ),
        (r"近日|日前|最近|近期|不久前|近来", fuzzy),
        (
            r"(?P<day>(?<![\d.月])(?:[12]\d|3[01]|[1-9]))[日号](?=$|[\s,，。的]|那天|当天|以来)",
            lone_day,
        ),
        (
            r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<sep>[-/.])(?P<month>0?[1-9]|1[0-2])"
            r"(?:(?P=sep)(?P<day>[0-3]?\d))?(?![\d.])",
            digits,
        ),
        (r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)(?!\d)", digits),
    )
)
