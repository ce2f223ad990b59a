"""How much was read about what and where, week by week, and what is new or rising."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from digest.store.schema.library import article_topics, articles
from digest.understanding import gazetteer, taxonomy

WEEK = timedelta(days=7)
# A line rises when its last week holds at least so many articles, and so much more than a usual
# one of the weeks before.
ENOUGH, RISE = 3, 1.5


@dataclass(frozen=True, slots=True)
class Line:
    """One topic or province: its key, its name, and how many articles each week held."""

    key: str
    name: str
    weekly: tuple[int, ...]

    @property
    def total(self) -> int:
        """All weeks together."""
        return sum(self.weekly)


@dataclass(frozen=True, slots=True)
class Trends:
    """Counts of the weeks that begin at `starts` (the last one ends now), by first reading; the
    busiest lines first. `new` were not there before the last week, `rising` had less."""

    starts: tuple[datetime, ...]
    articles: tuple[int, ...]
    topics: tuple[Line, ...]
    regions: tuple[Line, ...]
    new: tuple[str, ...]
    rising: tuple[str, ...]
    plain: str


def trends(connection: Connection, now: datetime, weeks: int) -> Trends:
    """The last `weeks` weeks up to `now`."""
    starts = [now - WEEK * (weeks - n) for n in range(weeks)]
    totals = tuple(_total(connection, start) for start in starts)
    names = {entry.slug: entry.name for entry in taxonomy.load().entries}
    topics = _lines([_by_topic(connection, start) for start in starts], names.get)
    regions = _lines([_by_province(connection, start) for start in starts], _place)
    new, rising = _changes((*topics, *regions))
    plain = _plain(totals, topics, regions, new, rising)
    return Trends(tuple(starts), totals, topics, regions, new, rising, plain)


def _week(start: datetime) -> tuple[Any, ...]:
    seen = articles.c.read_at
    return (articles.c.hidden.is_(False), seen > start, seen <= start + WEEK)


def _total(connection: Connection, start: datetime) -> int:
    counted = select(func.count()).select_from(articles).where(*_week(start))
    return connection.execute(counted).scalar_one()


def _by_topic(connection: Connection, start: datetime) -> dict[str, int]:
    counted = (
        select(article_topics.c.slug, func.count())
        .join(articles, articles.c.no == article_topics.c.no)
        .where(*_week(start))
        .group_by(article_topics.c.slug)
    )
    return {row[0]: row[1] for row in connection.execute(counted)}


def _by_province(connection: Connection, start: datetime) -> dict[str, int]:
    counted = (
        select(articles.c.province, func.count())
        .where(*_week(start), articles.c.province.is_not(None))
        .group_by(articles.c.province)
    )
    return {row[0]: row[1] for row in connection.execute(counted)}


def _place(code: str) -> str | None:
    return gazetteer.load().get(code).short


def _lines(weekly: Sequence[dict[str, int]], name: Any) -> tuple[Line, ...]:
    keys = sorted({key for week in weekly for key in week})
    lines = [Line(k, name(k) or k, tuple(week.get(k, 0) for week in weekly)) for k in keys]
    return tuple(sorted(lines, key=lambda line: (-line.total, line.key)))


def _changes(lines: Sequence[Line]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    new, rising = [], []
    for line in lines:
        *before, last = line.weekly
        if not before or last < ENOUGH:
            continue
        if not any(before):
            new.append(line.name)
        elif last >= RISE * sum(before) / len(before):
            rising.append(line.name)
    return tuple(new), tuple(rising)


def _plain(
    totals: Sequence[int],
    topics: Sequence[Line],
    regions: Sequence[Line],
    new: Sequence[str],
    rising: Sequence[str],
) -> str:
    rows = [f"合计 {sum(totals)}: {_numbers(totals)}"]
    for title, lines in (("话题", topics), ("地区", regions)):
        rows.append(f"\n{title}")
        rows += [f"  {line.name} {line.total}: {_numbers(line.weekly)}" for line in lines[:12]]
    rows += [f"\n新出现: {'、'.join(new)}"] if new else []
    rows += [f"\n上升: {'、'.join(rising)}"] if rising else []
    return "\n".join(rows)


def _numbers(weekly: Sequence[int]) -> str:
    return " ".join(map(str, weekly))
