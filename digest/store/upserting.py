"""INSERT that may meet a row already there: one spelling for SQLite and PostgreSQL, which share
the syntax but not SQLAlchemy's class for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Dialect, Table
from sqlalchemy.dialects import postgresql, sqlite

from digest.store.plain import driver

Rows = Sequence[dict[str, Any]]


def insert_plain(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows of text and numbers as they are, by the driver alone: of an ingest's many short
    rows SQLAlchemy takes longer to look at each than the database to keep it."""
    if not rows:
        return
    on_sqlite = connection.dialect.name == "sqlite"
    marks = ", ".join("?" if on_sqlite else "%s" for _ in names)
    into = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    if on_sqlite:
        driver(connection).executemany(into, rows)
    else:
        connection.exec_driver_sql(into, list(rows))


def insert_rows(connection: Connection, table: Table, rows: Rows) -> None:
    """The same for rows of equal columns of any type."""
    if rows:
        values = zip(*_values(connection, table, rows), strict=True)
        insert_plain(connection, table, list(rows[0]), list(values))


def insert_missing(connection: Connection, table: Table, rows: Rows) -> None:
    """Insert rows of equal columns, passing over those that break a uniqueness rule.

    A morning's planning writes a million rows: they go in as one JSON value on PostgreSQL and as
    one prepared statement on SQLite, in a tenth of the time that rows one by one take."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        _insert_json(connection, table, rows)
        return
    names = list(rows[0])
    marks = ", ".join("?" * len(names))
    into = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    values = zip(*_values(connection, table, rows), strict=True)
    connection.exec_driver_sql(f"{into} ON CONFLICT DO NOTHING", list(values))


def insert_returning(
    connection: Connection, table: Table, rows: Rows, *columns: ColumnElement[Any]
) -> list[Any]:
    """The same, giving back columns of the rows that were inserted (in no order)."""
    if not rows:
        return []
    if connection.dialect.name != "sqlite":
        names = ", ".join(column.name for column in columns)
        return list(_insert_json(connection, table, rows, f" RETURNING {names}").all())
    statement = sqlite.insert(table).on_conflict_do_nothing().returning(*columns)
    return list(connection.execute(statement, rows).all())


def _insert_json(
    connection: Connection, table: Table, rows: Rows, returning: str = ""
) -> CursorResult[Any]:
    # Names and types come from the schema, values are bound: nothing here is anybody's text.
    names = list(rows[0])
    kinds = [table.c[name].type.compile(connection.dialect) for name in names]
    record = ", ".join(f"{name} {kind}" for name, kind in zip(names, kinds, strict=True))
    listed = ", ".join(names)
    into = f"INSERT INTO {table.name} ({listed}) SELECT {listed}"
    source = f"FROM json_to_recordset(%s::json) AS given({record})"
    values = json.dumps(rows, ensure_ascii=False, default=_plain)
    statement = f"{into} {source} ON CONFLICT DO NOTHING{returning}"
    return connection.exec_driver_sql(statement, (values,))


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.isoformat()
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise ValueError(f"{type(value).__name__} cannot be stored: {value!r}")


def _values(connection: Connection, table: Table, rows: Rows) -> list[list[Any]]:
    """The rows turned into one list a column, each value as the driver takes it."""
    found = []
    for name in rows[0]:
        process = _processor(table, name, connection.dialect)
        found.append([process(row[name]) if process else row[name] for row in rows])
    return found


@lru_cache(maxsize=512)
def _processor(table: Table, name: str, dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes a column's value one that the driver takes; None where it is one already."""
    processor: Callable[[Any], Any] | None = (
        table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    )
    return processor


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
