"""One page into the store in one transaction: nothing when it says nothing new, else its articles
replaced, with ids, first reading, hiding and decisions kept by those that are still there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, or_, select, text, update

from digest.model import Article, Doubt, Page
from digest.store import articles as shelf
from digest.store.codec import loads
from digest.store.identity import joined_to, page_digest, pair
from digest.store.naming import new_ids
from digest.store.plain import Plain
from digest.store.review import hand_tagged, replayed
from digest.store.schema.library import pages
from digest.store.search.grams import Document
from digest.store.upserting import insert_rows

# Any fixed number: PostgreSQL's advisory lock of whoever writes to the library, "ULIB" in ASCII.
WRITER_LOCK = 0x554C4942


@dataclass(frozen=True, slots=True)
class Changes:
    """What one page changed, as article ids; `review` wait for a person."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    review: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrival:
    """A page with its articles in page order; `whole` when it says all that the page holds, so
    that articles it does not name are gone. `documents` are what the first of its articles will
    be indexed by, as far as that was worked out beforehand."""

    page: Page
    found: tuple[Article, ...]
    doubts: tuple[Doubt, ...] = ()
    whole: bool = True
    documents: tuple[Document, ...] = ()


# Built once: putting a statement together takes SQLAlchemy longer than SQLite to run it.
_KNOWN = Plain(
    select(pages.c.source, pages.c.digest).where(
        or_(pages.c.source == bindparam("named"), pages.c.digest == bindparam("wanted"))
    )
)
_CHANGED = update(pages).where(pages.c.source == bindparam("named"))


def one_writer(connection: Connection) -> None:
    """Wait until no other process writes to the library; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})


def put(connection: Connection, arrival: Arrival, now: datetime) -> Changes:
    """Make the store hold this page."""
    one_writer(connection)
    page, found = arrival.page, arrival.found
    digest = page_digest(found)
    known = _known(connection, page.source, digest)
    same = next((source for source, kept in known.items() if kept == digest), None)
    if arrival.whole and same is not None:
        ids = tuple(row.id for row in shelf.rows_of(connection, same))
        return Changes(unchanged=ids, ids=ids)
    _write_page(connection, arrival, digest, now, again=page.source in known)
    if arrival.whole:
        found = tuple(replayed(connection, page.source, found))
    rows = shelf.rows_of(connection, page.source) if page.source in known else ()
    return _replace(connection, arrival, found, rows, now)


def _known(connection: Connection, source: str, digest: str) -> dict[str, str]:
    """The pages stored under this source or with this content: source → digest, itself first."""
    found = _KNOWN.rows(connection, {"named": source, "wanted": digest})
    return dict(sorted(found, key=lambda page: (page[0] != source, page)))


def _write_page(
    connection: Connection, arrival: Arrival, digest: str, now: datetime, *, again: bool
) -> None:
    page = arrival.page
    values: dict[str, Any] = {
        "digest": digest,
        "paper": page.paper,
        "number": page.number,
        "published": page.date,
        "doubts": json.dumps(
            [[d.lines, d.reason, d.position] for d in arrival.doubts], ensure_ascii=False
        ),
    }
    if not arrival.whole:
        values = {"digest": digest}
    if again:
        connection.execute(_CHANGED, {"named": page.source, **values})
    else:
        row = {"source": page.source, "read_at": now, "doubts": "[]", **values}
        insert_rows(connection, pages, [row])


def _replace(
    connection: Connection,
    arrival: Arrival,
    found: Sequence[Article],
    rows: Sequence[Row[Any]],
    now: datetime,
) -> Changes:
    """Let a page that holds `rows` hold the articles found."""
    old = [loads(row.content, row.id) for row in rows]
    pairs = _pairs(rows, old, found)
    changed, unchanged = _keep(
        connection, [(rows[j], old[j], found[i]) for i, j in pairs.items()], now
    )
    fresh = [i for i in range(len(found)) if i not in pairs]
    new = [found[i] for i in fresh]
    ids_of_new = new_ids(connection, new, [row.id for row in rows]) if new else []
    foreseen = dict(enumerate(arrival.documents)) if found is arrival.found else {}
    drafts = [
        shelf.draft(found[i], one, foreseen.get(i))
        for i, one in zip(fresh, ids_of_new, strict=True)
    ]
    shelf.add(connection, drafts, now)
    ids = {i: rows[j].id for i, j in pairs.items()}
    ids |= {i: one.id for i, one in zip(fresh, drafts, strict=True)}
    gone = [row for j, row in enumerate(rows) if arrival.whole and j not in pairs.values()]
    _retire(connection, gone, found, ids, now)
    ordered = tuple(ids[i] for i in range(len(found)))
    return Changes(
        added=tuple(one.id for one in drafts),
        changed=changed,
        unchanged=unchanged,
        removed=tuple(row.id for row in gone),
        ids=ordered,
        review=shelf.waiting(connection, arrival.page.source) if rows else _waiting(drafts),
    )


def _waiting(drafts: Sequence[shelf.Draft]) -> tuple[str, ...]:
    """Of a page's first articles those that wait for a person, in page order."""
    ordered = sorted(drafts, key=lambda one: one.article.position)
    return tuple(one.id for one in ordered if one.review == "open")


