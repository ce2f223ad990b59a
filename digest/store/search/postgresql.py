"""Lookup's index on PostgreSQL: a GIN index over tsvectors, without any extension.

The vectors themselves are not stored, they would take five times the room of the text: the index
is over an expression that makes them from the text with the database's own functions.

The newest hits of a common word must not cost a visit to all of its hits. Each article therefore
carries the tokens of its eras (runs of consecutive numbers), and a question is put to the newest
era first, then to as many as it seems to take, then to all of the past; the index intersects eras
and word without touching a row.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from digest.store.search.conditions import Syntax, question
from digest.store.search.grams import TAG, Document
from digest.store.search.interface import Newest, Wanted

SYNTAX = Syntax(both=" & ", one=" | ", but_not=" & !", quote="'")
# Every character, every pair from the first and from the second character on, and the marks.
# Pairs across a blank fall apart into characters. The index in the migrations says the same.
TOKENS = (
    "array_to_tsvector(array_remove(string_to_array("
    "regexp_replace(text, '(.)', '\\1 ', 'g') || ' ' || regexp_replace(text, '(..)', '\\1 ', 'g')"
    " || ' ' || regexp_replace(substr(text, 2), '(..)', '\\1 ', 'g') || ' ' || marks, ' '), ''))"
)
# Collected first, ordered after, and `no + 0` rather than `no`: offered the primary key's order or
# range, the planner would walk all articles for a rare word.
NEWEST = (
    f"WITH found AS MATERIALIZED (SELECT no FROM search"  # noqa: S608 - no outside text
    f" WHERE {TOKENS} @@ %s::tsquery AND no + 0 >= %s AND no + 0 < %s)"
    " SELECT no FROM found ORDER BY no DESC LIMIT %s"
)

# Small and large eras, as powers of two: 2,048 and 32,768 articles.
SMALL, LARGE = 11, 15
# Of two windows before everything the first is the newest small era, and the one before it while it
# is not half full; the second is as wide as what was found in the first makes likely to be enough,
# with this much to spare. A word in 17,000 of 200,000 articles takes 50 ms over all of them and 3
# in a window. Windows of more than so many eras cost as much as everything does.
TO_SPARE, SMALL_ERAS, LARGE_ERAS = 1.5, 12, 8


class PostgresSearch:
    """The `SearchEngine` over tsvector and GIN."""

    def __init__(self, connection: Connection) -> None:
        # Without the index every row's vector would be made anew; a small table tempts to that.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")

    def add(self, connection: Connection, rows: Sequence[tuple[int, Document]]) -> None:
        """Index articles."""
        if rows:
            connection.exec_driver_sql(
                "INSERT INTO search(no, text, marks) VALUES (%s, %s, %s)",
                [(no, d.text, " ".join((*sorted(d.marks), *_eras(no)))) for no, d in rows],
            )

    def discard(self, connection: Connection, rows: Sequence[tuple[int, Document]]) -> None:
        """Take articles out."""
        if rows:
            connection.exec_driver_sql(
                "DELETE FROM search WHERE no = ANY(%s)", ([no for no, _ in rows],)
            )

    def clear(self, connection: Connection) -> None:
        """Forget every article."""
        connection.exec_driver_sql("TRUNCATE search")

    def settle(self, connection: Connection) -> bool:
        """GIN puts every token in its place at once (`fastupdate` is off)."""
        return False

    def newest(self, connection: Connection, wanted: Wanted) -> Newest:
        """What is wanted, from the newest window that holds enough; what is rare is asked of
        everything at once."""
        below, limit = wanted.below, wanted.limit
        text, least = question(wanted.condition, SYNTAX), min(wanted.enough, limit)

        def seen(floor: int, narrowed: str) -> Newest:
            rows = connection.exec_driver_sql(NEWEST, (narrowed, floor, below, limit)).all()
            numbers = [row[0] for row in rows]
            return Newest(numbers, numbers[-1] if len(numbers) == limit > 0 else floor)

        first = _first_floor(below)
        if not wanted.rare and first > 0:
            found = seen(first, _within(text, first, below))
            if len(found.numbers) >= least:
                return found
            wider = _wider_floor(first, below, len(found.numbers), least)
            if wider > 0:
                found = seen(wider, _within(text, wider, below))
                if len(found.numbers) >= least:
                    return found
        return seen(0, text)

    def size(self, connection: Connection) -> int:
        """Bytes of the table that holds the index, and of its index."""
        row = connection.exec_driver_sql("SELECT pg_total_relation_size('search')")
        return int(row.scalar_one())


def _eras(no: int) -> tuple[str, str]:
    return f"{TAG}e{no >> SMALL}", f"{TAG}g{no >> LARGE}"


def _first_floor(below: int) -> int:
    newest = max(below - 1, 0)
    half_full = (newest >> (SMALL - 1)) & 1
    return max((newest >> SMALL) - 1 + half_full, 0) << SMALL


def _wider_floor(first: int, below: int, found: int, enough: int) -> int:
    """Where the window begins that should hold enough, when the first one held so few; 0 where
    only everything will do, or where few are to be expected at all."""
    if not found:
        return 0
    floor = below - int(TO_SPARE * enough / found * (below - first))
    size = SMALL if (below - floor) >> SMALL < SMALL_ERAS else LARGE
    return max(floor >> size, 0) << size if (below - floor) >> LARGE < LARGE_ERAS else 0


def _within(asked: str, floor: int, below: int) -> str:
    """The question narrowed to the eras from `floor` on."""
    mark, size = ("e", SMALL) if (below - floor) >> SMALL <= SMALL_ERAS else ("g", LARGE)
    eras = range(floor >> size, ((below - 1) >> size) + 1)
    tokens = " | ".join(f"'{TAG}{mark}{era}'" for era in eras)
    return f"{asked} & ({tokens})"
