"""The library as lines of JSON and back without loss: the contract of each article, and beside it
when it was first read, whether it is hidden, and how its review stands."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby

from sqlalchemy import Connection, bindparam, select, update

from digest import contract
from digest.errors import ReadingError
from digest.model import Article, Page
from digest.store import articles as shelf
from digest.store import pages
from digest.store.codec import loads
from digest.store.listed import Listed
from digest.store.review import set_hidden
from digest.store.schema.library import articles
from digest.store.search.grams import Document

STATES = ("none", "open", "done")


@dataclass(frozen=True, slots=True)
class Kept:
    """One line: an article with its id, and what the store knew of it."""

    article: Article
    read_at: datetime
    hidden: bool
    review: str


def written(connection: Connection) -> Iterator[str]:
    """Every article as one line, page by page in the order they were read."""
    for row in chain.from_iterable(shelf.walked(connection)):
        value = contract.to_json(loads(row.content, row.id))
        value |= {"read_at": row.read_at.isoformat(), "hidden": row.hidden}
        yield json.dumps({**value, "review": row.review}, ensure_ascii=False)


def parsed(lines: Iterable[str], now: datetime) -> Iterator[list[Kept]]:
    """The lines of each page in a run; a line without a time was read `now`. Raises ReadingError
    naming the line that does not hold."""
    kept = (
        _kept(line, f"line {number}", now) for number, line in enumerate(lines, 1) if line.strip()
    )
    for _, run in groupby(kept, key=lambda one: one.article.source):
        yield list(run)


def _kept(line: str, where: str, now: datetime) -> Kept:
    value = contract.value_of(line, where=where)
    article = contract.from_json(value, where=where)
    try:
        read_at = datetime.fromisoformat(value["read_at"]) if value.get("read_at") else now
    except (TypeError, ValueError) as error:
        raise ReadingError(
            "read_at is not a time", where=where, advice="give the output of `digest export`"
        ) from error
    state = value.get("review")
    return Kept(
        article,
        read_at if read_at.tzinfo else now,
        value.get("hidden") is True,
        state if state in STATES else "none",
    )


def take(connection: Connection, run: list[Kept], documents: tuple[Document, ...]) -> pages.Changes:
    """Put one page's lines into the store as they were; `documents` as an `Arrival` has them."""
    found = tuple(one.article for one in run)
    first = found[0]
    day = first.published.date if first.published else None
    page = Page(first.source, "", day, first.paper, first.page)
    arrival = pages.Arrival(page, found, whole=False, documents=documents)
    changes = pages.put(connection, arrival, run[0].read_at)
    _stand(connection, changes, dict(zip(changes.ids, run, strict=True)))
    return changes


_STANDING = Listed(
    lambda among: select(
        articles.c.id, articles.c.hidden, articles.c.read_at, articles.c.review
    ).where(among(articles.c.id))
)
_STATED = (
    update(articles)
    .where(articles.c.id == bindparam("named"))
    .values(read_at=bindparam("then"), review=bindparam("state"))
)


def _stand(connection: Connection, changes: pages.Changes, kept: dict[str, Kept]) -> None:
    """Let the articles with these ids stand as their lines say. New ones nearly always do by then,
    and what they were stored with is known: to ask for and to write each took as long again as
    storing it."""
    read_at = next(iter(kept.values())).read_at
    standing = {
        one: (False, read_at, "open" if one in changes.review else "none") for one in changes.added
    }
    if others := kept.keys() - standing.keys():
        rows = _STANDING.run(connection, others).all()
        standing |= {row.id: (row.hidden, row.read_at, row.review) for row in rows}
    for article_id, one in kept.items():
        if standing[article_id][0] != one.hidden:
            set_hidden(connection, article_id, one.hidden, one.read_at)
    changed = [
        {"named": article_id, "then": one.read_at, "state": one.review}
        for article_id, one in kept.items()
        if standing[article_id] != (one.hidden, one.read_at, one.review)
    ]
    if changed:
        connection.execute(_STATED, changed)
