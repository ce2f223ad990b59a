"""Lookup's index on PostgreSQL: a GIN index over tsvectors, without any extension.

The vectors themselves are not stored, they would take five times the room of the text: the index
is over an expression that makes them from the text with the database's own functions.

The newest hits of a common word must not cost a visit to all of its hits. Each article therefore
carries the token of its era (a run of consecutive numbers), and a question is put to the newest
eras first, then to all of the past; the index intersects era and word without touching a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from digest.store.search.conditions import Syntax, question
from digest.store.search.grams import TAG, Document
from digest.store.search.interface import Condition, Newest

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
# The windows that are asked before everything is: so many of the newest eras of a size, and one
# more while the newest is not half full. A window
# costs about as much as everything does when few articles fulfil the question: 2–7 ms of 200,000
# articles, where a word that stands in most of them takes 70 ms over all and 3 in the first window.
WINDOWS = (("e", SMALL, 1), ("g", LARGE, 8))


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

    def newest(
        self,
        connection: Connection,
        condition: Condition,
        *,
        below: int,
        limit: int,
        enough: int,
        rare: bool = False,
    ) -> Newest:
        """The newest articles below a number that fulfil the condition, in the newest window that
        holds enough; what is rare is asked of everything at once."""
        found, text = Newest([], 0), question(condition, SYNTAX)
        for floor, asked in [(0, text)] if rare else _windows(text, below):
            rows = connection.exec_driver_sql(NEWEST, (asked, floor, below, limit)).all()
            numbers = [row[0] for row in rows]
            found = Newest(numbers, numbers[-1] if numbers and len(numbers) == limit else floor)
            if len(numbers) >= min(enough, limit):
                break
        return found

    def size(self, connection: Connection) -> int:
        """Bytes of the table that holds the index, and of its index."""
        row = connection.exec_driver_sql("SELECT pg_total_relation_size('search')")
        return int(row.scalar_one())


def _eras(no: int) -> tuple[str, str]:
    return f"{TAG}e{no >> SMALL}", f"{TAG}g{no >> LARGE}"


def _windows(asked: str, below: int) -> Iterator[tuple[int, str]]:
    """Ever older floors, each with the question narrowed to its eras; the last asks everything."""
    newest = max(below - 1, 0)
    for mark, size, eras in WINDOWS:
        last = newest >> size
        half_full = (newest >> (size - 1)) & 1
        first = last - eras + half_full
        if first > 0:
            tokens = " | ".join(f"'{TAG}{mark}{era}'" for era in range(first, last + 1))
            yield first << size, f"{asked} & ({tokens})"
    yield 0, asked
