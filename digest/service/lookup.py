"""Lookup's use cases: what a person's words mean, and what the library answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from digest.following import query as asking
from digest.following import vocabulary
from digest.model import Hit, Query
from digest.service.offers import Offer, offers
from digest.service.telling import also_searched, counted, plain
from digest.store import articles as shelf
from digest.store.database import Database
from digest.store.plain import Plain
from digest.store.schema.library import articles as table
from digest.store.search.finding import Found, find
from digest.store.search.scoring import Weighed
from digest.understanding.snippets import snippet

LARGEST_PAGE = 200
SNIPPET = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the library answers. `total` articles fulfil the query; hits marked `elsewhere` do not
    and come after them. Of many the total is an estimate, and at least `least` were counted (0:
    it is exact). Give `snapshot` back to page through the same answer."""

    query: Query
    hits: tuple[Hit, ...]
    total: int
    snapshot: str
    also_searched: tuple[str, ...] = ()
    offers: tuple[Offer, ...] = ()
    plain: str = ""
    least: int = 0

    @property
    def counted(self) -> str:
        """The total for people: what is sure, with a plus where there are more (1,000+)."""
        return counted(self.total, self.least)


class Lookup:
    """Questions to one store."""

    def __init__(
        self, database: Database, *, topics: Path | None = None, synonyms: Path | None = None
    ) -> None:
        self._database = database
        self._files = (topics, synonyms)

    def understand(self, text: str, *, today: date) -> Query:
        """What a person asks for; raises QueryRefused."""
        return asking.parse(text, today, vocabulary.load(*self._files))

    def answer(
        self,
        query: Query,
        *,
        now: datetime,
        offset: int = 0,
        limit: int = 5,
        snapshot: str | None = None,
    ) -> Answer:
        """The articles a query finds, best first; `snapshot` of an earlier page keeps the order
        while articles arrive."""
        known = vocabulary.load(*self._files)
        offset, limit = max(offset, 0), min(max(limit, 0), LARGEST_PAGE)
        with self._database.reading() as connection:
            top, today = _snapshot(connection, snapshot, now)
            found = find(connection, query, known, top=top, today=today, offset=offset, limit=limit)
            hits = _hits(connection, found)

            def count(other: Query) -> int:
                part = find(connection, other, known, top=top, today=today, offset=0, limit=0)
                return part.total

            near = () if found.total else offers(query, count)
        query = replace(query, notes=(*query.notes, *found.asked.notes))
        return Answer(
            query,
            hits,
            found.total,
            f"{top}.{today:%Y%m%d}",
            also_searched=also_searched(query),
            offers=near,
            plain=plain(query, counted(found.total, found.least), len(found.near)),
            least=found.least,
        )


_NEWEST = Plain(select(func.coalesce(func.max(table.c.no), 0)))


def _snapshot(connection: Connection, given: str | None, now: datetime) -> tuple[int, date]:
    ((newest,),) = _NEWEST.rows(connection, {})
    today = now.astimezone(UTC).date()
    number, _, day = (given or "").partition(".")
    if number.isascii() and number.isdecimal() and len(number) < 10 and day.isdecimal():
        try:
            return min(int(number), newest), datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007
        except ValueError:
            return newest, today
    return newest, today


def _hits(connection: Connection, found: Found) -> tuple[Hit, ...]:
    marked: list[tuple[Weighed, tuple[str, ...]]] = [(one, ()) for one in found.hits]
    marked += found.near
    stored = shelf.by_number(connection, [one.no for one, _ in marked])
    words = [text for unit in found.asked.units for text, _ in unit.words]
    return tuple(
        Hit(
            stored[one.no],
            one.score,
            snippet(stored[one.no].article.paragraphs, words, SNIPPET),
            elsewhere=bool(lacks),
            lacks=lacks,
        )
        for one, lacks in marked
        if one.no in stored
    )
