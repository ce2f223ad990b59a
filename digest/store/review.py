"""What a person decides about doubtful articles, written down so that it holds when the page comes
again corrected: accepted, hidden, joined, cut apart, or tagged by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select, update

from digest import gazetteer, understanding
from digest.errors import Refused
from digest.model import Article, Region, StoredArticle, Topic
from digest.store import articles as shelf
from digest.store.codec import dumps, loads
from digest.store.editing import cut_apart, joined
from digest.store.identity import likeness, pair, pairs_of
from digest.store.naming import new_ids
from digest.store.plain import Plain
from digest.store.schema.library import articles, decisions
from digest.understanding import taxonomy

# A paragraph of a corrected page is the one that was cut at when it shares this much with it.
SAME_PARAGRAPH = 0.5


def queue(connection: Connection, limit: int) -> list[StoredArticle]:
    """Articles that wait for a decision, the least sure first."""
    waiting = select(articles).where(articles.c.review == "open", articles.c.hidden.is_(False))
    order = (articles.c.confidence, articles.c.no)
    return shelf.selected(connection, waiting.order_by(*order).limit(limit))


def accept(connection: Connection, article_id: str, now: datetime) -> None:
    """The article is right as it stands."""
    row = shelf.row_of(connection, article_id)
    _settled(connection, row, now, "accept")


def set_hidden(connection: Connection, article_id: str, hidden: bool, now: datetime) -> None:
    """Show an article nowhere, or show it again."""
    row = shelf.row_of(connection, article_id)
    if row.hidden == hidden:
        return
    draft = replace(_draft(row), hidden=hidden)
    shelf.change(connection, row.no, draft)
    _settled(connection, row, now, "hide" if hidden else "unhide")


def retag(
    connection: Connection,
    article_id: str,
    topics: Sequence[str] | None,
    regions: Sequence[str] | None,
    now: datetime,
) -> None:
    """Set topics (best first) and places (the first is where it happens) by hand; None leaves
    them. Raises NotFound for a slug or code that does not exist."""
    row = shelf.row_of(connection, article_id)
    choice = {"topics": topics, "regions": regions}
    _rewrite(connection, row, _tagged(loads(row.content, row.id), choice), now, "retagged")
    _settled(connection, row, now, "retag", choice)


def merge(connection: Connection, ids: Sequence[str], now: datetime) -> str:
    """Join articles of one page to the first of them, whose id stays; the others' ids lead to it.
    Raises Refused when there is nothing to join."""
    rows = [shelf.row_of(connection, article_id) for article_id in dict.fromkeys(ids)]
    if len({row.no for row in rows}) < 2 or len({row.source for row in rows}) != 1:
        raise Refused(
            "merge", "only different articles of one page can be joined", where=" ".join(ids)[:80]
        )
    pieces = [loads(row.content, row.id) for row in rows]
    first, others = rows[0], rows[1:]
    _settled(connection, first, now, "merge", {"pieces": [dumps(piece) for piece in pieces]})
    for row in others:
        shelf.keep_version(connection, row, now, "merged")
    shelf.remove(connection, others)
    for row in others:
        shelf.alias(connection, row.id, first.id)
    _rewrite(connection, first, joined(pieces), now, "merged")
    return str(first.id)


def split(connection: Connection, article_id: str, at: int, now: datetime) -> tuple[str, str]:
    """Let paragraph number `at` (2 or more) begin another article; the ids of both. Raises
    Refused when there is no such paragraph."""
    row = shelf.row_of(connection, article_id)
    whole = loads(row.content, row.id)
    if not 2 <= at <= len(whole.paragraphs):
        raise Refused(
            "split",
            f"the article has paragraphs 1 to {len(whole.paragraphs)}",
            where=row.id,
            advice="name the one that begins the other article, from 2 on",
        )
    _settled(connection, row, now, "split", {"whole": dumps(whole), "at": at})
    one, other = cut_apart(whole, at - 1)
    _make_room(connection, row)
    _rewrite(connection, row, one, now, "split")
    fresh = shelf.draft(other, new_ids(connection, [other])[0])
    shelf.add(connection, [replace(fresh, review="done")], now)
    return row.id, fresh.id


def _make_room(connection: Connection, row: Row[Any]) -> None:
    """Move the articles that follow on the page one place on."""
    for later in reversed(shelf.rows_of(connection, row.source)):
        if later.position > row.position:
            moved = replace(loads(later.content, later.id), position=later.position + 1)
            shelf.change(connection, later.no, replace(_draft(later), article=moved))


def _draft(row: Row[Any]) -> shelf.Draft:
    return shelf.Draft(
        loads(row.content, row.id), row.id, row.digest, row.hidden, row.review, row.story
    )


def _rewrite(
    connection: Connection, row: Row[Any], article: Article, now: datetime, reason: str
) -> None:
    new = shelf.draft(article, row.id)
    if new.digest != row.digest:
        shelf.keep_version(connection, row, now, reason)
    keeps = replace(new, hidden=row.hidden, review="done", story=row.story)
    shelf.change(connection, row.no, keeps)


def _settled(
    connection: Connection, row: Row[Any], now: datetime, kind: str, data: object = None
) -> None:
    """Write the decision down; the article waits no longer."""
    values = {
        "source": row.source,
        "article_id": row.id,
        "kind": kind,
        "data": json.dumps(data, ensure_ascii=False),
        "decided_at": now,
    }
    connection.execute(insert(decisions), values)
    connection.execute(update(articles).where(articles.c.no == row.no).values(review="done"))


def _tagged(article: Article, choice: dict[str, Any]) -> Article:
    if choice["topics"] is not None:
        known = taxonomy.load()
        slugs = [known.get(slug).slug for slug in choice["topics"]]
        article = replace(article, topics=tuple(Topic(slug, 1.0) for slug in slugs))
    if choice["regions"] is not None:
        places = [gazetteer.load().get(code) for code in choice["regions"]]
        regions = (Region(p.code, p.path, n == 0, "") for n, p in enumerate(places))
        article = replace(article, regions=tuple(regions))
    return article


def hand_tagged(connection: Connection, article_id: str, article: Article) -> Article:
    """The article with the tags that a person last gave it, if one did."""
    chosen = (
        select(decisions.c.data)
        .where(decisions.c.article_id == article_id, decisions.c.kind == "retag")
        .order_by(decisions.c.no)
    )
    for data in connection.execute(chosen).scalars():
        article = _tagged(article, json.loads(data))
    return article


def retag_all(connection: Connection) -> int:
    """Find every article's topics by the present taxonomy; how many changed. Tags given by hand
    stay, and no version is kept: the texts are the same."""
    by_hand = set(
        connection.execute(
            select(decisions.c.article_id).where(decisions.c.kind == "retag")
        ).scalars()
    )
    changed = 0
    numbers = connection.execute(select(articles.c.no).order_by(articles.c.no)).scalars().all()
    for chunk in shelf.chunks(numbers):
        for row in connection.execute(select(articles).where(articles.c.no.in_(chunk))).all():
            old = loads(row.content, row.id)
            new = old if row.id in by_hand else understanding.retag(old)
            if new.topics != old.topics:
                digest = shelf.draft(new, row.id).digest
                shelf.change(connection, row.no, replace(_draft(row), article=new, digest=digest))
                changed += 1
    return changed


_CUT_AND_JOINED = Plain(
    select(decisions.c.kind, decisions.c.data)
    .where(
        decisions.c.source == bindparam("source"),
        or_(decisions.c.kind == "merge", decisions.c.kind == "split"),
    )
    .order_by(decisions.c.no)
)


def replayed(connection: Connection, source: str, found: Sequence[Article]) -> list[Article]:
    """The articles of a page that came again, joined and cut apart as decided on earlier ones."""
    result = list(found)
    for kind, written in _CUT_AND_JOINED.rows(connection, {"source": source}):
        data = json.loads(written)
        if kind == "merge":
            result = _joined_again(result, [loads(piece, "") for piece in data["pieces"]])
        else:
            result = _cut_again(result, loads(data["whole"], ""), data["at"] - 1)
    return result


def _joined_again(found: list[Article], pieces: list[Article]) -> list[Article]:
    match = {old: new for new, old in pair(pieces, found).items()}
    chosen = [match[i] for i in range(len(pieces)) if i in match]
    if len(chosen) < 2:
        return found
    whole = joined([found[i] for i in chosen])
    return [whole if i == chosen[0] else a for i, a in enumerate(found) if i not in chosen[1:]]


def _cut_again(found: list[Article], whole: Article, at: int) -> list[Article]:
    place = next(iter(pair([whole], found)), None)
    if place is None:
        return found
    wanted = pairs_of(Article("", 0, "news", (whole.paragraphs[at],)))
    alike = [
        likeness(wanted, pairs_of(Article("", 0, "news", (paragraph,))))
        for paragraph in found[place].paragraphs
    ]
    best = max(range(len(alike)), key=alike.__getitem__, default=0)
    if best == 0 or alike[best] < SAME_PARAGRAPH:
        return found
    one, other = cut_apart(found[place], best)
    after = [replace(a, position=a.position + 1) for a in found[place + 1 :]]
    return [*found[:place], one, other, *after]
