"""Tries a rule on the articles of a window: the store narrows them down by tags and words, the
definition of a match decides. Beyond a bound the count is projected from the newest."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, literal, or_, select

from digest.following.explanation import explain
from digest.following.features import features
from digest.model import Rule, StoredArticle
from digest.store.articles import selected
from digest.store.schema.library import article_places, article_topics, articles

# Articles looked at one by one; a preview answers a tap, and 150 take about 30 ms.
LOOKED_AT = 150


def tried(
    connection: Connection, rule: Rule, since: datetime, until: datetime, samples: int
) -> tuple[int, list[StoredArticle]]:
    """How many articles first read in the window fit a canonical rule, and the newest few. Exact
    while the store's narrowing leaves at most LOOKED_AT, an estimate in proportion beyond."""
    possible = _narrowed(connection, rule, since, until).with_only_columns(func.count())
    number = int(connection.execute(possible).scalar_one())
    looked_at = newest(connection, rule, since, until, LOOKED_AT)
    fitting = [one for one in looked_at if explain(rule, features(one.article))]
    share = len(fitting) / len(looked_at) if looked_at else 0.0
    return round(number * share), fitting[:samples]


def newest(
    connection: Connection, rule: Rule, since: datetime, until: datetime, limit: int
) -> list[StoredArticle]:
    """The newest articles of the window that may fit a canonical rule; not all of them need to."""
    narrowed = _narrowed(connection, rule, since, until)
    ordered = narrowed.order_by(articles.c.read_at.desc(), articles.c.no.desc())
    return selected(connection, ordered.limit(limit))


def first_read(connection: Connection, since: datetime | None = None) -> datetime | None:
    """When the first article was read, of all or of those read after `since`."""
    first = select(func.min(articles.c.read_at))
    if since is not None:
        first = first.where(articles.c.read_at > since)
    found: datetime | None = connection.execute(first).scalar()
    return found


def _narrowed(connection: Connection, rule: Rule, since: datetime, until: datetime) -> Select[Any]:
    wanted = select(articles).where(
        articles.c.read_at > since, articles.c.read_at <= until, articles.c.hidden.is_(False)
    )
    for word in rule.every:
        wanted = wanted.where(_holds(connection, word))
    if rule.some:
        wanted = wanted.where(or_(*(_holds(connection, word) for word in rule.some)))
    if rule.topics:
        about = select(article_topics.c.no).where(article_topics.c.slug.in_(rule.topics))
        wanted = wanted.where(articles.c.no.in_(about))
    if rule.regions:
        there = select(article_places.c.no).where(article_places.c.code.in_(rule.regions))
        wanted = wanted.where(articles.c.no.in_(there))
    return wanted


def _holds(connection: Connection, word: str) -> Any:
    # The stored folded text holds every field that matching looks at, and some more.
    find = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return find(articles.c.folded, literal(word)) > 0
