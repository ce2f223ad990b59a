"""Turns the date expressions of Chinese text into spans of days, resolved against a given day.

A month or day without a year is the latest one not after `today`. What is vague (近日, 最近) is
marked fuzzy and spans a fortnight. Numbers that only look like dates (五一, 12·4, 24小时, 每天)
are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from digest.language.date_forms import READERS, DatePrecision, Reader, Span
from digest.language.variants import fold, simplify

EARLIEST, LATEST = 1900, 2099


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Text[start:end] means the days since–until, both included; None is an open end."""

    start: int
    end: int
    since: date | None
    until: date | None
    precision: DatePrecision


def expressions(text: str, today: date) -> list[DateExpression]:
    """The date expressions of a text in order, without overlap; longest reading first."""
    folded = fold(simplify(text))
    found: list[DateExpression] = []
    position = 0
    while position < len(folded):
        one = _at(folded, position, today)
        if one is None:
            position += 1
            continue
        found.append(one)
        position = one.end
    return _apart(_with_ends(folded, _joined(folded, found)))


def _apart(found: list[DateExpression]) -> list[DateExpression]:
    """Without what an ending read before it took a part of (今天前天: the 前 cannot be both)."""
    kept: list[DateExpression] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _at(text: str, position: int, today: date) -> DateExpression | None:
    """The longest expression that begins at a place."""
    best: DateExpression | None = None
    for pattern, reader in READERS:
        match = pattern.match(text, position)
        if match and (best is None or match.end() > best.end):
            span = _read(reader, match, today)
            if span:
                best = DateExpression(position, match.end(), *span)
    return best


def _read(reader: Reader, match: re.Match[str], today: date) -> Span | None:
    try:
        span = reader(match, today)
    except (ValueError, OverflowError):
        return None  # the 31st of June, the year 0: a number, not a date
    if span and not EARLIEST <= span[0].year <= span[1].year <= LATEST:
        return None
    return span


def _joined(text: str, found: list[DateExpression]) -> list[DateExpression]:
    """A至B as one span; an end without year or month takes the beginning's."""
    joined: list[DateExpression] = []
    for one in found:
        last = joined[-1] if joined else None
        between = text[last.end : one.start].strip() if last else ""
        ordered = last and last.since and one.until and last.since <= one.until
        if last and ordered and between in ("至", "到", "-", "~", "—", "--"):
            joined[-1] = replace(last, end=one.end, until=one.until, precision="span")
        else:
            joined.append(one)
    return joined


_SINCE = re.compile(r"\s*(?:以来|之后|以后|后|起|开始)")
_BEFORE = re.compile(r"\s*(?:之前|以前|前(?!后))")
_INSIDE = re.compile(r"\s*(?:期间|之内|以内|当天|那天|内)")


def _with_ends(text: str, found: list[DateExpression]) -> list[DateExpression]:
    """…以来 and …之前 leave an end open; 期间 and 以内 only belong to the expression."""
    return [_with_end(text, one) for one in found]


def _with_end(text: str, one: DateExpression) -> DateExpression:
    if since := _SINCE.match(text, one.end):
        return replace(one, end=since.end(), until=None, precision="span")
    before = _BEFORE.match(text, one.end)
    if before and one.since:
        last = one.since - timedelta(days=1)
        return replace(one, end=before.end(), since=None, until=last, precision="span")
    inside = _INSIDE.match(text, one.end)
    return replace(one, end=inside.end()) if inside else one
