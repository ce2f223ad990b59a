"""The library's use cases: pages in, articles out, and what a person decides about them. Each call
is one transaction (an ingest: one for each page)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, groupby
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select

from digest.model import Article, Hit, Page, PageReading, StoredArticle
from digest.service.ahead import Ahead
from digest.store import articles as shelf
from digest.store import backup, browsing, check, pages, related, review, transfer, trends
from digest.store.articles import Version
from digest.store.browsing import Stats
from digest.store.database import Database
from digest.store.foresight import foresee
from digest.store.indexing import reindex
from digest.store.schema.library import articles as table
from digest.store.search.grams import Document
from digest.store.search.interface import engine_for
from digest.store.trends import Trends

P = TypeVar("P")
Documents = tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a reading changed, as numbers and article ids; `review_ids` wait for a person."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    ids: tuple[str, ...] = ()
    review_ids: tuple[str, ...] = ()
    added_ids: tuple[str, ...] = ()
    changed_ids: tuple[str, ...] = ()
    removed_ids: tuple[str, ...] = ()


class Library:
    """Articles kept in one store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ingest(self, reading: PageReading, *, now: datetime) -> Ingested:
        """Put a page's understood articles into the store; `now` is when they were read.

        A page is its file name: the same content again changes nothing, other content replaces
        its articles, and those that are still there keep id, links and decisions. A reading of
        many pages (an export) is taken page by page, each in its own transaction.
        """
        parts = _by_page(reading)
        if len(parts) == 1:  # most are, and done before a thread would have begun
            with self._database.writing() as connection:
                return _total([pages.put(connection, parts[0], now)])
        return self.ingest_pages([reading], now=now)

    def ingest_pages(self, readings: Iterable[PageReading], *, now: datetime) -> Ingested:
        """Put the pages of a file of any length into the store as they come, each in a transaction
        of its own. What they do not name stays; an error leaves the pages before it."""
        parts = chain.from_iterable(map(_by_page, readings))
        coming = self._foreseen(parts, lambda part: part.found)

        def put(connection: Connection, part: pages.Arrival, known: Documents) -> pages.Changes:
            return pages.put(connection, replace(part, whole=False, documents=known), now)

        return self._kept(coming, put)

    def article(self, article_id: str) -> StoredArticle:
        """An article by id (or by the id of one that became part of it); raises NotFound."""
        with self._database.reading() as connection:
            return shelf.stored(connection, [shelf.row_of(connection, article_id)])[0]

    def history(self, article_id: str) -> list[Version]:
        """What an article was before it was corrected or decided on, the oldest first."""
        with self._database.reading() as connection:
            return shelf.history(connection, article_id)

    def articles(self, ids: Sequence[str]) -> list[StoredArticle]:
        """Those of the articles that are there, in the order of `ids`."""
        with self._database.reading() as connection:
            found: dict[str, StoredArticle] = {}
            for chunk in shelf.chunks(list(ids)):
                named = select(table).where(table.c.id.in_(chunk))
                found |= {one.id: one for one in shelf.selected(connection, named)}
        return [found[article_id] for article_id in ids if article_id in found]

    def best(
        self,
        *,
        since: datetime,
        topics: Sequence[str] = (),
        regions: Sequence[str] = (),
        limit: int = 5,
    ) -> list[StoredArticle]:
        """The articles first read since an instant that are most worth showing."""
        with self._database.reading() as connection:
            return browsing.best(connection, since, topics, regions, limit)

    def new_since(self, read_at: datetime, limit: int = 500) -> list[StoredArticle]:
        """Articles first read after an instant, oldest first; never ends inside one instant."""
        with self._database.reading() as connection:
            return browsing.new_since(connection, read_at, limit)

    def browse(
        self,
        paper: str | None = None,
        day: date | None = None,
        page: str | None = None,
        offset: int = 0,
        limit: int = 10,
    ) -> list[StoredArticle]:
        """Articles of a paper, day and page, in page order."""
        with self._database.reading() as connection:
            return browsing.browse(connection, paper, day, page, offset, limit)

    def stats(self) -> Stats:
        """How much the library holds."""
        with self._database.reading() as connection:
            return browsing.stats(connection)

    def export(self) -> Iterator[StoredArticle]:
        """Every article in the order it was read, as of one moment."""
        with self._database.reading() as connection:
            yield from browsing.everything(connection)

    def export_lines(self) -> Iterator[str]:
        """Every article as a line of JSON that `import_lines` takes back without loss."""
        with self._database.reading() as connection:
            yield from transfer.written(connection)

    def import_lines(self, lines: Iterable[str], *, now: datetime) -> Ingested:
        """Put exported lines into the store as they were, each page in its own transaction.
        Articles that the lines do not name stay. Raises ReadingError naming the line."""
        runs = transfer.parsed(lines, now)
        coming = self._foreseen(runs, lambda run: [one.article for one in run])
        return self._kept(coming, transfer.take)

    def _foreseen(
        self, arriving: Iterable[P], articles: Callable[[P], Sequence[Article]]
    ) -> Iterator[tuple[P, Documents]]:
        for one in arriving:
            yield one, foresee(articles(one), tokens=self._database.sqlite)

    def _kept(
        self,
        coming: Iterator[tuple[P, Documents]],
        keep: Callable[[Connection, P, Documents], pages.Changes],
    ) -> Ingested:
        """Keep each in a transaction of its own; while one is committed the next is made ready."""
        done = []
        with Ahead(coming) as ahead:
            for one, documents in ahead:
                with self._database.writing() as connection:
                    done.append(keep(connection, one, documents))
                    ahead.fetch()
        return _total(done)

    def remove(self, source: str, *, now: datetime) -> int:
        """Take a page out of the library; how many articles went. Ids are never used again."""
        with self._database.writing() as connection:
            return pages.remove(connection, source, now)

    def related(self, article_id: str, limit: int = 5, *, now: datetime) -> list[Hit]:
        """Other stories like an article, the likest first; raises NotFound."""
        with self._database.reading() as connection:
            return related.related(connection, article_id, limit, now.date())

    def elsewhere(self, article_id: str, limit: int = 5, *, now: datetime) -> list[Hit]:
        """The same practice in other provinces; raises NotFound."""
        with self._database.reading() as connection:
            return related.elsewhere(connection, article_id, limit, now.date())

    def trends(self, now: datetime, weeks: int = 8) -> Trends:
        """Counts by topic, province and week, and what is new or rising."""
        with self._database.reading() as connection:
            return trends.trends(connection, now, weeks)

    def review_queue(self, limit: int = 20) -> list[StoredArticle]:
        """Articles that wait for a person's decision, the least sure first."""
        with self._database.reading() as connection:
            return review.queue(connection, limit)

    def accept(self, article_id: str, *, now: datetime) -> None:
        """The article is right as it stands; raises NotFound."""
        with self._database.writing() as connection:
            review.accept(connection, article_id, now)

    def hide(self, article_id: str, *, now: datetime) -> None:
        """Show the article nowhere; raises NotFound."""
        with self._database.writing() as connection:
            review.set_hidden(connection, article_id, True, now)

    def unhide(self, article_id: str, *, now: datetime) -> None:
        """Show the article again; raises NotFound."""
        with self._database.writing() as connection:
            review.set_hidden(connection, article_id, False, now)

    def merge(self, ids: Sequence[str], *, now: datetime) -> str:
        """Join articles of one page to the first, whose id it returns; raises Refused, NotFound."""
        with self._database.writing() as connection:
            return review.merge(connection, ids, now)

    def split(self, article_id: str, at: int, *, now: datetime) -> tuple[str, str]:
        """Let paragraph `at` (2 or more) begin another article; the ids of both."""
        with self._database.writing() as connection:
            return review.split(connection, article_id, at, now)

    def retag(
        self,
        article_id: str,
        topics: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        *,
        now: datetime,
    ) -> None:
        """Set an article's topics and places by hand; None leaves them. Raises NotFound."""
        with self._database.writing() as connection:
            review.retag(connection, article_id, topics, regions, now)

    def retag_all(self) -> int:
        """Find every article's topics by the present taxonomy; how many changed. Tags given by
        hand stay."""
        with self._database.writing() as connection:
            return review.retag_all(connection)

    def reindex(self) -> int:
        """Make lookup's index anew; how many articles it holds."""
        with self._database.writing() as connection:
            count = reindex(connection)
        self.settle()
        return count

    def settle(self) -> None:
        """Join the pieces that a run of ingests left lookup's index in: without it lookups still
        find everything, but slower. Many short transactions: others write in between."""
        more = True
        while more:
            with self._database.writing() as connection:
                more = engine_for(connection).settle(connection)

    def check(self) -> list[str]:
        """What is wrong with the store; empty when it is whole."""
        with self._database.reading() as connection:
            return check.findings(connection)

    def backup(self, path: Path) -> int:
        """Write a verified copy of the store in use; its size in bytes."""
        return backup.back_up(self._database, path)

    def restore(self, path: Path, *, replace: bool = False) -> int:
        """Put a copy in the place of what the store holds; how many articles it has then."""
        count = backup.restore(self._database, path, replace=replace)
        self.settle()
        return count


