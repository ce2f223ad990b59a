"""Rows of articles: written with their tags, places and search tokens, read back as values.

Every function works inside the caller's transaction. Tags, places and tokens always follow the
article: nobody else writes them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    union_all,
    update,
)

from digest.errors import NotFound
from digest.model import Article, StoredArticle
from digest.store import stories
from digest.store.codec import dumps, loads
from digest.store.identity import digest_of, short_id
from digest.store.schema.library import (
    article_aliases,
    article_places,
    article_topics,
    article_versions,
    articles,
)
from digest.store.search import grams
from digest.store.search.conditions import EVERYTHING
from digest.store.search.interface import engine_for
from digest.understanding import gazetteer

# Below this an article waits for a person even when reading wrote down no doubt.
SURE = 0.6
# How many values one IN list holds: SQLite refuses more than 32,766, plans get no better with more.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """An article about to be written: its value, id and digest, and what a person decided."""

    article: Article
    id: str
    digest: str
    hidden: bool = False
    review: str = "none"
    story: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """What an article was until `replaced_at`, and why it is no longer so."""

    article: Article
    replaced_at: datetime
    reason: str


def draft(article: Article, article_id: str) -> Draft:
    """A new article's draft; doubtful ones wait for review."""
    doubtful = bool(article.doubts) or article.confidence < SURE
    return Draft(
        replace(article, id=article_id),
        article_id,
        digest_of(article),
        review="open" if doubtful else "none",
        story=article_id,
    )


def new_ids(
    connection: Connection, found: Sequence[Article], reserved: Collection[str] = ()
) -> list[str]:
    """Ids that no article, past or present, has; those that the articles bring, if free."""
    wanted = [_brought(article) or short_id(article) for article in found]
    taken = set(reserved) | _known(connection, wanted)
    ids: list[str] = []
    for article, candidate in zip(found, wanted, strict=True):
        ids.append(_free(connection, article, candidate, taken))
        taken.add(ids[-1])
    return ids


def _free(connection: Connection, article: Article, wanted: str, taken: set[str]) -> str:
    attempt = 0
    while wanted in taken:
        attempt += 1
        wanted = short_id(article, attempt)
        taken |= _known(connection, [wanted])
    return wanted


def _brought(article: Article) -> str | None:
    own = article.id or ""
    return own if own.isascii() and own.isalnum() and len(own) <= 12 else None


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    columns = (articles.c.id, article_aliases.c.old_id, article_versions.c.article_id)
    asked = union_all(*(select(column).where(column.in_(ids)) for column in columns))
    return set(connection.execute(asked).scalars())


def add(connection: Connection, drafts: Sequence[Draft], now: datetime) -> list[int]:
    """Write new articles, in order, each with the story it tells; their numbers."""
    if not drafts:
        return []
    rows = [{**_row(one), "read_at": now} for one in drafts]
    told = stories.group(connection, [(row["id"], row["folded"]) for row in rows])
    for row, story in zip(rows, told, strict=True):
        row["story"] = story
    made = insert(articles).returning(articles.c.no, sort_by_parameter_order=True)
    numbers = list(connection.execute(made, rows).scalars())
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


def province(code: str | None) -> str | None:
    """The topmost region above a code, or itself."""
    if code is None:
        return None
    above = gazetteer.load().ancestors(code)
    return above[-1] if above else code


def closure(codes: Collection[str]) -> set[str]:
    """The codes and everything above them."""
    table = gazetteer.load()
    return set(codes).union(*(table.ancestors(code) for code in codes))


def _above(code: str, places: Collection[str]) -> list[str]:
    return [up for up in gazetteer.load().ancestors(code) if up in places]


def tags(article: Article, places: Collection[str]) -> set[str]:
    """The tag tokens of an article; `places` are its regions' codes and all above them."""
    found = {EVERYTHING, *grams.date_tags(article.published)}
    found.update(grams.region_tag(code) for code in places)
    found.update(grams.region_tag(region.code, own=True) for region in article.regions)
    if article.primary_region:
        happens = article.primary_region.code
        found.update(grams.scene_tag(code) for code in (happens, *_above(happens, places)))
    found.update(grams.topic_tag(topic.slug) for topic in article.topics)
    if article.paper:
        found.add(grams.paper_tag(article.paper))
    return found


def _tag(connection: Connection, found: Sequence[tuple[int, Article]]) -> None:
    topics = [
        {"no": no, "slug": slug, "score": score}
        for no, article in found
        for slug, score in {t.slug: t.score for t in reversed(article.topics)}.items()
    ]
    places = [
        {"no": no, "code": code}
        for no, article in found
        for code in sorted(closure({region.code for region in article.regions}))
    ]
    if topics:
        connection.execute(insert(article_topics), topics)
    if places:
        connection.execute(insert(article_places), places)


def _index(connection: Connection, rows: Sequence[tuple[int, Draft, str]]) -> None:
    shown = [
        (no, _document(text, d.article, closure({r.code for r in d.article.regions})))
        for no, d, text in rows
        if not d.hidden
    ]
    engine_for(connection).add(connection, shown)


def _unindex(connection: Connection, rows: Sequence[Row[Any]]) -> None:
    shown = [(row.no, document_of(connection, row)) for row in rows if not row.hidden]
    engine_for(connection).discard(connection, shown)


def document_of(connection: Connection, row: Row[Any]) -> grams.Document:
    """What a stored article was indexed by: its places are those written down then, since the
    region table may have changed."""
    places = select(article_places.c.code).where(article_places.c.no == row.no)
    article = loads(row.content, row.id)
    return _document(row.folded, article, set(connection.execute(places).scalars()))


def _document(folded: str, article: Article, places: Collection[str]) -> grams.Document:
    return grams.document(folded, tags(article, places))


def rows_of(connection: Connection, source: str) -> Sequence[Row[Any]]:
    """The rows of a page's articles in page order."""
    return connection.execute(
        select(articles)
        .where(articles.c.source == source)
        .order_by(articles.c.position, articles.c.no)
    ).all()


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


_CARRIERS = (
    select(articles.c.story, func.count(articles.c.source.distinct()))
    .where(articles.c.story.in_(bindparam("stories", expanding=True)))
    .group_by(articles.c.story)
)


def _carriers(connection: Connection, stories: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(sorted(stories)):
        rows = connection.execute(_CARRIERS, {"stories": list(chunk)})
        found |= {row[0]: row[1] for row in rows}
    return found


def selected(connection: Connection, statement: Select[Any]) -> list[StoredArticle]:
    """What a SELECT over the articles table gives, as values."""
    return stored(connection, connection.execute(statement).all())


_BY_NUMBER = select(articles).where(articles.c.no.in_(bindparam("numbers", expanding=True)))


def by_number(connection: Connection, numbers: Sequence[int]) -> dict[int, StoredArticle]:
    """The articles with these numbers that are there."""
    if not numbers:
        return {}
    rows = connection.execute(_BY_NUMBER, {"numbers": list(numbers)}).all()
    return {row.no: one for row, one in zip(rows, stored(connection, rows), strict=True)}


def numbered(connection: Connection, numbers: Sequence[int]) -> list[StoredArticle]:
    """Articles by number, in the order given."""
    found = by_number(connection, numbers)
    return [found[no] for no in numbers if no in found]


def chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The values in runs that fit into one IN list."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
