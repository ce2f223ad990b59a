"""Times of day and days to come as people type them: 7:30, 晚上8点半, 22:00-6:45, 12月1日. Words
that hold anything else besides are refused by giving nothing back."""

from __future__ import annotations

import re
from datetime import date, time

from digest.language import dates
from digest.language.numerals import number_of
from digest.language.variants import fold, simplify

_NOON = 12
_LATER = ("下午", "傍晚", "晚上", "夜里", "pm")
_TIME = re.compile(
    r"(?P<part>凌晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)?\s*"
    r"(?P<hour>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*"
    r"(?:(?::|点钟?|时|h)\s*(?P<minute>\d{2}(?!\d)|半|一刻|三刻)?)?\s*(?P<half>am|pm)?"
)
_MINUTES = {None: 0, "半": 30, "一刻": 15, "三刻": 45}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_ENGLISH_DAY = re.compile(
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*(?P<m1>{_MONTH})"
    rf"|(?P<m2>{_MONTH})\s*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?"
)
_BETWEEN = re.compile(r"[\s,、;和跟与及到至~–—-]|and|to|分")


def times(words: str) -> tuple[time, ...]:
    """The times of day in `words`, in their order; none when one of them is none or when there is
    something else as well."""
    text = fold(simplify(words))
    if _BETWEEN.sub("", _TIME.sub("", text)):
        return ()
    found = [_time(match) for match in _TIME.finditer(text)]
    return tuple(one for one in found if one is not None) if None not in found else ()


def _time(match: re.Match[str]) -> time | None:
    minute = match["minute"]
    minutes = _MINUTES[minute] if minute in _MINUTES else int(minute)
    try:
        hour = number_of(match["hour"])
    except ValueError:
        return None
    part = match["half"] or match["part"]
    if hour < _NOON and part in _LATER:
        hour += _NOON
    if hour == _NOON and match["half"] == "am":
        hour = 0
    return time(hour % 24, minutes) if hour <= 24 and minutes < 60 else None


def _in_chinese(words: str) -> str:
    """English days (1 December, Dec 1st, tomorrow) as Chinese ones."""

    def day(match: re.Match[str]) -> str:
        month = _MONTHS.index((match["m1"] or match["m2"])[:3]) + 1
        return f"{month}月{match['d1'] or match['d2']}日"

    return _ENGLISH_DAY.sub(day, words.lower()).replace("tomorrow", "明天")


def day_to_come(words: str, today: date) -> date | None:
    """The day that is meant; papers look back, so a bare 12月1日 is read as last year's there."""
    words = _in_chinese(words)
    found = dates.expressions(words, today)
    day = found[0].until if found else None
    if day is not None and day <= today and "月" in words and "年" not in words:
        year = today.year + ((day.month, day.day) <= (today.month, today.day))
        day = day.replace(year=year) if (day.month, day.day) != (2, 29) else None
    return day if day is not None and day > today else None