def _by_page(reading: PageReading) -> list[pages.Arrival]:
    """The reading as it stands, or, when its articles name other pages (an export), one part for
    each of those; such a part need not be all of its page."""
    sources = {article.source for article in reading.articles}
    if sources <= {reading.page.source}:
        return [pages.Arrival(reading.page, reading.articles, reading.doubts, whole=True)]
    ordered = sorted(reading.articles, key=lambda article: article.source)
    parts = []
    for source, group in groupby(ordered, key=lambda article: article.source):
        found = tuple(sorted(group, key=lambda article: article.position))
        day = found[0].published.date if found[0].published else None
        page = Page(source, "", day, found[0].paper, found[0].page)
        parts.append(pages.Arrival(page, found, whole=False))
    return parts


def _total(done: Sequence[pages.Changes]) -> Ingested:
    def ids(of: Callable[[pages.Changes], tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(chain.from_iterable(map(of, done)))

    added, changed = ids(lambda page: page.added), ids(lambda page: page.changed)
    removed = ids(lambda page: page.removed)
    return Ingested(
        added=len(added),
        changed=len(changed),
        unchanged=sum(len(page.unchanged) for page in done),
        removed=len(removed),
        ids=ids(lambda page: page.ids),
        review_ids=ids(lambda page: page.review),
        added_ids=added,
        changed_ids=changed,
        removed_ids=removed,
    )
