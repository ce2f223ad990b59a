"""Lookup's index on SQLite: an FTS5 table without content that lists which article holds which
token. Positions are not kept: the index is half the size and answers faster.

Every transaction leaves a piece of index behind, and a question is put to each piece. To join four
at a time while pages come in, as FTS5 does unless told otherwise, takes a tenth of an ingest; the
migrations let sixteen gather, and whoever has stored a run of pages settles the index after it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from digest.store.plain import driver
from digest.store.search.conditions import Syntax, question
from digest.store.search.grams import Document
from digest.store.search.interface import Newest, Wanted

SYNTAX = Syntax(both=" AND ", one=" OR ", but_not=" NOT ", quote='"')
# As one text: to hand over a row for each of a thousand numbers takes as long as finding them.
NEWEST = (
    "SELECT group_concat(rowid) FROM (SELECT rowid FROM search"
    " WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?)"
)
CHANGES = "SELECT total_changes()"
# Leaves of the index that one step of settling may write: 2 MB, at most 0.2 s on two busy cores.
STEP = 500


class SqliteSearch:
    """The `SearchEngine` over FTS5."""

    def add(self, connection: Connection, rows: Sequence[tuple[int, Document]]) -> None:
        """Index articles."""
        if rows:
            tokens = ((no, document.tokens) for no, document in rows)
            driver(connection).executemany("INSERT INTO search(rowid, grams) VALUES (?, ?)", tokens)

    def discard(self, connection: Connection, rows: Sequence[tuple[int, Document]]) -> None:
        """Take articles out: a table without content must be told what it held."""
        if rows:
            connection.exec_driver_sql(
                "INSERT INTO search(search, rowid, grams) VALUES ('delete', ?, ?)",
                [(no, document.tokens) for no, document in rows],
            )

    def clear(self, connection: Connection) -> None:
        """Forget every article."""
        connection.exec_driver_sql("INSERT INTO search(search) VALUES ('delete-all')")

    def settle(self, connection: Connection) -> bool:
        """FTS5 writes two rows of its own for every merge that found something to do."""
        before = connection.exec_driver_sql(CHANGES).scalar_one()
        connection.exec_driver_sql("INSERT INTO search(search, rank) VALUES ('merge', ?)", (STEP,))
        return bool(connection.exec_driver_sql(CHANGES).scalar_one() - before > 1)

    def newest(self, connection: Connection, wanted: Wanted) -> Newest:
        """What is wanted: FTS5 walks backwards and stops at the limit, so that knowing what is
        `enough` or `rare` saves nothing."""
        asked = (question(wanted.condition, SYNTAX), wanted.below, wanted.limit)
        (found,) = driver(connection).execute(NEWEST, asked).fetchone()
        numbers = sorted(map(int, found.split(",")), reverse=True) if found else []
        return Newest(numbers, numbers[-1] if numbers and len(numbers) == wanted.limit else 0)

    def size(self, connection: Connection) -> int:
        """Bytes of the tables that hold the index."""
        row = connection.exec_driver_sql(
            "SELECT (SELECT coalesce(sum(length(block)), 0) FROM search_data)"
            " + (SELECT coalesce(sum(length(term) + 16), 0) FROM search_idx)"
        )
        return int(row.scalar_one())
