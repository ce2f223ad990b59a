"""How much was read about what and where, week by week, and what is new or rising."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, FromClause, cast, extract, func, select

from digest import gazetteer
from digest.store.schema.library import article_topics, articles
from digest.understanding import taxonomy

WEEK = timedelta(days=7)
_TAGGED = article_topics.join(articles, articles.c.no == article_topics.c.no)
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
    """The last `weeks` weeks up to `now`; which week an article is of is told to the second."""
    starts = tuple(now - WEEK * (weeks - n) for n in range(weeks))
    by_place = _by_week(connection, articles.c.province, articles, starts)
    by_topic = _by_week(connection, article_topics.c.slug, _TAGGED, starts)
    totals = tuple(sum(numbers[n] for numbers in by_place.values()) for n in range(weeks))
    names = {entry.slug: entry.name for entry in taxonomy.load().entries}
    topics, regions = _lines(by_topic, names.get), _lines(by_place, _place)
    new, rising = _changes((*topics, *regions))
    plain = _plain(totals, topics, regions, new, rising)
    return Trends(starts, totals, topics, regions, new, rising, plain)


def _by_week(
    connection: Connection, key: Column[Any], rows: FromClause, starts: Sequence[datetime]
) -> dict[str | None, list[int]]:
    """For each value of a column how many articles shown were first read in each week."""
    read, begin = articles.c.read_at, int(starts[0].timestamp())
    since = cast(extract("epoch", read), BigInteger) - begin - 1
    shown = (articles.c.hidden.is_(False), read > starts[0], read <= starts[-1] + WEEK)
    week = (since // int(WEEK.total_seconds())).label("week")
    counted = select(key, week, func.count()).select_from(rows).where(*shown)
    found: dict[str | None, list[int]] = {}
    for name, at, number in connection.execute(counted.group_by(key, "week")):
        weekly = found.setdefault(name, [0] * len(starts))
        weekly[min(max(at, 0), len(starts) - 1)] += number
    return found


def _place(code: str) -> str | None:
    return gazetteer.load().get(code).short


def _lines(found: Mapping[str | None, Sequence[int]], name: Any) -> tuple[Line, ...]:
    lines = [Line(key, name(key) or key, tuple(n)) for key, n in found.items() if key is not None]
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
