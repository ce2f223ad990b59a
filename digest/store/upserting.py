"""INSERT that may meet a row already there: one spelling for SQLite and PostgreSQL, which share
the syntax but not SQLAlchemy's class for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Rows = Sequence[dict[str, Any]]


def insert_missing(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows, passing over those that break a uniqueness rule."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def insert_returning(
    connection: Connection, table: Table, rows: Rows, *columns: ColumnElement[Any]
) -> list[Any]:
    """The same, giving back columns of the rows that were inserted (in no order)."""
    if not rows:
        return []
    statement = _insert(connection, table).on_conflict_do_nothing().returning(*columns)
    return list(connection.execute(statement, rows).all())


def put(connection: Connection, table: Table, row: dict[str, Any], *changed: str) -> None:
    """Insert a row, or change the named columns of the one with its primary key."""
    statement = _insert(connection, table)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={name: statement.excluded[name] for name in changed},
        ),
        row,
    )


def _insert(connection: Connection, table: Table) -> Any:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)
