"""When a page was printed: what was given, what the page states, what its text lets one infer.

Turns a page's given date, its furniture lines and the dates in its articles into one `Published`
with precision and basis, or None: a date that nothing on the page supports is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from digest.model import Page, Published

_FULL = re.compile(r"(\d{4})\s?[年./-]\s?(\d{1,2})\s?[月./-]\s?(\d{1,2})\s?日?")
_MONTH_DAY = re.compile(r"(?<![年\d])(\d{1,2})月(\d{1,2})日")
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})年")
_NOW = re.compile(r"近日|日前|今年|当日|当天|昨日|今日")
_FUTURE = re.compile(r"(?:到|至|力争|计划|将于|将在|预计).{0,6}$")
_SENTENCE = re.compile(r"[^。\uff01\uff1f]+")


def published(page: Page, stated: date | None, texts: Iterable[str]) -> Published | None:
    """The date of a page: given, else `stated` in its furniture, else inferred from its texts."""
    if page.date is not None:
        return Published(page.date, "day", "given")
    if stated is not None:
        return Published(stated, "day", "stated")
    return _inferred(texts)


def dated(when: str | None, page_date: Published | None) -> Published | None:
    """The date of one story: its page's, sharpened by the day its dateline states (11月1日电)."""
    if when is None or (page_date is not None and page_date.basis != "inferred"):
        return page_date
    match = _FULL.search(when)
    if match:
        found = _day(int(match[1]), int(match[2]), int(match[3]))
    else:
        short = _MONTH_DAY.search(when)
        if short is None or page_date is None:
            return page_date
        found = _day(page_date.date.year, int(short[1]), int(short[2]))
    return Published(found, "day", "stated") if found is not None else page_date


def _inferred(texts: Iterable[str]) -> Published | None:
    """The year a sentence about now names, and the month when days of it are named too."""
    years: list[int] = []
    days: list[tuple[int, int]] = []
    for text in texts:
        for sentence in _SENTENCE.findall(text):
            named = [(int(m[1]), int(m[2])) for m in _MONTH_DAY.finditer(sentence)]
            days += [pair for pair in named if 1 <= pair[0] <= 12 and 1 <= pair[1] <= 31]
            if named or _NOW.search(sentence):
                years += _years(sentence)
    if not years:
        return None
    year = max(years)
    if not days:
        return Published(date(year, 1, 1), "year", "inferred")
    return Published(date(year, max(days)[0], 1), "month", "inferred")


def _years(sentence: str) -> list[int]:
    return [
        int(match[1])
        for match in _YEAR.finditer(sentence)
        if not _FUTURE.search(sentence[: match.start()])
    ]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
