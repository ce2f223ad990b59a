"""Rows of articles: written with their tags, places and search tokens, read back as values.

Every function works inside the caller's transaction. Tags, places and tokens always follow the
article: nobody else writes them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from digest.errors import NotFound
from digest.model import Article, StoredArticle
from digest.store import stories
from digest.store.codec import dumps, loads
from digest.store.identity import digest_of
from digest.store.listed import Listed
from digest.store.schema.library import (
    article_aliases,
    article_places,
    article_topics,
    article_versions,
    articles,
)
from digest.store.search import grams
from digest.store.search.interface import engine_for
from digest.store.tagging import closure, document, document_of, province
from digest.store.upserting import insert_plain, insert_rows

# Below this an article waits for a person even when reading wrote down no doubt.
SURE = 0.6
# How many values one IN list holds, and rows one step of a walk: SQLite refuses more than 32,766,
# plans get no better with more.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """An article about to be written: its value, id and digest, what a person decided, and what it
    will be indexed by, where that was worked out beforehand."""

    article: Article
    id: str
    digest: str
    hidden: bool = False
    review: str = "none"
    story: str = ""
    document: grams.Document | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """What an article was until `replaced_at`, and why it is no longer so."""

    article: Article
    replaced_at: datetime
    reason: str


def draft(article: Article, article_id: str, indexed_by: grams.Document | None = None) -> Draft:
    """A new article's draft; doubtful ones wait for review."""
    doubtful = bool(article.doubts) or article.confidence < SURE
    return Draft(
        article,
        article_id,
        digest_of(article),
        review="open" if doubtful else "none",
        story=article_id,
        document=indexed_by,
    )


_NUMBERS = Listed(lambda among: select(articles.c.id, articles.c.no).where(among(articles.c.id)))


def add(connection: Connection, drafts: Sequence[Draft], now: datetime) -> list[int]:
    """Write new articles, in order, each with the story it tells; their numbers."""
    if not drafts:
        return []
    rows = [{**_row(one), "read_at": now} for one in drafts]
    told = stories.group(connection, [(row["id"], row["folded"]) for row in rows])
    for row, story in zip(rows, told, strict=True):
        row["story"] = story
    insert_rows(connection, articles, rows)
    number_of: dict[str, int] = dict(_NUMBERS.plain(connection, [row["id"] for row in rows]))
    numbers = [number_of[row["id"]] for row in rows]
    written = list(zip(numbers, drafts, rows, strict=True))
    _tag(connection, [(no, one.article) for no, one, _ in written])
    stories.remember(connection, [(no, row["folded"]) for no, _, row in written])
    _index(connection, [(no, one, row["folded"]) for no, one, row in written])
    return numbers


def change(connection: Connection, no: int, new: Draft) -> None:
    """Replace the article numbered `no`, keeping its number, id and the time it was first read."""
    old = connection.execute(select(articles).where(articles.c.no == no)).one()
    _unindex(connection, [old])
    for table in (article_topics, article_places):
        connection.execute(delete(table).where(table.c.no == no))
    row = _row(new)
    connection.execute(update(articles).where(articles.c.no == no).values(row))
    _tag(connection, [(no, new.article)])
    stories.forget(connection, no, old.folded)
    stories.remember(connection, [(no, row["folded"])])
    _index(connection, [(no, new, row["folded"])])