def _pairs(
    rows: Sequence[Row[Any]], old: Sequence[Article], new: Sequence[Article]
) -> dict[int, int]:
    """New index → old index: first by an id the article brings, then by likeness."""
    known = {row.id: j for j, row in enumerate(rows)}
    pairs = {i: known[a.id] for i, a in enumerate(new) if a.id in known}
    left_new = [i for i in range(len(new)) if i not in pairs]
    left_old = [j for j in range(len(old)) if j not in pairs.values()]
    likely = pair([old[j] for j in left_old], [new[i] for i in left_new])
    return pairs | {left_new[i]: left_old[j] for i, j in likely.items()}


def _keep(
    connection: Connection, kept: Sequence[tuple[Row[Any], Article, Article]], now: datetime
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bring the articles that are still there up to date; ids changed, ids unchanged."""
    changed, unchanged = [], []
    for row, old, found in sorted(kept, key=lambda one: one[2].position):
        article = hand_tagged(connection, row.id, found)
        if replace(article, id=row.id) == old:
            unchanged.append(row.id)
            continue
        new = shelf.draft(article, row.id)
        if new.digest != row.digest:
            shelf.keep_version(connection, row, now, "corrected")
        keeps = replace(new, hidden=row.hidden, review=_review(row, old, new), story=row.story)
        shelf.change(connection, row.no, keeps)
        changed.append(row.id)
    return tuple(changed), tuple(unchanged)


def _review(row: Row[Any], old: Article, new: shelf.Draft) -> str:
    """A decided article stays decided unless the correction brings doubts of its own."""
    decided = row.review == "done" and set(new.article.doubts) <= set(old.doubts)
    return "done" if decided else new.review


def _retire(
    connection: Connection,
    gone: Sequence[Row[Any]],
    found: Sequence[Article],
    ids: dict[int, str],
    now: datetime,
) -> None:
    """Take out what the page no longer holds; what was joined to another leads there."""
    for row in gone:
        shelf.keep_version(connection, row, now, "gone")
        heir = joined_to(loads(row.content, row.id), found)
        if heir is not None:
            shelf.alias(connection, row.id, ids[heir])
    shelf.remove(connection, gone)


def remove(connection: Connection, source: str, now: datetime) -> int:
    """Take a page and its articles out of the library; how many articles went."""
    one_writer(connection)
    rows = shelf.rows_of(connection, source)
    for row in rows:
        shelf.keep_version(connection, row, now, "removed")
    shelf.remove(connection, rows)
    connection.execute(delete(pages).where(pages.c.source == source))
    return len(rows)
