"""The same story told in several papers and pages: found by a few smallest hashes of its text,
which a table of their own holds, and confirmed by how much of the text is shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    String,
    TableValuedAlias,
    cast,
    delete,
    func,
    literal_column,
    select,
)

from digest.store.listed import Listed
from digest.store.schema.library import article_sketches, articles
from digest.store.search.grams import BODY, letters
from digest.store.upserting import insert_plain
from digest.understanding.duplicates import Signature, alike, of_letters, same_story

# A hash that more articles hold comes from a phrase that many stories share.
BOILERPLATE = 100
CANDIDATES = 5

# Written out, since SQLAlchemy would put a plain one in only when it runs the statement itself.
_COMMA: Any = literal_column("','")


def _some_holders(given: TableValuedAlias) -> Select[Any]:
    """The articles that hold each value, as one text, since a row for each takes longer to read
    than to find; of a value that too many hold, one more than that, since a phrase that stands in
    every fourth of 200,000 articles took longer to count than all the rest of a page."""
    held = select(article_sketches.c.no).where(article_sketches.c.value == given.c.value)
    some = held.limit(BOILERPLATE + 1).correlate(given).subquery()
    together = func.aggregate_strings(cast(some.c.no, String), _COMMA)
    return select(given.c.value, select(together).scalar_subquery())


_HOLDERS = Listed.each(_some_holders)


@lru_cache(maxsize=256)
def signature(folded: str) -> Signature:
    """What a story is known by, from an article's folded text (its body alone)."""
    return of_letters(letters(folded)[BODY].replace(" ", ""))


def group(connection: Connection, new: Sequence[tuple[str, str]]) -> list[str]:
    """For new articles (id, folded text) in order: the id of the story each one tells, its own
    when it is the first to tell it."""
    mine = [signature(folded) for _, folded in new]
    sketches = [frozenset(known.sketch) for known in mine]
    told = _told(connection, _candidates(connection, mine))
    found: list[str] = []
    for at, (article_id, _) in enumerate(new):
        near = (n for n in range(at) if not sketches[at].isdisjoint(sketches[n]))
        here = (found[n] for n in near if alike(mine[at], mine[n]))
        there = (story for story, known in told[at] if same_story(mine[at], known))
        found.append(next(chain(here, there), article_id))
    return found


def _candidates(connection: Connection, new: Sequence[Signature]) -> list[list[int]]:
    """For each signature the earlier articles that share enough of its sketch."""
    wanted = sorted({value for known in new for value in known.sketch})
    rows = _HOLDERS.plain(connection, wanted)
    told = {value: numbers.split(",") for value, numbers in rows if numbers}
    holders = {value: some for value, some in told.items() if len(some) <= BOILERPLATE}
    return [_likely([holders[v] for v in known.sketch if v in holders], known) for known in new]


def _likely(held: Sequence[list[str]], known: Signature) -> list[int]:
    """Of the articles that hold some numbers of a sketch those that hold enough, most first."""
    enough = known.enough
    if len(held) < enough:
        return []
    shared = Counter(chain.from_iterable(held))
    likely = [no for no, count in shared.items() if count >= enough]
    return [*map(int, sorted(likely, key=shared.__getitem__, reverse=True)[:CANDIDATES])]


_TELLINGS = Listed(
    lambda among: (
        select(articles.c.no, articles.c.story, articles.c.folded)
        .where(among(articles.c.no))
        .order_by(articles.c.no)
    )
)


def _told(
    connection: Connection, candidates: Sequence[Sequence[int]]
) -> list[list[tuple[str, Signature]]]:
    """For each list of article numbers the stories they tell and their signatures, oldest first."""
    wanted = {no for some in candidates for no in some}
    rows = _TELLINGS.plain(connection, wanted) if wanted else ()
    return [
        [(story, signature(folded)) for no, story, folded in rows if no in some]
        for some in candidates
    ]


def remember(connection: Connection, told: Sequence[tuple[int, str]]) -> None:
    """Let articles (number, folded text) be found by later tellings."""
    rows = [(v, no) for no, folded in told for v in signature(folded).sketch]
    insert_plain(connection, article_sketches, ("value", "no"), rows)


def forget(connection: Connection, no: int, folded: str) -> None:
    """Take an article out, by the text it was remembered with."""
    values = signature(folded).sketch
    connection.execute(
        delete(article_sketches).where(
            article_sketches.c.value.in_(values), article_sketches.c.no == no
        )
    )
