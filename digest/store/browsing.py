"""Lists of articles that need no lookup: what is new, what is best, what stands on a page, and
how much there is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from digest.model import StoredArticle
from digest.store.articles import selected, stored, walked
from digest.store.schema.library import article_places, article_topics, articles, pages

# How many of the newest are weighed for `best`: a month of a busy store.
WEIGHED = 600


@dataclass(frozen=True, slots=True)
class Stats:
    """How much the library holds; `first`/`last` are paper dates, `newest` when last read."""

    articles: int
    pages: int
    hidden: int
    waiting: int
    stories: int
    first: date | None
    last: date | None
    newest: datetime | None
    topics: tuple[tuple[str, int], ...]
    provinces: tuple[tuple[str, int], ...]
    papers: tuple[tuple[str, int], ...]


def _shown() -> Select[Any]:
    return select(articles).where(articles.c.hidden.is_(False))


def _about(topics: Collection[str], regions: Collection[str]) -> list[Any]:
    """Conditions: one of the topics, and in one of the regions or below."""
    found = []
    if topics:
        of_topic = select(article_topics.c.no).where(article_topics.c.slug.in_(topics))
        found.append(articles.c.no.in_(of_topic))
    if regions:
        there = select(article_places.c.no).where(article_places.c.code.in_(regions))
        found.append(articles.c.no.in_(there))
    return found


def new_since(connection: Connection, read_at: datetime, limit: int) -> list[StoredArticle]:
    """Articles first read after an instant, oldest first, so that a caller can go on from the
    last one's `read_at`; a run that ends inside one page's articles takes the whole page."""
    newer = _shown().where(articles.c.read_at > read_at)
    order = (articles.c.read_at, articles.c.no)
    rows = list(connection.execute(newer.order_by(*order).limit(limit)).all())
    if len(rows) == limit:
        last = rows[-1]
        rest = _shown().where(and_(articles.c.read_at == last.read_at, articles.c.no > last.no))
        rows += connection.execute(rest.order_by(*order)).all()
    return stored(connection, rows)


def best(
    connection: Connection,
    since: datetime,
    topics: Collection[str],
    regions: Collection[str],
    limit: int,
) -> list[StoredArticle]:
    """The articles first read since an instant that are most worth showing: whole, sure, about
    something, one of each story; the newest of equals first."""
    statement = _shown().where(articles.c.read_at >= since, *_about(topics, regions))
    newest = statement.order_by(articles.c.no.desc()).limit(WEIGHED)
    candidates = selected(connection, newest)
    candidates.sort(key=lambda one: -_worth(one, topics))
    found: list[StoredArticle] = []
    stories: set[str] = set()
    for one in candidates:
        if one.story not in stories:
            stories.add(one.story)
            found.append(one)
    return found[:limit]


def _worth(one: StoredArticle, topics: Collection[str]) -> float:
    """Better read, better tagged, carried by more papers and of telling length counts for more."""
    article = one.article
    tagged = max((t.score for t in article.topics if not topics or t.slug in topics), default=0.0)
    length = min(sum(map(len, article.paragraphs)), 800) / 800
    known = bool(article.headline) + bool(article.summary) + bool(article.regions)
    carried = min(one.carriers - 1, 3) / 3
    return article.confidence + tagged + length + known / 3 + carried - len(article.doubts) / 4


def browse(
    connection: Connection,
    paper: str | None,
    day: date | None,
    page: str | None,
    offset: int,
    limit: int,
) -> list[StoredArticle]:
    """Articles of a paper, day and page, in page order, the newest papers first."""
    wanted = {articles.c.paper: paper, articles.c.published: day, articles.c.page: page}
    statement = _shown().where(*(column == v for column, v in wanted.items() if v is not None))
    statement = statement.order_by(
        articles.c.published.desc().nulls_last(), articles.c.source, articles.c.position
    )
    return selected(connection, statement.offset(offset).limit(limit))


def everything(connection: Connection) -> Iterator[StoredArticle]:
    """Every article, hidden ones too, in the order they were read."""
    for rows in walked(connection):
        yield from stored(connection, rows)


def stats(connection: Connection) -> Stats:
    """How much there is."""
    shown = articles.c.hidden.is_(False)
    row = connection.execute(
        select(
            func.count().label("articles"),
            func.count(articles.c.story.distinct()).label("stories"),
            func.min(articles.c.published).label("first"),
            func.max(articles.c.published).label("last"),
            func.max(articles.c.read_at).label("newest"),
        ).where(shown)
    ).one()
    waiting = or_(articles.c.review == "open")
    return Stats(
        articles=row.articles,
        pages=_count(connection, pages),
        hidden=_count(connection, articles, articles.c.hidden.is_(True)),
        waiting=_count(connection, articles, waiting),
        stories=row.stories,
        first=row.first,
        last=row.last,
        newest=row.newest,
        topics=_counted(connection, select(article_topics.c.slug), article_topics.c.slug),
        provinces=_counted(connection, select(articles.c.province), articles.c.province),
        papers=_counted(connection, select(articles.c.paper), articles.c.paper),
    )


def _count(connection: Connection, table: Any, *conditions: Any) -> int:
    return connection.execute(
        select(func.count()).select_from(table).where(*conditions)
    ).scalar_one()


def _counted(connection: Connection, what: Select[Any], key: Any) -> tuple[tuple[str, int], ...]:
    number = func.count().label("number")
    statement = what.add_columns(number).where(key.is_not(None)).group_by(key)
    rows: Sequence[Any] = connection.execute(statement.order_by(number.desc(), key)).all()
    return tuple((row[0], row[1]) for row in rows)
