"""Lookup's index on PostgreSQL: a table of tsvectors with a GIN index, without any extension.

The newest hits of a common word must not cost a visit to all of its hits. Each article therefore
carries the token of its era (a run of consecutive numbers), and a question is put to the newest
eras first, then to all of the past; the index intersects era and word without touching a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from digest.store.search.conditions import Syntax, question, remainder
from digest.store.search.grams import TAG
from digest.store.search.interface import Condition

SYNTAX = Syntax(
    both=" & ",
    one=" | ",
    but_not=" & !",
    quote="'",
    contains="position(%s in articles.folded) > 0",
    probe="search.grams @@ %s::tsquery",
)

# Small and large eras, as powers of two: 2,048 and 32,768 articles.
SMALL, LARGE = 11, 15
# How many eras of each size are asked before everything is.
SMALL_ERAS, LARGE_ERAS = 2, 2


class PostgresSearch:
    """The `SearchEngine` over tsvector and GIN."""

    def add(self, connection: Connection, rows: Sequence[tuple[int, Collection[str]]]) -> None:
        """Index articles by their tokens."""
        if rows:
            connection.exec_driver_sql(
                "INSERT INTO search(no, grams) VALUES (%s, array_to_tsvector(%s::text[]))",
                [(no, [*tokens, *_eras(no)]) for no, tokens in rows],
            )

    def discard(self, connection: Connection, rows: Sequence[tuple[int, Collection[str]]]) -> None:
        """Take articles out."""
        if rows:
            connection.exec_driver_sql(
                "DELETE FROM search WHERE no = ANY(%s)", ([no for no, _ in rows],)
            )

    def clear(self, connection: Connection) -> None:
        """Forget every article."""
        connection.exec_driver_sql("TRUNCATE search")

    def newest(
        self, connection: Connection, condition: Condition, *, below: int, limit: int
    ) -> list[int]:
        """The newest articles below a number that fulfil the condition."""
        found: list[int] = []
        for floor, eras in _windows(below):
            found = self._within(connection, condition, eras, (floor, below, limit))
            if len(found) == limit or not floor:
                break
        return found

    def _within(
        self, connection: Connection, condition: Condition, eras: str, span: tuple[int, int, int]
    ) -> list[int]:
        tables, where, values = _asked(condition, eras)
        floor, below, limit = span
        # Collected first, ordered after: offered the primary key's order, the planner would walk
        # all articles for a rare word.
        rows = connection.exec_driver_sql(
            f"WITH found AS MATERIALIZED (SELECT search.no FROM {tables} WHERE {where}"  # noqa: S608
            " AND search.no >= %s AND search.no < %s)"
            " SELECT no FROM found ORDER BY no DESC LIMIT %s",
            (*values, floor, below, limit),
        )
        return [row[0] for row in rows]

    def count(self, connection: Connection, condition: Condition, *, below: int) -> int:
        """How many articles below a number fulfil the condition."""
        tables, where, values = _asked(condition, "")
        row = connection.exec_driver_sql(
            f"SELECT count(*) FROM {tables} WHERE {where} AND search.no < %s",  # noqa: S608
            (*values, below),
        )
        return int(row.scalar_one())

    def size(self, connection: Connection) -> int:
        """Bytes of the table that holds the index, and of its index."""
        row = connection.exec_driver_sql("SELECT pg_total_relation_size('search')")
        return int(row.scalar_one())


def _asked(condition: Condition, eras: str) -> tuple[str, str, tuple[Any, ...]]:
    """The tables, the WHERE clause and its values."""
    verify, values = remainder(condition, SYNTAX)
    tables, where = "search", "search.grams @@ %s::tsquery"
    if verify:
        tables = "search JOIN articles ON articles.no = search.no"
        where = f"{where} AND {verify}"
    asked = question(condition, SYNTAX)
    return tables, where, (f"{asked} & {eras}" if eras else asked, *values)


def _eras(no: int) -> tuple[str, str]:
    return f"{TAG}e{no >> SMALL}", f"{TAG}g{no >> LARGE}"


def _windows(below: int) -> Iterator[tuple[int, str]]:
    """Ever older floors, each with the question for its eras; the last one asks everything."""
    newest = max(below - 1, 0)
    for mark, size, eras in (("e", SMALL, SMALL_ERAS), ("g", LARGE, LARGE_ERAS)):
        last = min(newest, 2**62) >> size
        first = last - eras + 1
        if first > 0:
            tokens = " | ".join(f"'{TAG}{mark}{era}'" for era in range(first, last + 1))
            yield first << size, f"({tokens})"
    yield 0, ""