def remove(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    """Take articles out of the library and the index; their tags go with them."""
    if rows:
        _unindex(connection, rows)
        for row in rows:
            stories.forget(connection, row.no, row.folded)
        numbers = [row.no for row in rows]
        connection.execute(delete(articles).where(articles.c.no.in_(numbers)))


def keep_version(connection: Connection, row: Row[Any], now: datetime, reason: str) -> None:
    """Write down what an article was before it is replaced or goes."""
    connection.execute(
        insert(article_versions),
        {"article_id": row.id, "replaced_at": now, "reason": reason, "content": row.content},
    )


def history(connection: Connection, article_id: str) -> list[Version]:
    """An article's earlier versions, the oldest first; also of one that is gone."""
    kept = select(article_versions).where(article_versions.c.article_id == article_id)
    rows = connection.execute(kept.order_by(article_versions.c.no))
    return [Version(loads(r.content, article_id), r.replaced_at, r.reason) for r in rows]


def alias(connection: Connection, old_id: str, article_id: str) -> None:
    """Let an id that is gone name another article from now on, and all that it stood for."""
    connection.execute(
        update(article_aliases)
        .where(article_aliases.c.article_id == old_id)
        .values(article_id=article_id)
    )
    connection.execute(insert(article_aliases), {"old_id": old_id, "article_id": article_id})


def _row(one: Draft) -> dict[str, Any]:
    article = one.article
    place = article.primary_region.code if article.primary_region else None
    return {
        "id": one.id,
        "source": article.source,
        "position": article.position,
        "digest": one.digest,
        "kind": article.kind,
        "paper": article.paper,
        "page": article.page,
        "published": article.published.date if article.published else None,
        "place": place,
        "province": province(place),
        "confidence": article.confidence,
        "hidden": one.hidden,
        "review": one.review,
        "story": one.story,
        "folded": grams.folded(article),
        "content": dumps(article),
    }


def _tag(connection: Connection, found: Sequence[tuple[int, Article]]) -> None:
    topics = [
        (slug, no, score)
        for no, article in found
        for slug, score in {t.slug: t.score for t in reversed(article.topics)}.items()
    ]
    places = [
        (code, no)
        for no, article in found
        for code in sorted(closure({region.code for region in article.regions}))
    ]
    insert_plain(connection, article_topics, ("slug", "no", "score"), topics)
    insert_plain(connection, article_places, ("code", "no"), places)


def _index(connection: Connection, rows: Sequence[tuple[int, Draft, str]]) -> None:
    shown = [(no, d.document or document(text, d.article)) for no, d, text in rows if not d.hidden]
    engine_for(connection).add(connection, shown)


def _unindex(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    shown = [(row.no, document_of(connection, row)) for row in rows if not row.hidden]
    engine_for(connection).discard(connection, shown)


# Built once: putting a statement together takes SQLAlchemy longer than SQLite to run it.
_ON_PAGE = articles.c.source == bindparam("source")
_OF_PAGE = select(articles).where(_ON_PAGE).order_by(articles.c.position, articles.c.no)
_WAITING = _OF_PAGE.with_only_columns(articles.c.id).where(articles.c.review == "open")


def rows_of(connection: Connection, source: str) -> Sequence[Row[Any]]:
    """The rows of a page's articles in page order."""
    return connection.execute(_OF_PAGE, {"source": source}).all()


def waiting(connection: Connection, source: str) -> tuple[str, ...]:
    """The ids of a page's articles that wait for a person, in page order."""
    return tuple(connection.execute(_WAITING, {"source": source}).scalars())


def row_of(connection: Connection, article_id: str) -> Row[Any]:
    """The row that an id, or one that was merged into it, names; raises NotFound."""
    known = select(article_aliases.c.article_id).where(article_aliases.c.old_id == article_id)
    for wanted in (article_id, known.scalar_subquery()):
        row = connection.execute(select(articles).where(articles.c.id == wanted)).first()
        if row:
            return row
    raise NotFound("there is no such article", where=article_id[:40], advice="look it up again")


def stored(connection: Connection, rows: Sequence[Row[Any]]) -> list[StoredArticle]:
    """Rows as values, in their order; each knows how many pages carried its story."""
    carriers = _carriers(connection, {row.story for row in rows})
    return [
        StoredArticle(
            article=loads(row.content, row.id),
            id=row.id,
            read_at=row.read_at,
            hidden=row.hidden,
            story=row.story,
            carriers=carriers.get(row.story, 1),
        )
        for row in rows
    ]


_CARRIERS = Listed(
    lambda among: (
        select(articles.c.story, func.count(articles.c.source.distinct()))
        .where(among(articles.c.story))
        .group_by(articles.c.story)
    )
)


def _carriers(connection: Connection, stories: Collection[str]) -> dict[str, int]:
    return dict(_CARRIERS.plain(connection, sorted(stories)))


def selected(connection: Connection, statement: Select[Any]) -> list[StoredArticle]:
    """What a SELECT over the articles table gives, as values."""
    return stored(connection, connection.execute(statement).all())


_BY_NUMBER = Listed(lambda among: select(articles).where(among(articles.c.no)))


def by_number(connection: Connection, numbers: Sequence[int]) -> dict[int, StoredArticle]:
    """The articles with these numbers that are there."""
    if not numbers:
        return {}
    rows = _BY_NUMBER.run(connection, numbers).all()
    return {row.no: one for row, one in zip(rows, stored(connection, rows), strict=True)}


def numbered(connection: Connection, numbers: Sequence[int]) -> list[StoredArticle]:
    """Articles by number, in the order given."""
    found = by_number(connection, numbers)
    return [found[no] for no in numbers if no in found]


def walked(connection: Connection, *wanted: ColumnElement[bool]) -> Iterator[Sequence[Row[Any]]]:
    """The rows of all articles, or of those wanted, in the order they were read, some at a time."""
    last = 0
    while True:
        after = select(articles).where(articles.c.no > last, *wanted).order_by(articles.c.no)
        rows = connection.execute(after.limit(CHUNK)).all()
        if not rows:
            return
        yield rows
        last = rows[-1].no


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in runs that fit into one IN list."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
