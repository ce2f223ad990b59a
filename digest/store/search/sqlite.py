"""Lookup's index on SQLite: an FTS5 table without content that lists which article holds which
token. Positions are not kept; where order matters the folded text is looked at."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection

from digest.store.search.conditions import Syntax, question, remainder
from digest.store.search.interface import Condition

SYNTAX = Syntax(
    both=" AND ",
    one=" OR ",
    but_not=" NOT ",
    quote='"',
    contains="instr(articles.folded, ?) > 0",
    probe="EXISTS (SELECT 1 FROM search AS probe WHERE probe.search MATCH ?"
    " AND probe.rowid = articles.no)",
)


class SqliteSearch:
    """The `SearchEngine` over FTS5."""

    def add(self, connection: Connection, rows: Sequence[tuple[int, Collection[str]]]) -> None:
        """Index articles by their tokens."""
        if rows:
            connection.exec_driver_sql(
                "INSERT INTO search(rowid, grams) VALUES (?, ?)",
                [(no, " ".join(sorted(tokens))) for no, tokens in rows],
            )

    def discard(self, connection: Connection, rows: Sequence[tuple[int, Collection[str]]]) -> None:
        """Take articles out: a table without content must be told what it held."""
        if rows:
            connection.exec_driver_sql(
                "INSERT INTO search(search, rowid, grams) VALUES ('delete', ?, ?)",
                [(no, " ".join(sorted(tokens))) for no, tokens in rows],
            )

    def clear(self, connection: Connection) -> None:
        """Forget every article."""
        connection.exec_driver_sql("INSERT INTO search(search) VALUES ('delete-all')")

    def newest(
        self, connection: Connection, condition: Condition, *, below: int, limit: int
    ) -> list[int]:
        """The newest articles below a number that fulfil the condition."""
        tables, where, values = _asked(condition, below)
        rows = connection.exec_driver_sql(
            f"SELECT search.rowid FROM {tables} WHERE {where}"  # noqa: S608 - no outside text
            " ORDER BY search.rowid DESC LIMIT ?",
            (*values, limit),
        )
        return [row[0] for row in rows]

    def count(self, connection: Connection, condition: Condition, *, below: int) -> int:
        """How many articles below a number fulfil the condition."""
        tables, where, values = _asked(condition, below)
        row = connection.exec_driver_sql(
            f"SELECT count(*) FROM {tables} WHERE {where}",  # noqa: S608 - no outside text
            values,
        )
        return int(row.scalar_one())

    def size(self, connection: Connection) -> int:
        """Bytes of the tables that hold the index."""
        row = connection.exec_driver_sql(
            "SELECT (SELECT coalesce(sum(length(block)), 0) FROM search_data)"
            " + (SELECT coalesce(sum(length(term) + 16), 0) FROM search_idx)"
        )
        return int(row.scalar_one())


def _asked(condition: Condition, below: int) -> tuple[str, str, tuple[Any, ...]]:
    """The tables, the WHERE clause and its values."""
    verify, values = remainder(condition, SYNTAX)
    tables, where = "search", "search MATCH ? AND search.rowid < ?"
    if verify:
        tables = "search CROSS JOIN articles ON articles.no = search.rowid"
        where = f"{where} AND {verify}"
    return tables, where, (question(condition, SYNTAX), below, *values)
