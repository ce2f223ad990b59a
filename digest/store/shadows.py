"""Temporary copies of tables under their own names: whatever a connection then reads or writes by
these names is its copy, and the tables themselves are neither changed nor locked. They last until
the transaction is rolled back."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Table, column, insert, select, text
from sqlalchemy import table as lightweight
from sqlalchemy.schema import CreateIndex, CreateTable


def shadow(connection: Connection, full: Collection[Table], empty: Collection[Table]) -> None:
    """Copy the tables in `full` with their rows, those in `empty` without."""
    sqlite = connection.dialect.name == "sqlite"
    schema = "main" if sqlite else connection.execute(text("SELECT current_schema()")).scalar()
    for table in (*full, *empty):
        _create(connection, table)
        if table in full:
            names = [one.name for one in table.columns]
            original = lightweight(table.name, *(column(name) for name in names), schema=schema)
            connection.execute(insert(table).from_select(names, select(original)))
    if not sqlite:
        # What the server prepared for this connection means the tables themselves.
        connection.exec_driver_sql("DISCARD PLANS")


def _create(connection: Connection, table: Table) -> None:
    # Both engines refuse keys from a temporary table to one that is not.
    create = CreateTable(table, include_foreign_key_constraints=[])
    said = str(create.compile(dialect=connection.dialect)).strip()
    connection.exec_driver_sql(said.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))
    for index in table.indexes:
        connection.execute(CreateIndex(index))
