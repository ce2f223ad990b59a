"""The library's use cases: pages in, articles out, and what a person decides about them. Each call
is one transaction (an ingest: one for each page)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy import select

from digest.model import Hit, Page, PageReading, StoredArticle
from digest.store import articles as shelf
from digest.store import backup, browsing, check, pages, related, review, transfer, trends
from digest.store.articles import Version
from digest.store.browsing import Stats
from digest.store.database import Database
from digest.store.indexing import reindex
from digest.store.schema.library import articles as table
from digest.store.search.interface import engine_for
from digest.store.trends import Trends


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
        total = Ingested()
        for part in _by_page(reading):
            with self._database.writing() as connection:
                total = _sum(total, pages.put(connection, part, now))
        return total

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
        total = Ingested()
        for run in transfer.parsed(lines, now):
            with self._database.writing() as connection:
                total = _sum(total, transfer.take(connection, run))
        return total

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


def _by_page(reading: PageReading) -> Iterator[pages.Arrival]:
    """The reading as it stands, or, when its articles name other pages (an export), one part for
    each of those; such a part need not be all of its page."""
    sources = {article.source for article in reading.articles}
    if sources <= {reading.page.source}:
        yield pages.Arrival(reading.page, reading.articles, reading.doubts, whole=True)
        return
    ordered = sorted(reading.articles, key=lambda article: article.source)
    for source, group in groupby(ordered, key=lambda article: article.source):
        found = tuple(sorted(group, key=lambda article: article.position))
        day = found[0].published.date if found[0].published else None
        page = Page(source, "", day, found[0].paper, found[0].page)
        yield pages.Arrival(page, found, whole=False)


def _sum(total: Ingested, page: pages.Changes) -> Ingested:
    return Ingested(
        added=total.added + len(page.added),
        changed=total.changed + len(page.changed),
        unchanged=total.unchanged + len(page.unchanged),
        removed=total.removed + len(page.removed),
        ids=total.ids + page.ids,
        review_ids=total.review_ids + page.review,
        added_ids=total.added_ids + page.added,
        changed_ids=total.changed_ids + page.changed,
        removed_ids=total.removed_ids + page.removed,
    )
